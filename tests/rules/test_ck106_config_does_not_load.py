from __future__ import annotations

from celerykit.project import Failure
from celerykit.values.places import Place
from tests.rules.build import found

PLACE = Place("celeryconfig.py", 3, 1)


def test_tells_each_module_that_does_not_load() -> None:
    failures = [
        Failure("raises", "NameError: name 'brokr' is not defined", PLACE),
        Failure("does-not-parse", "SyntaxError: invalid syntax", None, "proj/tasks.py"),
    ]
    first, second = found("CK106", facts={"failures": tuple(failures)})
    assert first.message == "celeryconfig.py raises when it is loaded: NameError: name 'brokr' is not defined"
    assert first.place == PLACE
    assert second.message == "proj/tasks.py does not parse: SyntaxError: invalid syntax"
    assert second.subject == "proj/tasks.py"


def test_hides_a_password_in_what_was_raised() -> None:
    failures = [Failure("raises", "ValueError: bad url redis://:s3cr3t@cache/0", PLACE)]
    assert "s3cr3t" not in repr(found("CK106", facts={"failures": tuple(failures)}))


def test_braces_in_what_was_raised_do_no_harm() -> None:
    assert "{x}" in found("CK106", facts={"failures": (Failure("raises", "KeyError: '{x}'", PLACE),)})[0].message


def test_is_silent_where_all_loads() -> None:
    assert found("CK106", broker_url="redis://localhost") == []
