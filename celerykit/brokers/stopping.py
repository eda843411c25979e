"""What `stop_within` becomes on every broker: a worker that is told to stop, and killed when it takes too long.

Left alone, a worker that gets SIGTERM waits for its tasks, however long they take (celery/apps/worker.py). A soft
shutdown waits for a time that is set, then cancels what still runs and puts it back.
"""

from __future__ import annotations

from collections.abc import Iterator

from celerykit.intents import Compiled, Intents, Refusal, Remark
from celerykit.values.durations import in_words

__all__ = ["stopping", "stops_so"]

# Seconds that a worker needs beside its tasks: to acknowledge the last ones, put the others back, and end its pool.
_SPARE = 5
_LEAST = _SPARE + 1
_SOFT = (5, 5)


def stopping(intents: Intents, celery: tuple[int, ...]) -> tuple[list[Compiled], list[Refusal]]:
    """A soft shutdown, where a task may run for longer than the worker has to stop."""
    length = intents.stop_within
    if length is None or _suffices(intents, length):
        return [], []
    if length < _LEAST:
        fact = (
            f"a worker needs {in_words(_SPARE)} to put its tasks back and end, and stop_within leaves it "
            f"{in_words(length)}: tasks would be killed, or run twice"
        )
        return [], [Refusal("stop_within", fact, f'set stop_within to "{_LEAST}s" or more')]
    if celery < _SOFT:
        return [], []
    # worker_enable_soft_shutdown_on_idle would add a pause: without it too, messages that wait for their time go back.
    return [Compiled(("worker_soft_shutdown_timeout",), length - _SPARE, "stop_within")], []


def stops_so(intents: Intents, celery: tuple[int, ...]) -> Iterator[Remark]:
    """What the one who runs the worker must do for it, and what becomes of tasks that are cut short."""
    length = intents.stop_within
    if length is None or _suffices(intents, length):
        return
    longest = f"a task may run {in_words(intents.longest_task)}" if intents.longest_task else "a task may run for long"
    if celery < _SOFT:
        text = (
            f"{longest}, and a worker that is told to stop waits for it, until it is killed after {in_words(length)}: "
            "Celery before 5.5 has no soft shutdown. Its tasks then fare as with any worker that is killed"
        )
        yield Remark("stop_within", text, "warning")
        return
    text = (
        f"workers need REMAP_SIGTERM=SIGQUIT in their environment: then one that gets SIGTERM puts back what still "
        f"runs after {in_words(length - _SPARE)}; else it waits for its tasks, and is killed"
    )
    yield Remark("stop_within", text)
    if intents.delivery != "at-least-once":
        yield Remark("stop_within", "tasks that are cut short by a stop are lost, as they are acknowledged early")


def _suffices(intents: Intents, length: float) -> bool:
    """Whether the worker can wait for its longest task."""
    return intents.longest_task is not None and length >= intents.longest_task + _SPARE
