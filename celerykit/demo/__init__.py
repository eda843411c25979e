"""What `celerykit demo` runs: a small app, its worker, and tasks that are watched from message to result."""
