"""What `celerykit demo` runs: a small app, its worker, and a run through them from the first message to the last result."""
