"""The options of Celery's commands, as its own parser takes them (celery/bin)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from celerykit.project import State, Value
from celerykit.reading.deployment.sheets import Word, value_of

__all__ = ["KINDS", "Line", "parsed"]

# Commands that run, or that talk to what runs; each with the kind of process that it makes.
KINDS = {
    "worker": "worker",
    "beat": "beat",
    "flower": "flower",
    "events": "events",
    "inspect": "inspect",
    "control": "control",
    "multi": "multi",
    "status": "inspect",
}
# The others: nothing that stays.
_OTHERS = frozenset(
    {"amqp", "call", "graph", "kit", "list", "logtool", "migrate", "purge", "report", "result", "shell", "upgrade"}
)

_FIRST = {"-A": "app", "-b": "broker", "-C": "no_color", "-q": "quiet"}
_DAEMON = {"-f": "logfile", "-l": "loglevel"}
_SHORT: Mapping[str, Mapping[str, str]] = {
    "worker": {
        "-B": "beat",
        "-D": "detach",
        "-E": "task_events",
        "-I": "include",
        "-O": "optimization",
        "-P": "pool",
        "-Q": "queues",
        "-S": "statedb",
        "-X": "exclude_queues",
        "-c": "concurrency",
        "-n": "hostname",
        "-s": "schedule",
    },
    "beat": {"-S": "scheduler", "-n": "hostname", "-s": "schedule"},
    "events": {"-F": "frequency", "-c": "camera", "-d": "dump", "-r": "maxrate"},
    "inspect": {"-d": "destination", "-j": "json", "-t": "timeout"},
    "control": {"-d": "destination", "-j": "json", "-t": "timeout"},
}
# Long names that are not what the value is called: other names, and those of Celery 4.
_LONG = {
    "discard": "purge",
    "events": "task_events",
    "freq": "frequency",
    "maxmemperchild": "max_memory_per_child",
    "maxtasksperchild": "max_tasks_per_child",
    "schedule_filename": "schedule",
}
_FLAGS = frozenset({
    "autoreload", "beat", "detach", "disable_prefetch", "dump", "enable_remote_control", "help", "json", "no_color",
    "no_enable_remote_control", "no_execv", "purge", "quiet", "skip_checks", "task_events", "version",
    "without_gossip", "without_heartbeat", "without_mingle",
})  # fmt: skip
_VALUES = frozenset({
    "app", "autoscale", "broker", "camera", "concurrency", "config", "destination", "exclude_queues", "executable",
    "frequency", "gid", "heartbeat_interval", "hostname", "include", "loader", "logfile", "loglevel",
    "max_interval", "max_memory_per_child", "max_tasks_per_child", "maxrate", "optimization", "pidfile", "pool",
    "pool_start_method", "prefetch_multiplier", "queues", "result_backend", "schedule", "scheduler",
    "soft_time_limit", "statedb", "time_limit", "timeout", "uid", "umask", "workdir",
})  # fmt: skip

_KNOWN = _FLAGS | _VALUES
# Stands for an option of one node of `celery multi`.
_ONE_NODE = ":"


@dataclass(slots=True, repr=False)
class Line:
    """A command line of Celery, parsed.

    command: as written ("worker"), "" where it has none. hidden: which command it is, only running tells.
    complete: False where more options may be given than are seen.
    """

    command: str = ""
    hidden: bool = False
    options: dict[str, Value] = field(default_factory=dict)
    complete: bool = True

    @property
    def kind(self) -> str:
        """The kind of process, "" where it is none that stays."""
        return KINDS.get(self.command, "")


def parsed(words: Sequence[Word]) -> Line:
    """What stands behind `celery`."""
    line = Line()
    # Which options there are depends on the command, and Celery 4 took them before it as well.
    line.command, line.hidden = _command(words)
    queue = list(words)
    while queue:
        word = queue.pop(0)
        if word.text == "--":
            break
        if not word.text.startswith("-") or word.text == "-":
            line.complete = line.complete and not word.many
            continue
        for name, given in _options(word, queue, line.command):
            if name == _ONE_NODE:
                line.complete = False
            elif name:
                # One that is not Celery's may be a short form of one that is, which Celery 4 took.
                line.complete = line.complete and (name in _KNOWN or line.kind not in {"worker", "beat"})
                line.options[name] = _value(name, given, word)
    return line


def _command(words: Sequence[Word]) -> tuple[str, bool]:
    queue = list(words)
    while queue:
        word = queue.pop(0)
        if word.text.startswith("-"):
            # Of the options before the command none is a command's own; a short one is the worker's, if any.
            for _ in _options(word, queue, "worker"):
                pass
            continue
        if word.unknown:
            return "", True
        return (word.text if word.text in KINDS or word.text in _OTHERS else ""), False
    return "", False


def _options(word: Word, queue: list[Word], command: str) -> Iterator[tuple[str, Word | None]]:
    """The options that one word gives, the value of the last taken from the words behind it where it needs one."""
    text = word.text
    if text.startswith("--"):
        name, sign, _ = text[2:].partition("=")
        name = name.replace("-", "_")
        name = _LONG.get(name, name)
        if sign:
            yield name, _rest(word, text.index("=") + 1)
        elif name in _VALUES:
            yield name, _next(queue)
        else:
            yield name, None
        return
    table = {**_FIRST, **_DAEMON, **_SHORT.get("worker" if command == "multi" else command, {})}
    at = 1
    while at < len(text):
        name = table.get(f"-{text[at]}", "")
        at += 1
        if name in _FLAGS:
            yield name, None
            continue
        if text[at : at + 1] == ":":
            # `-c:1 10`
            yield _ONE_NODE, _next(queue)
            return
        if name:
            yield name, _rest(word, at + text[at : at + 1].count("=")) if at < len(text) else _next(queue)
        return


def _rest(word: Word, at: int) -> Word:
    return word.part(at, len(word.text), variable=word.variable, unknown=word.unknown)


def _next(queue: list[Word]) -> Word | None:
    return queue.pop(0) if queue else None


def _value(name: str, given: Word | None, option: Word) -> Value:
    if given is None:
        flag = value_of(option, True)
        return flag if name in _FLAGS and not option.unknown else Value(State.UNKNOWN, place=flag.place)
    if name in {"queues", "exclude_queues", "include", "destination"}:
        return _listed(given)
    convert = _NUMBERS.get(name)
    return value_of(given, convert(given.text) if convert else None, name=name)


def _listed(given: Word) -> Value:
    """Names with commas between, blanks and all, as Celery takes them (celery/utils/text.py, str_to_list).

    Where nothing is quoted, a blank behind a comma ends the word, so that what follows it is not read.
    """
    items, at = [], 0
    for text in given.text.split(","):
        if text.strip():
            items.append(given.part(at, at + len(text), variable=given.variable, unknown="$" in text))
        at += len(text) + 1
    if given.unknown and not any(item.unknown for item in items):
        items = [given]
    values = tuple(value_of(item) for item in items)
    whole = value_of(given, [item.text for item in items])
    return Value(
        whole.state,
        whole.value,
        whole.place,
        whole.source,
        whole.text,
        list,
        whole.variable,
        items=values,
        open=given.unknown,
    )


def _whole(text: str) -> object:
    try:
        return int(text)
    except ValueError:
        return text


def _number(text: str) -> object:
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


_NUMBERS: Mapping[str, Callable[[str], object]] = {
    "concurrency": _whole,
    "max_memory_per_child": _whole,
    "max_tasks_per_child": _whole,
    "prefetch_multiplier": _whole,
    "soft_time_limit": _number,
    "time_limit": _number,
}
