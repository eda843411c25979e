from __future__ import annotations

from celerykit.engine.selection import CODES
from celerykit.engine.silences import Silence, apply, in_files
from celerykit.findings import Finding
from celerykit.values.places import Place


def found(*text: str, path: str = "x.py") -> list[tuple[int, str, str]]:
    return [(one.place.line, one.written, one.code) for one in in_files([path], lambda _: text, CODES)]


def finding(code: str, line: int, path: str = "x.py") -> Finding:
    return Finding(code, "name", "error", "message", "fix", Place(path, line))


def test_reads_a_code_from_a_comment() -> None:
    assert found("a = 1", "b = 2  # celerykit: ignore[CK401]") == [(2, "CK401", "CK401")]


def test_reads_names_and_codes_in_either_case_by_comma() -> None:
    text = "a = 1  # why  # celerykit: ignore[visibility-timeout-too-short, ck402]"

    assert found(text) == [(1, "visibility-timeout-too-short", "CK401"), (1, "ck402", "CK402")]


def test_keeps_a_rule_that_there_is_none_of() -> None:
    assert found("a = 1  # celerykit: ignore[CK999]") == [(1, "CK999", "")]


def test_keeps_a_comment_that_names_no_rule() -> None:
    assert found("# celerykit: ignore", "# celerykit: ignore[]") == [(1, "", ""), (2, "", "")]


def test_places_the_comment() -> None:
    (silence,) = in_files(["x.py"], lambda _: ("a = 1  # celerykit: ignore[CK401]",), CODES)

    assert silence.place == Place("x.py", 1, 8, 34)


def test_a_string_that_looks_like_a_comment_is_none() -> None:
    assert found('a = "# celerykit: ignore[CK401]"', '"""', "# celerykit: ignore[CK401]", '"""') == []


def test_reads_the_comments_before_a_syntax_error() -> None:
    assert found("a = 1  # celerykit: ignore[CK401]", "b = (") == [(1, "CK401", "CK401")]


def test_reads_comments_of_toml_but_not_its_texts() -> None:
    text = (
        'a = "x # celerykit: ignore[CK401]"  # celerykit: ignore[CK402]',
        'b = """',
        "# celerykit: ignore[CK401]",
        'end"""  # celerykit: ignore[CK403]',
        "c = '\\'  # celerykit: ignore[CK601]",
        "d = '''one''' + '''two'''",
    )

    assert found(*text, path="x.toml") == [(1, "CK402", "CK402"), (4, "CK403", "CK403"), (5, "CK601", "CK601")]


def test_a_silence_takes_its_own_rule_on_its_own_line_away() -> None:
    silence = Silence(Place("x.py", 2, 8), "CK401", "CK401")
    others = [finding("CK401", 1), finding("CK402", 2), finding("CK401", 2, "y.py")]

    assert apply([silence], [finding("CK401", 2), *others]) == (others, {silence})


def test_a_silence_that_takes_nothing_away_is_not_used() -> None:
    silence = Silence(Place("x.py", 2, 8), "CK401", "CK401")

    assert apply([silence], []) == ([], frozenset())


def test_a_finding_without_a_line_cannot_be_silenced_by_a_comment() -> None:
    placeless = Finding("CK401", "name", "error", "message", "fix", subject="profile a")

    assert apply([Silence(Place("x.py", 2, 8), "CK401", "CK401")], [placeless]) == ([placeless], frozenset())
