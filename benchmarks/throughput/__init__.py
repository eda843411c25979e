"""Tasks per second, published and worked, of each profile against Celery's defaults: `make bench`."""
