"""The settings of a Django project that keeps results, in an SQLite file that the environment names."""

from __future__ import annotations

import os

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["CONFORMANCE_DJANGO"],
        # Several processes write: each waits for its turn, instead of failing half way.
        "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE"},
    }
}
INSTALLED_APPS = ["django_celery_results"]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
SECRET_KEY = "for tests"
USE_TZ = True
