"""Things in the making: changes to YAML files that keep all the rest, and saves to undo."""
