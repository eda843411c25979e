timezone = "Europe/Osloo"; note = "# celerykit: ignore[CK601]"
