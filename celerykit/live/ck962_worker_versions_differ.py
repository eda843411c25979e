from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from celerykit.findings import Finding, Severity, Thing
from celerykit.live.base import LiveCheck, NotChecked
from celerykit.live.crews import crew
from celerykit.live.enumerations import few
from celerykit.live.system import System
from celerykit.live.worker_configs import project_of
from celerykit.live.worker_software import newest_of, passed_over, software
from celerykit.live.workers import Worker
from celerykit.project import Project
from celerykit.rules.content import reads_pickle
from celerykit.rules.release import numbers

# The first kombu that writes dates, UUIDs and decimals into JSON so that they come back as such
# (kombu/utils/json.py); for an older one they are dictionaries.
_TYPED_JSON = (5, 3)
_MINOR = 2  # numbers of a version, up to which it says what the software can do


class WorkerVersionsDiffer(LiveCheck):
    """Workers of one program run different versions of Celery, kombu or Python, or an older Celery than its settings.

    *Why*: the messages are the same since Celery 4, so tasks are run. What differs is what a worker makes of the
    configuration: a setting that its Celery does not know it passes over in silence. Between kombu 5.2 and 5.3 dates
    and UUIDs in JSON arrive as dictionaries. What one Python has pickled another may not read.

    *Instead*: give all workers the same versions: pin them, and build one image.
    Without any of these consequences, different versions are an info: somewhere a deployment may not be done.
    """

    code = "CK962"
    name = "worker-versions-differ"
    severity = "info"
    message = "workers run different versions of {software}: {versions}{breaks}"
    fix = "give all of them the same version: pin it, and build one image"
    asks = "all workers: `report`, for the versions; `conf`"
    symptoms = (
        "a setting works on some workers only",
        "a task gets a dictionary with __type__ and __value__ for a date",
        "AttributeError: Can't get attribute … on <module …>",
    )

    def check(self, system: System) -> Iterator[Finding]:
        workers = [worker for worker in system.once(crew).own if software(worker)]
        if not workers:
            raise NotChecked("no worker tells its versions")
        for what in ("Celery", "kombu", "Python"):
            by_version: dict[str, list[Worker]] = {}
            for worker in workers:
                if version := software(worker).get(what):
                    by_version.setdefault(_said(what, version), []).append(worker)
            if len(by_version) > 1:
                yield self._differing(system.project, what, by_version)
        yield from self._too_old(system.project, workers)

    def _differing(self, project: Project, what: str, by_version: Mapping[str, Sequence[Worker]]) -> Finding:
        versions = sorted(by_version, key=numbers)
        breaks = _breaks(project, what, versions, [worker for of in by_version.values() for worker in of])
        severity: Severity = "warning" if breaks else "info"
        names = {version: few([worker.name for worker in by_version[version]]) for version in versions}
        things = [Thing("worker", worker.name) for version in versions for worker in by_version[version]]
        return self.at(
            things[0],
            *things[1:],
            severity=severity,
            software=what,
            versions=", ".join(f"{version} on {names[version]}" for version in versions),
            breaks=f": {breaks}" if breaks else "",
        )

    def _too_old(self, project: Project, workers: Sequence[Worker]) -> Iterator[Finding]:
        """Settings that somebody wrote, and that the Celery of a worker does not know."""
        found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for worker in workers:
            version = software(worker).get("Celery", "")
            if unknown := tuple(passed_over(project, version)):
                found.setdefault((version, unknown), []).append(worker.name)
        for (version, unknown), names in found.items():
            things = [Thing("worker", name) for name in names]
            fields = {"version": version, "unknown": few(unknown), "newest": newest_of(unknown)}
            yield self.at(things[0], *things[1:], severity="warning", message=_OLD, fix=_UPGRADE, **fields)


_OLD = "Celery {version} runs there, which passes over what the configuration says in {unknown}"
_UPGRADE = "upgrade Celery there to {newest}, or do without"


def _said(what: str, version: str) -> str:
    """Of Python, a bug-fix release makes no difference that anybody sees."""
    return ".".join(version.split(".")[:_MINOR]) if what == "Python" else version


def _breaks(project: Project, what: str, versions: Sequence[str], workers: Sequence[Worker]) -> str:
    """What does not work between these versions, oldest first; "" where that is nothing."""
    old, new = (numbers(version)[:_MINOR] for version in (versions[0], versions[-1]))
    if what == "kombu" and old < _TYPED_JSON <= new:
        return "dates, UUIDs and decimals in JSON arrive as dictionaries at the older"
    pickled = any(reads_pickle(one) for one in (project, *map(project_of, workers)))
    return "what one of them has pickled, another may not read" if what == "Python" and pickled else ""
