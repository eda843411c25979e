"""A look at the configuration before a worker or beat starts."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from celerykit.findings import Finding, Report, Severity, at_least

if TYPE_CHECKING:
    from celery import Celery

__all__ = ["guard"]

_LOG = logging.getLogger("celerykit.guard")
_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO}


def guard(
    app: Celery, *, refuse: Severity | None = None, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> None:
    """Have each worker and each beat of an app judge, before it starts, the configuration that it will run with.

    What is found is logged by "celerykit.guard", each finding at the level of its severity. Where a finding is as grave
    as `refuse` ("error", "warning", "info"; None for never), the process ends with exit code 78, which says that its
    configuration is wrong (EX_CONFIG of sysexits.h). What is judged is what is in force in the process, environment and
    all; `celerykit validate` also reads the program around it.
    select, ignore: rules by code, start of codes, family, name or severity; `[tool.celerykit]` counts too.
    Raises UsageError for a selector that means no rule, ToolSettingsError for a wrong `[tool.celerykit]`.
    """
    from celery import signals

    from celerykit.engine.plan import plan_run

    # A baseline knows findings by their lines, and here nothing has one.
    plan = replace(plan_run(select=select, ignore=ignore), baseline=None)

    def look(sender: Any = None, **kwargs: object) -> None:
        if getattr(sender, "app", None) is not app:
            return
        from celerykit.engine.run import report_on
        from celerykit.integrations.running_app import project_of

        report = report_on([project_of(app)], plan)
        _log(report)
        worst = report.worst()
        if refuse and worst and at_least(worst, refuse):
            _LOG.critical("not started: celerykit found what is wrong with the configuration")
            raise SystemExit(os.EX_CONFIG)

    for signal in (signals.worker_init, signals.beat_init):
        signal.connect(look, weak=False, dispatch_uid=f"celerykit.guard.{id(app)}")


def _log(report: Report) -> None:
    for finding in sorted(report.findings, key=Finding.sort_key):
        _LOG.log(
            _LEVELS[finding.severity], "%s %s: %s; fix: %s", finding.code, finding.rule, finding.message, finding.fix
        )
