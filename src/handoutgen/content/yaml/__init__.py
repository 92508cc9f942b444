"""How YAML is read with the place of every word, and mended where it is written wrongly."""
