"""The rules: one small file each."""
