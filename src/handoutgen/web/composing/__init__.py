"""A sheet in the making, as the Compose page shows and changes it."""
