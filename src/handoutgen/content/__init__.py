"""What a handout says: YAML read and checked, with the place of every word known."""
