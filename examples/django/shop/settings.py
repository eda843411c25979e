"""Django's settings. None is Celery's: those are in the profile."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = os.environ.get("SECRET_KEY", "for this example only")
INSTALLED_APPS = ["django_celery_results", "orders"]
USE_TZ = True

ENGINES = {"sqlite": "django.db.backends.sqlite3", "postgresql": "django.db.backends.postgresql"}
url = urlsplit(os.environ.get("DATABASE_URL", f"sqlite://{BASE_DIR}/db.sqlite3"))
DATABASES = {
    "default": {
        "ENGINE": ENGINES[url.scheme],
        "NAME": url.path if url.scheme == "sqlite" else url.path.strip("/"),
        "HOST": url.hostname or "",
        "PORT": url.port or "",
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
    }
}
if url.scheme == "sqlite":
    # Web and worker processes write at the same time: each waits for its turn.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL",
    }
