"""What celerykit knows of each result backend: one file each."""
