"""What became of the messages that were published in confirm mode (rabbitmq.com/docs/confirms).

The broker numbers the messages of a channel from 1 on; an answer is for a number alone, or for all up to it.
"""

from __future__ import annotations

from itertools import takewhile

__all__ = ["Confirms"]

REFUSED = "refused by the broker"
LOST = "lost with the connection, before the broker answered"
NOT_SENT = "that could not be sent"


class Confirms:
    """Counts the messages of one channel at a time. Those without a task's id, such as events, are in no answer.

    missing: why a task is not confirmed, by its id.
    """

    def __init__(self) -> None:
        self.missing: dict[str, str] = {}
        self._open: dict[int, str] = {}
        self._last = 0

    @property
    def outstanding(self) -> int:
        """How many messages have no answer yet."""
        return len(self._open)

    def sent(self, task_id: str) -> None:
        """The next message has gone out; when it is one that was missing, that is forgotten."""
        self.missing.pop(task_id, None)
        self._last += 1
        self._open[self._last] = task_id

    def confirmed(self, number: int, multiple: bool) -> None:
        """The broker has this message, or all up to it."""
        self._answered(number, multiple)

    def refused(self, number: int, multiple: bool) -> None:
        """The broker does not take this message, or none up to it."""
        for task_id in self._answered(number, multiple):
            self._miss(task_id, REFUSED)

    def returned(self, task_id: str, reply: str) -> None:
        """No queue takes a message that was to be taken by one; the broker confirms it all the same."""
        self._miss(task_id, f"returned by the broker: {reply}")

    def not_sent(self, task_id: str) -> None:
        """The publisher has given up."""
        self._miss(task_id, NOT_SENT)

    def lost(self) -> None:
        """The channel is gone, and with it all answers to come; the next one counts from 1 again."""
        for task_id in self._open.values():
            self._miss(task_id, LOST)
        self._open.clear()
        self._last = 0

    def _answered(self, number: int, multiple: bool) -> list[str]:
        if not multiple:
            return [self._open.pop(number, "")]
        return [self._open.pop(one) for one in list(takewhile(lambda sent: sent <= number, self._open))]

    def _miss(self, task_id: str, why: str) -> None:
        if task_id:
            self.missing[task_id] = why
