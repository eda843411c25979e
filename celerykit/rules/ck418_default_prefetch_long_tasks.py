from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.options import bound_of, is_late, is_own, kinds_of_task, who
from celerykit.rules.prefetching import multiplier, one_at_a_time
from celerykit.rules.visibility import seconds
from celerykit.rules.words import assignment, number, unless

# Seconds from which a task that runs ahead of others is worth a word: nobody waits gladly for longer.
_LONG = 300


class DefaultPrefetchLongTasks(Rule):
    """Tasks may run for minutes, and a worker takes four messages for each process, which is made for short ones.

    *Why*: the three that wait behind a long task wait in that worker, while another may have nothing to do.

    *Instead*: `worker_prefetch_multiplier = 1`; or give long tasks a queue and workers of their own.
    """

    code = "CK418"
    name = "default-prefetch-long-tasks"
    severity = "info"
    message = (
        "{who} may run {limit} s, and a worker takes {count} messages for each process, Celery's default: "
        "what waits behind such a task is not run by another worker that is free{unless}"
    )
    fix = "{line}"
    symptoms = ("tasks wait in one worker while another has nothing to do",)
    bad = """\
broker_url = "redis://localhost:6379/0"
task_time_limit = 3600
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_time_limit = 3600
worker_prefetch_multiplier = 1
"""

    def check(self, project: Project) -> Iterator[Finding]:
        if project.embedded or project.tests or one_at_a_time(project):
            return
        if any(one.unknown or one.known for one in multiplier(project)):
            return
        for task in kinds_of_task(project):
            bound, name = bound_of(project, task)
            limit = seconds(bound)
            # Late ones are told of already, by late-acks-early-prefetch.
            if limit and bound.known and limit >= _LONG and not is_late(project, task):
                yield self.finding(
                    bound,
                    subject=project.config.subject,
                    said="a task may run this long",
                    who=who(task, own=is_own(task, name, bound)),
                    limit=number(limit),
                    count=multiplier(project)[0].value,
                    unless=unless(bound),
                    line=assignment(project, "worker_prefetch_multiplier", "1"),
                )
                return
