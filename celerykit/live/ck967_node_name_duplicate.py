from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck
from celerykit.live.beats import answering_beats
from celerykit.live.mailboxes import namesakes
from celerykit.live.system import System


class NodeNameDuplicate(LiveCheck):
    """Two nodes have the same name.

    *Why*: `revoke`, `shutdown`, `pool_grow` and their kin are addressed by name. On Redis both obey, and of their
    answers `celery inspect` keeps one. On RabbitMQ they share one mailbox, so each command reaches one of them, now
    this one, now the other: a revoked task may run all the same. Celery 5.7 refuses to start the second one there
    (`RESOURCE_LOCKED`), unless `control_queue_exclusive` is off: it then starts again and again, and is never seen.

    *Instead*: leave `-n` away, or give each a name of its own: `-n mail@%h`, `-n mail2@%h`. Containers need host names
    of their own, which they have unless `hostname:` is set.
    """

    code = "CK967"
    name = "node-name-duplicate"
    severity = "warning"
    message = "{count} nodes have this name"
    fix = "give each a name of its own, such as -n NAME@%h"
    asks = "the nodes: `ping`; RabbitMQ: a passive declaration of each one's mailbox, for its readers"
    symptoms = (
        "DuplicateNodenameWarning: Received multiple replies from node name",
        "A node named celery@host is already using this process mailbox!",
        "ResourceLocked: Queue.declare: (405) RESOURCE_LOCKED - cannot obtain exclusive access to locked queue",
    )

    def check(self, system: System) -> Iterator[Finding]:
        for name, count in system.once(namesakes).items():
            # Beats have the same name on one machine, of whatever program they are, and obey no command.
            if count > 1 and name not in system.once(answering_beats):
                yield self.at(Thing("worker", name), count=count)
