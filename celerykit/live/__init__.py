"""Checks that need a connection: one small file each."""
