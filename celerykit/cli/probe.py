"""`celerykit doctor --probe`: one quick answer, for the health checks of containers."""

from __future__ import annotations

import gc
import json
import os
import sys
from typing import NoReturn

import click

from celerykit.cli.failures import FINDINGS
from celerykit.errors import ConfigurationError, UsageError

__all__ = ["run_probe"]


def run_probe(probe: str, node: str, profile: str | None, limit: float) -> NoReturn:
    """Ask, write one line of JSON, and end the process: with 1 where no answer came.

    probe: "worker" or "broker". node: as `celery worker -n` takes it, "" for that of a worker without it.
    Raises UsageError where nothing tells what to ask.
    """
    # Containers ask every few seconds: what does not answer the question is left undone.
    gc.disable()
    from celerykit.live.probe_settings import probe_settings
    from celerykit.live.probes import node_name, probe_broker, probe_worker

    try:
        settings = probe_settings(os.environ, profile)
    except ConfigurationError as error:
        # Not the broker's or the worker's fault: whoever restarts what is not well must not take it for that.
        raise UsageError(str(error)) from None
    found = probe_broker(settings, limit) if probe == "broker" else probe_worker(settings, node_name(node), limit)
    said: dict[str, object] = {"probe": found.probe, "ok": found.ok, found.subject_is: found.subject}
    said |= {"seconds": found.seconds} | ({"reason": found.reason} if found.reason else {})
    click.echo(json.dumps(said))
    sys.stdout.flush()
    # To take the interpreter down in order would take as long as the question; the connection is closed already.
    os._exit(0 if found.ok else FINDINGS)
