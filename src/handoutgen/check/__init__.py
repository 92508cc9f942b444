"""Whether things are as they need to be: the machine, and later the content."""
