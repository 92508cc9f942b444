"""The packet in the making: what it is, what its list shows, and what its page answers."""
