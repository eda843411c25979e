"""Publishing many tasks at once."""
