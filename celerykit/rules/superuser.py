"""Whether a worker runs as root."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from celerykit.findings import Severity
from celerykit.project import Image, Process, Project, Value
from celerykit.values.places import Place

__all__ = ["AsRoot", "image_as_root", "worker_as_root"]

_ROOT = ("root", "0", 0)
_FORCED = "C_FORCE_ROOT"
_IMAGE = "USER nobody"
_CURES = {
    "compose": 'user: "1000"',
    "dockerfile": _IMAGE,
    "kubernetes": "securityContext: {runAsNonRoot: true, runAsUser: 1000}",
    "supervisor": "user=celery",
    "systemd": "User=celery",
}


@dataclass(frozen=True, slots=True)
class AsRoot:
    """Where it is said that a worker runs as root, in words, how sure that is, and the line that changes it."""

    place: Place | None
    what: str
    cure: str
    severity: Severity = "warning"


def worker_as_root(project: Project, worker: Process) -> AsRoot | None:
    """What makes this worker run as root; None where another user runs it, or nobody can say."""
    name, cure = worker.name or "the worker", _CURES.get(worker.where, "start the worker as another user")
    if worker.user.known:
        root = worker.user.value in _ROOT
        return AsRoot(worker.user.place or worker.place, f"{name} runs as root", cure) if root else None
    if "uid" in worker.options:
        return None
    # Whoever sets it was stopped by Celery once, whatever is seen of the user.
    if forced := _forced(worker.environment):
        return AsRoot(forced.place or worker.place, f"{_FORCED} lets {name} run as root", cure)
    if worker.user.unknown:
        return None
    if worker.where == "systemd":
        return AsRoot(worker.place, f"{name} has no User=, so it runs as root", cure)
    if worker.where in {"dockerfile", "compose", "kubernetes"}:
        said = [image_as_root(image) for image in project.deployment.images]
        return said[0] if said and all(said) else None
    return None


def image_as_root(image: Image) -> AsRoot | None:
    """What makes a container of this image run as root; a base image that has a user of its own is not seen."""
    if forced := _forced(image.environment):
        return AsRoot(forced.place or image.place, f"{_FORCED} lets the worker run as root", _IMAGE)
    if image.user.known and image.user.value in _ROOT:
        return AsRoot(image.user.place or image.place, "the image's last USER is root", _IMAGE)
    if image.user.unknown or image.user.known:
        return None
    return AsRoot(image.place, "the image names no USER, so that the worker runs as root", _IMAGE, "info")


def _forced(environment: Mapping[str, Value]) -> Value | None:
    """C_FORCE_ROOT, where it is set; any text but "" counts (celery/platforms.py, _warn_or_raise_security_error)."""
    found = environment.get(_FORCED)
    return found if found and found.known and found.value else None
