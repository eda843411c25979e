broker_url = "redis://cache:6379/0"
result_backend = "redis://cache:6379/0"  # celerykit: ignore[redis-shared-db]
timezone = "Europe/Osloo"  # celerykit: ignore[CK601]
