"""What celerykit knows of each broker: one file each."""
