"""Findings among Django's system checks: `INSTALLED_APPS += ["celerykit.integrations.django"]`."""
