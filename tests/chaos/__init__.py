"""At-least-once profiles under fire, beside Celery's defaults: `make chaos`."""
