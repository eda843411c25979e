from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.rates import fault, rate_limits
from celerykit.rules.words import unless

_UNITS = {
    "second": "s", "seconds": "s", "sec": "s", "secs": "s", "minute": "m", "minutes": "m", "min": "m", "mins": "m",
    "hour": "h", "hours": "h", "hr": "h", "hrs": "h",
}  # fmt: skip
_DAYS = frozenset({"d", "day", "days"})
_HOURS_A_DAY = 24


class RateLimitInvalid(Rule):
    """A rate limit is written in a way that Celery cannot read.

    *Why*: a rate is a number, or a number, a slash and one of `s`, `m` and `h` (celery/utils/time.py).
    With anything else the worker raises `KeyError` or `ValueError` as it starts, without the name of the setting.

    *Instead*: `"10/m"`.
    """

    code = "CK809"
    name = "rate-limit-invalid"
    severity = "error"
    message = "{name} = {rate!r} of {whose} is no rate: the worker ends as it starts, with {error}{unless}"
    fix = "{line}"
    symptoms = ("KeyError: 'min' when the worker starts", "ValueError: could not convert string to float")
    bad = """\
broker_url = "redis://localhost:6379/0"
task_annotations = {"proj.mail": {"rate_limit": "10/min"}}
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_annotations = {"proj.mail": {"rate_limit": "10/m"}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for limit in rate_limits(project):
            wrong = fault(limit.value.value)
            if not wrong:
                continue
            number, _, unit = str(limit.value.value).partition("/")
            error = f"KeyError: {unit!r}" if wrong == "unit" else f"could not convert string to float: {number!r}"
            yield self.finding(
                limit.value,
                subject=project.config.subject,
                said="no rate",
                name=limit.name,
                rate=limit.value.value,
                whose=limit.whose,
                error=error,
                line=_right(limit.name, number, unit),
                unless=unless(limit.value),
            )


def _right(name: str, number: str, unit: str) -> str:
    """The line that was meant, as far as it can be told."""
    plain = unit.strip().lower()
    try:
        count = float(number)
    except ValueError:
        return f'write a number, a slash and one of s, m and h: {name} = "10/m"'
    if plain in _DAYS:
        return f'{name} = "{count / _HOURS_A_DAY:.3g}/h"'
    short = _UNITS.get(plain, plain)
    if short not in _UNITS.values():
        return f'write a number, a slash and one of s, m and h: {name} = "10/m"'
    return f'{name} = "{number.strip()}/{short}"'
