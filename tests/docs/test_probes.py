"""The health checks that docs/probes.md shows, run as Kubernetes and Compose would run them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.docs.pages import ROOT, blocks_of
from tests.servers.process import free_port
from tests.workers import celery_environment

LIMIT = 60.0  # seconds for one check


def shown() -> list[Any]:
    """The YAML of the page."""
    return [yaml.safe_load(block.text) for block in blocks_of(ROOT / "docs" / "probes.md") if block.kind == "yaml"]


def code_of(command: list[str], folder: Path) -> int:
    """How it ends while the broker is away."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = celery_environment({"PATH": path, "CELERY_BROKER_URL": f"redis://127.0.0.1:{free_port()}/0"})
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, timeout=LIMIT, check=False).returncode


def test_the_liveness_probe_blames_no_worker_for_a_broker_that_is_away(tmp_path: Path) -> None:
    (worker,) = next(block["containers"] for block in shown() if "containers" in block)
    assert code_of(worker["livenessProbe"]["exec"]["command"], tmp_path) == 0


def test_the_readiness_probe_does(tmp_path: Path) -> None:
    probe = next(block["readinessProbe"] for block in shown() if "readinessProbe" in block)
    assert code_of(probe["exec"]["command"], tmp_path) == 1


def test_so_does_the_health_check_of_compose(tmp_path: Path) -> None:
    services = next(block["services"] for block in shown() if "services" in block)
    kind, *command = services["worker"]["healthcheck"]["test"]
    assert (kind, code_of(command, tmp_path)) == ("CMD", 1)
