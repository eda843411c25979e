"""The table of all settings: what each is, said once."""
