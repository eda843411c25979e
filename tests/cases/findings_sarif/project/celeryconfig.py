broker_url = "redis://cache:6379/0"
result_backend = "redis://cache:6379/0"
timezone = "Europe/Osloo"
