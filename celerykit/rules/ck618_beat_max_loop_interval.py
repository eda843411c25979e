from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.words import assignment, number

# Seconds. A schedule in a database is read again after so long at most; more, and a change seems not to take.
_LONG = 60
_LOCK = "redbeat_lock_timeout"


class BeatMaxLoopInterval(Rule):
    """`beat_max_loop_interval` does not suit the scheduler.

    *Why*: beat looks again at its schedule after so many seconds at the latest. Below one second it does little else.
    A scheduler that keeps its entries in a database, or in Redis, sees a changed entry only then. RedBeat renews its
    lock then, too: where the lock times out before, another beat takes it, and this one stops.

    *Instead*: leave it out. 0 is the scheduler's own: 300 s for beat's, 5 s for django-celery-beat's.
    """

    code = "CK618"
    name = "beat-max-loop-interval"
    severity = "info"
    message = "beat looks at its schedule every {every} s at most: {what}"
    fix = "{cure}"
    symptoms = ("a changed periodic task runs by its old schedule for minutes", "redis.exceptions.LockNotOwnedError")
    bad = """\
broker_url = "redis://localhost:6379/0"
beat_scheduler = "django_celery_beat.schedulers:DatabaseScheduler"
beat_max_loop_interval = 600
"""
    good = """\
broker_url = "redis://localhost:6379/0"
beat_scheduler = "django_celery_beat.schedulers:DatabaseScheduler"
beat_max_loop_interval = 5
"""

    def check(self, project: Project) -> Iterator[Finding]:
        every = project.config["beat_max_loop_interval"]
        seconds = every.value
        if not every.known or not isinstance(seconds, (int, float)) or isinstance(seconds, bool) or seconds == 0:
            return
        lock = next((e.value for e in project.config.in_force() if e.name.lower().endswith(_LOCK)), None)
        scheduler = str(project.config["beat_scheduler"].value)
        if seconds < 1:
            yield self._told(project, every, "it does little else", assignment(project, "beat_max_loop_interval", "5"))
        elif lock and lock.known and isinstance(lock.value, (int, float)) and lock.value <= seconds:
            yield self._told(
                project, every, f"RedBeat's lock times out after {number(lock.value)} s, and beat stops",
                "set redbeat_lock_timeout to several times as much", lock,
            )  # fmt: skip
        elif "django_celery_beat" in scheduler and seconds > _LONG:
            cure = assignment(project, "beat_max_loop_interval", "5")
            yield self._told(project, every, "until then it does not see that an entry was changed", cure)

    def _told(self, project: Project, every: Value, what: str, cure: str, lock: Value | None = None) -> Finding:
        return self.finding(
            every,
            subject=project.config.subject,
            said="as seldom as this",
            related=label(lock, "the lock is gone by then") if lock else (),
            every=number(every.value),
            what=what,
            cure=cure,
        )
