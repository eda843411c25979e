"""A program, read without running it, into a project."""
