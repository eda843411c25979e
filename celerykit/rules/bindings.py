"""Which queues a topic exchange gives a message to."""

from __future__ import annotations

__all__ = ["matches"]


def matches(sent: str | None, bound: str | None) -> bool:
    """Whether a queue bound by the one key gets what is sent with the other; not where either is not known.

    Celery sends with the key of a queue as it is written: * stands for one word, # for any number of them.
    """
    if sent is None or bound is None:
        return False
    words, reached = sent.split("."), {0}
    for word in bound.split("."):
        if word == "#":
            reached = set(range(min(reached, default=len(words)), len(words) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(words) and word in {"*", words[at]}}
        if not reached:
            return False
    return sent == bound or len(words) in reached
