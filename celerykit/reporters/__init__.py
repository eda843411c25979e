"""Findings into text: one file a format."""
