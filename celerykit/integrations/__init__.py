"""Optional parts for frameworks."""
