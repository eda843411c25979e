"""Which stage of a program a configuration is for: production, staging, somebody's laptop."""

from __future__ import annotations

import re

from celerykit.project import Project

__all__ = ["stage"]

# Words by which people tell stages of one program apart, in names of files and modules.
_STAGES = {
    "ci": "testing",
    "demo": "demo",
    "dev": "development",
    "develop": "development",
    "development": "development",
    "live": "production",
    "local": "local",
    "preprod": "preproduction",
    "preview": "preview",
    "prod": "production",
    "production": "production",
    "qa": "qa",
    "sandbox": "sandbox",
    "stage": "staging",
    "staging": "staging",
    "test": "testing",
    "testing": "testing",
    "uat": "uat",
}


def stage(project: Project) -> str:
    """The stage, by the name of the file or module; "" where it says none."""
    words = re.split(r"[^a-z]+", f"{project.config.subject} {project.app}".lower())
    return next((_STAGES[word] for word in words if word in _STAGES), "")
