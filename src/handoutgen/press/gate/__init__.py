"""What a file must be like before the engine may have it."""
