"""Which setting somebody meant by a name that Celery does not know."""

from __future__ import annotations

from collections.abc import Iterator

from celerykit.catalogue import OLD_NAMES, SETTINGS

__all__ = ["meant"]

# Names that no likeness leads to: other programs' words for it, keywords of Celery(…), removed names.
_SAID_OTHERWISE = {
    "already_eager": "task_always_eager",
    "always_eager": "task_always_eager",
    "backend": "result_backend",
    "backend_url": "result_backend",
    "broker": "broker_url",
    "concurrency": "worker_concurrency",
    "queues": "task_queues",
    "routes": "task_routes",
    "schedule": "beat_schedule",
    "transport_options": "broker_transport_options",
}
_LEFT_OVER = (("celery_", ""), ("celeryd_", "worker_"), ("celerybeat_", "beat_"), ("celerybeat_", ""), ("celeryd_", ""))
# Where the first word is missing, it is one of these: nobody drops the name of a store.
_FAMILIES = frozenset({"beat", "broker", "result", "task", "worker"})
# Likeness of whole names, of names word by word, of two words: below, they are different ones (level is not color).
_ALIKE, _ALIKE_BY_WORDS, _ALIKE_WORDS = 0.9, 0.75, 0.6


def meant(name: str) -> str | None:
    """The setting meant by a name, without the namespace; None where none is near enough to be sure."""
    spellings = list(_spellings(name.lower().replace("-", "_")))
    steps = (_exactly, _shuffled, _misspelt, _word_missing, _misspelt_by_words)
    return next((found for step in steps for text in spellings if (found := step(text))), None)


def _spellings(name: str) -> Iterator[str]:
    """The name, and the name without the prefixes that were left on it, or were doubled."""
    yield name
    for prefix, new in _LEFT_OVER:
        if name.startswith(prefix) and len(name) > len(prefix):
            yield from _spellings(new + name.removeprefix(prefix))


def _exactly(name: str) -> str | None:
    return name if name in SETTINGS else OLD_NAMES.get(name.upper()) or _SAID_OTHERWISE.get(name)


def _shuffled(name: str) -> str | None:
    words = sorted(name.split("_"))
    return next((setting for setting in SETTINGS if sorted(setting.split("_")) == words), None)


def _misspelt(name: str) -> str | None:
    import difflib

    known = _known()
    near = difflib.get_close_matches(name, known, n=1, cutoff=_ALIKE)
    return known[near[0]] if near else None


def _word_missing(name: str) -> str | None:
    """The one setting that has a word more than the name, or a word less: result_transport_options, soft_time_limit."""
    if "_" not in name:
        return None
    found = {setting for text, setting in _known().items() if _one_apart(name.split("_"), text.split("_"))}
    return found.pop() if len(found) == 1 else None


def _misspelt_by_words(name: str) -> str | None:
    """The setting of as many words, each of them like its counterpart."""
    import difflib

    known = _known()
    for text in difflib.get_close_matches(name, known, n=3, cutoff=_ALIKE_BY_WORDS):
        pairs = list(zip(name.split("_"), text.split("_"), strict=False))
        likeness = [difflib.SequenceMatcher(None, *pair).ratio() for pair in pairs]
        if name.count("_") == text.count("_") and min(likeness) >= _ALIKE_WORDS:
            return known[text]
    return None


def _known() -> dict[str, str]:
    """Every name that Celery reads, in lower case, and the setting that it stands for."""
    old = {name.lower().removeprefix("celery_"): setting for name, setting in OLD_NAMES.items()}
    return old | {setting: setting for setting in SETTINGS}


def _one_apart(left: list[str], right: list[str]) -> bool:
    short, long = sorted((left, right), key=len)
    if len(long) != len(short) + 1:
        return False
    missing = [i for i in range(len(long)) if long[:i] + long[i + 1 :] == short]
    return bool(missing) and (missing != [0] or long[0] in _FAMILIES)
