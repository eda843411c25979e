"""From findings to the messages of Django's system checks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import checks

from celerykit.errors import CelerykitError

if TYPE_CHECKING:
    from celerykit.findings import Finding

__all__ = ["findings"]

_LEVELS = {"error": checks.ERROR, "warning": checks.WARNING, "info": checks.INFO}


def findings(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """What `celerykit validate --static` finds in BASE_DIR, else in the working directory.

    The id is that of the rule ("celerykit.CK401"): SILENCED_SYSTEM_CHECKS takes it, as does all else that silences a
    rule. Where celerykit cannot run, that is an error of its own ("celerykit.E001").
    """
    from celerykit.engine.run import validate

    base = getattr(settings, "BASE_DIR", None)
    try:
        report = validate(root=Path(base) if base else None, static=True)
    except CelerykitError as error:
        return [checks.Error(str(error), id="celerykit.E001")]
    return [_message(finding) for finding in report.findings]


def _message(finding: Finding) -> checks.CheckMessage:
    where = finding.place or finding.subject
    return checks.CheckMessage(
        _LEVELS[finding.severity], finding.message, hint=finding.fix or None, obj=where, id=f"celerykit.{finding.code}"
    )
