"""What a command line starts: Celery, a web server, or something that starts one of these."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from celerykit.project import Value
from celerykit.reading.deployment.celery_options import parsed
from celerykit.reading.deployment.expansions import Variables
from celerykit.reading.deployment.sheets import Word, value_of
from celerykit.reading.deployment.shell import Command, commands, simple_words

__all__ = ["SIGNS", "Launch", "Started", "started"]

# A file without any of these starts neither Celery nor a web server.
SIGNS = ("celery", "CELERY", "flower", "gunicorn", "uvicorn", "uwsgi", "hypercorn", "granian")

_WEB = {
    "gunicorn": {"-w": "workers", "--workers": "workers", "-k": "worker_class", "--worker-class": "worker_class"},
    "uvicorn": {"--workers": "workers"},
    "hypercorn": {"-w": "workers", "--workers": "workers", "-k": "worker_class", "--worker-class": "worker_class"},
    "granian": {"--workers": "workers"},
    "uwsgi": {"-p": "workers", "--processes": "workers", "--workers": "workers"},
}
# Commands whose arguments are not run here.
_TALKING = frozenset({
    "[", "[[", "addgroup", "adduser", "apk", "apt", "apt-get", "aws", "brew", "cat", "cd", "chgrp", "chmod", "chown",
    "command", "cp", "curl", "dnf", "docker", "docker-compose", "echo", "find", "git", "grep", "groupadd", "heroku",
    "install", "journalctl", "kill", "killall", "kubectl", "ln", "logger", "ls", "mkdir", "mv", "npm", "oc", "pgrep",
    "pip", "pip3", "pkill", "podman", "printf", "ps", "rm", "rsync", "scp", "sed", "service", "ssh", "supervisorctl",
    "systemctl", "tail", "tar", "test", "touch", "useradd", "usermod", "which", "yum",
})  # fmt: skip
_FUNCTIONS = frozenset({"celery.__main__.main", "celery.bin.celery.main", "celery.bin.celery.celery"})
_ELSEWHERE = frozenset({"docker", "docker-compose", "kubectl", "oc", "podman"})
_STAY = frozenset({"worker", "beat", "multi"})
_SEVERAL = re.compile(r"\S[ \t\n]+\S")
# A variable that holds itself, a text in a text in a text, end here.
_DEPTH = 5
# Each is followed by a user, and then by the command.
_AS_USER = frozenset({"gosu", "su-exec", "chpst", "setuidgid"})
_USER = re.compile(r"(?:-u|--user|--reuid)=?(?P<name>.*)")
_CELERY_VARIABLE = re.compile(r"\$\$?[{(]?CELERY(?:_?(?:BIN|BINARY|CMD|COMMAND|EXEC))?[})]?")


@dataclass(frozen=True, slots=True, repr=False)
class Launch:
    """A process that a command line starts.

    program: the word that names what is run; last: the last of the line. environment: variables set in the line.
    user: whom it is told to become, None for nobody. under_shell: a shell stays above it.
    """

    kind: str
    program: Word
    last: Word
    app: str = ""
    options: Mapping[str, Value] = field(default_factory=dict)
    complete: bool = True
    environment: Mapping[str, Value] = field(default_factory=dict)
    user: Value | None = None
    under_shell: bool = False


@dataclass(slots=True, repr=False)
class Started:
    """What command lines start. complete: False where one starts Celery in a way that could not be followed."""

    launches: list[Launch] = field(default_factory=list)
    complete: bool = True

    def add(self, other: Started) -> None:
        """Takes over what another has."""
        self.launches += other.launches
        self.complete = self.complete and other.complete


def started(command: Command, variables: Variables | None = None, *, depth: int = 0) -> Started:
    """What a command starts. variables: what is known to be set where it runs."""
    words = command.words
    found = Started()
    if not words or words[0].text in _TALKING:
        found.complete = not _starts_elsewhere(words)
        return found
    stays = command.followed and words[0].text != "exec"
    environment = {name: value_of(word, name=name) for name, word in command.assigned.items()}
    for number, word in enumerate(words):
        launch = _launch(words[number:], found)
        if launch:
            outer = {**environment, **_set_by_env(words[:number])}
            user = _user(words[:number])
            found.launches.append(replace(launch, environment=outer, user=user, under_shell=stays))
            return found
        if depth < _DEPTH and _is_text(word):
            held = variables or {}
            for inner in commands(word, held):
                found.add(
                    _inside(started(inner, variables, depth=depth + 1), environment, _user(words[:number]), stays)
                )
            if found.launches:
                return found
    return found


def _starts_elsewhere(words: Sequence[Word]) -> bool:
    """Whether a worker is started in another container, of which nothing is known: `docker run … celery worker`."""
    if not words or words[0].text not in _ELSEWHERE or "run" not in [word.text for word in words[1:4]]:
        return False
    return any((launch := _launch(words[number:], Started())) and launch.kind in _STAY for number in range(len(words)))


def _inside(inner: Started, environment: Mapping[str, Value], user: Value | None, stays: bool) -> Started:
    launches = [
        replace(
            each,
            environment={**environment, **each.environment},
            user=each.user or user,
            under_shell=each.under_shell or stays,
        )
        for each in inner.launches
    ]
    return Started(launches, inner.complete)


def _launch(words: Sequence[Word], found: Started) -> Launch | None:
    """What the first of these words starts."""
    word = words[0]
    base = word.text.rpartition("/")[2]
    if base == "celery" or _CELERY_VARIABLE.fullmatch(word.text):
        return _celery(words, found)
    if base in _WEB:
        return _web(words, _WEB[base])
    if base == "flower" and len(words) > 1 and words[1].text.startswith("-"):
        return _flower(words)
    if base in _FUNCTIONS:
        return _function(words, found)
    return None


def _flower(words: Sequence[Word]) -> Launch:
    """`flower --broker=…`, without `celery` before it."""
    line = parsed(words[1:])
    app = line.options.pop("app", None)
    return Launch(
        "flower", words[0], words[-1], str(app.value) if app and app.known else "", line.options, line.complete
    )


def _function(words: Sequence[Word], found: Started) -> Launch | None:
    """`watchfiles celery.__main__.main --args '-A proj worker'`: the arguments are one text."""
    for option, given in pairwise(words):
        if option.text == "--args":
            return _celery((words[0], *simple_words(given)), found)
    return None


def _celery(words: Sequence[Word], found: Started) -> Launch | None:
    line = parsed(words[1:])
    if not line.kind:
        # `celery -A proj "$@"`: it runs what somebody else says.
        found.complete = found.complete and not line.hidden
        return None
    app = line.options.pop("app", None)
    named = str(app.value) if app and app.known else ""
    complete = line.complete and not (app and app.unknown)
    return Launch(line.kind, words[0], words[-1], named, line.options, complete)


def _web(words: Sequence[Word], names: Mapping[str, str]) -> Launch:
    options: dict[str, Value] = {}
    complete = not any(word.many for word in words)
    for number, word in enumerate(words):
        name, sign, rest = word.text.partition("=")
        given = word.part(len(word.text) - len(rest), len(word.text), unknown=word.unknown) if sign else None
        if name not in names and word.text[:2] in names and not word.text.startswith("--"):
            # `-w4`
            name, given = word.text[:2], word.part(2, len(word.text), unknown=word.unknown)
        if name in names:
            given = given or (words[number + 1] if number + 1 < len(words) else None)
            if given is not None:
                options[names[name]] = value_of(given, int(given.text) if given.text.isdecimal() else None)
    return Launch("web", words[0], words[-1], "", options, complete)


def _is_text(word: Word) -> bool:
    """Whether a word is a command line of its own: `sh -c "…"`, `watchfiles "…"`."""
    return _SEVERAL.search(word.text) is not None and any(sign in word.text for sign in SIGNS)


def _set_by_env(words: Sequence[Word]) -> dict[str, Value]:
    """The variables of `env A=1 …`."""
    found = {}
    for word in words:
        name, sign, _ = word.text.partition("=")
        if sign and name.isidentifier():
            held = word.part(len(name) + 1, len(word.text), variable=word.variable, unknown=word.unknown)
            found[name] = value_of(held, name=name)
    return found


def _user(words: Sequence[Word]) -> Value | None:
    """Whom the words before a command make it: `gosu app`, `sudo -u app`, `su app -c`."""
    for number, word in enumerate(words):
        base = word.text.rpartition("/")[2]
        behind = words[number + 1 :]
        if base in _AS_USER and behind:
            return value_of(behind[0], behind[0].text.partition(":")[0])
        if base in {"sudo", "setpriv", "runuser"}:
            return _named_user(behind)
        if base == "su":
            plain = [each for each in behind if not each.text.startswith("-") and not _is_text(each)]
            return value_of(plain[0]) if plain else None
    return None


def _named_user(words: Sequence[Word]) -> Value | None:
    for number, word in enumerate(words):
        match = _USER.fullmatch(word.text)
        if match and match["name"]:
            return value_of(word, match["name"])
        if match and number + 1 < len(words):
            return value_of(words[number + 1])
    return None
