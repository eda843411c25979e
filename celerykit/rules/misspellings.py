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
    "default_time_limit": "task_time_limit",
    "eager": "task_always_eager",
    "hard_time_limit": "task_time_limit",
    "max_tasks": "worker_max_tasks_per_child",
    "pool": "worker_pool",
    "prefetch": "worker_prefetch_multiplier",
    "prefetch_count": "worker_prefetch_multiplier",
    "queues": "task_queues",
    "rate_limit": "task_default_rate_limit",
    "result_url": "result_backend",
    "routes": "task_routes",
    "schedule": "beat_schedule",
    "soft_timeout": "task_soft_time_limit",
    "task_default_soft_time_limit": "task_soft_time_limit",
    "task_default_time_limit": "task_time_limit",
    "task_eager": "task_always_eager",
    "task_soft_timeout": "task_soft_time_limit",
    "task_timeout": "task_time_limit",
    "transport_options": "broker_transport_options",
    "utc": "enable_utc",
    "worker_max_tasks": "worker_max_tasks_per_child",
    "worker_prefetch": "worker_prefetch_multiplier",
    "worker_prefetch_count": "worker_prefetch_multiplier",
}
_LEFT_OVER = (("celery_", ""), ("celeryd_", "worker_"), ("celerybeat_", "beat_"), ("celerybeat_", ""), ("celeryd_", ""))
# First words say what a setting is of. Where one is missing, it is one of these: nobody drops the name of a store.
_FAMILIES = frozenset({"beat", "broker", "result", "task", "worker"})
# Words that add nothing to a name. Any other makes it another one: CELERY_BEAT_SCHEDULE_TIMES is none of Celery's.
_FILLING = frozenset({"celery", "default", "hard", "list", "max", "name", "sec", "seconds", "secs", "url"})
# Likeness of whole names, of names word by word, and of two words: below, they are different ones (level is not color).
_ALIKE, _ALIKE_BY_WORDS, _ALIKE_WORDS = 0.9, 0.75, 0.7
_SHORT = 3  # letters of a word that another may begin with by chance


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
    near = difflib.get_close_matches(name, known, n=3, cutoff=_ALIKE)
    return next((known[text] for text in near if name.count("_") != text.count("_") or _like(name, text)), None)


def _word_missing(name: str) -> str | None:
    """The one setting that has a word more than the name, or a word less: result_transport_options, soft_time_limit."""
    if "_" not in name:
        return None
    words = name.split("_")
    found = {setting for setting in SETTINGS if _one_apart(words, setting.split("_"))}
    return found.pop() if len(found) == 1 else None


def _misspelt_by_words(name: str) -> str | None:
    """The setting of as many words, each of them like its counterpart."""
    import difflib

    known = _known()
    near = difflib.get_close_matches(name, known, n=3, cutoff=_ALIKE_BY_WORDS)
    return next((known[text] for text in near if name.count("_") == text.count("_") and _like(name, text)), None)


def _known() -> dict[str, str]:
    """Every name that Celery reads, in lower case, and the setting that it stands for."""
    old = {name.lower().removeprefix("celery_"): setting for name, setting in OLD_NAMES.items()}
    return old | {setting: setting for setting in SETTINGS}


def _like(name: str, text: str) -> bool:
    """Whether two names are alike word by word; no family is a misspelling of another."""
    pairs = list(zip(name.split("_"), text.split("_"), strict=True))
    if pairs[0][0] != pairs[0][1] and pairs[0][0] in _FAMILIES:
        return False
    return all(_alike(*pair) for pair in pairs)


def _alike(one: str, other: str) -> bool:
    """Whether one word is the other: misspelt, with letters swapped, cut short, or drawn out: expire(s), host(name)."""
    import difflib

    short, long = sorted((one, other), key=len)
    if sorted(one) == sorted(other) or (len(short) >= _SHORT and long.startswith(short)):
        return True
    return difflib.SequenceMatcher(None, one, other).ratio() >= _ALIKE_WORDS


def _one_apart(words: list[str], setting: list[str]) -> bool:
    """Whether the setting has one word more than these, or one less, which is but a filling."""
    short, long = sorted((words, setting), key=len)
    if len(long) != len(short) + 1:
        return False
    apart = [i for i in range(len(long)) if long[:i] + long[i + 1 :] == short]
    if not apart:
        return False
    if long is words:
        return any(long[i] in _FILLING for i in apart)
    return apart != [0] or long[0] in _FAMILIES
