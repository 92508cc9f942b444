"""Whether things are as they need to be: the machine, and what the handouts say."""
