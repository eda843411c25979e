"""The scheduler: what it sends, and how it keeps its state."""

from __future__ import annotations

from celerykit.catalogue.setting import Setting

__all__ = ["SETTINGS"]

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "beat_schedule",
        "schedule",
        {},
        "Periodic tasks by name: each with `task`, `schedule` and, if wanted, `args`, `kwargs`, `options`, `relative`.",
        old=("CELERYBEAT_SCHEDULE",),
    ),
    Setting(
        "beat_scheduler",
        "import-path",
        "celery.beat:PersistentScheduler",
        "Scheduler class that beat uses.",
        old=("CELERYBEAT_SCHEDULER",),
    ),
    Setting(
        "beat_schedule_filename",
        "path",
        "celerybeat-schedule",
        "File in which the persistent scheduler keeps its last run times; some suffix may be appended.",
        old=("CELERYBEAT_SCHEDULE_FILENAME",),
    ),
    Setting(
        "beat_sync_every",
        "int",
        0,
        "Number of periodic tasks sent between two writes of the state; 0 writes by time, every three minutes.",
        minimum=0,
        old=("CELERYBEAT_SYNC_EVERY",),
    ),
    Setting(
        "beat_max_loop_interval",
        "seconds",
        0,
        "Longest sleep of beat between two looks at the schedule; 0 leaves it to the scheduler.",
        unit="seconds",
        minimum=0,
        old=("CELERYBEAT_MAX_LOOP_INTERVAL",),
    ),
    Setting(
        "beat_cron_starting_deadline",
        "seconds",
        None,
        "How late a crontab run that was missed may still be made up for; unset means any time.",
        unit="seconds",
        optional=True,
        minimum=0,
        old=("CELERYBEAT_CRON_STARTING_DEADLINE",),
    ),
    Setting(
        "beat_enable_remote_control",
        "bool",
        False,
        "Whether beat answers remote-control commands such as `inspect ping`.",
        since="5.7",
        old=("CELERYBEAT_ENABLE_REMOTE_CONTROL",),
        documented=False,
    ),
    Setting(
        "beat_remote_control_max_tick_age",
        "seconds",
        None,
        "How long the scheduler may stand still before beat stops answering; 0: always answers.",
        unit="seconds",
        optional=True,
        minimum=0,
        since="5.7",
        old=("CELERYBEAT_REMOTE_CONTROL_MAX_TICK_AGE",),
        documented=False,
    ),
    Setting(
        "beat_logfile", "path", None, "File that beat logs to; the command line wins.", optional=True, listed=False
    ),
    Setting(
        "beat_pidfile",
        "path",
        None,
        "File in which beat writes its process id; the command line wins.",
        optional=True,
        listed=False,
    ),
    Setting(
        "beat_uid",
        "any",
        None,
        "User that beat becomes when it starts as root: name or number.",
        optional=True,
        listed=False,
    ),
    Setting(
        "beat_gid",
        "any",
        None,
        "Group that beat becomes when it starts as root: name or number.",
        optional=True,
        listed=False,
    ),
    Setting(
        "beat_umask",
        "any",
        None,
        "File mode mask of a beat in the background, as a number or an octal text.",
        optional=True,
        listed=False,
    ),
    Setting(
        "beat_executable",
        "path",
        None,
        "Python interpreter that a beat in the background runs under.",
        optional=True,
        listed=False,
    ),
)
