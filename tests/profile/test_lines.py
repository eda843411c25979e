from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from celerykit.profile.lines import key_lines

DOCUMENT = '''summary = "x"

[intent]
delivery = "at-least-once"   # a comment
priorities = [
    "low",
    "high",
]
text = """
[not.a.table]
"""

[settings.task_routes]
"p.add" = { queue = "q" }
'''


def test_tells_where_keys_and_tables_begin() -> None:
    lines = key_lines(DOCUMENT)
    assert lines[("summary",)] == 1
    assert lines[("intent",)] == 3
    assert lines[("intent", "priorities")] == 5
    assert lines[("intent", "text")] == 9
    assert lines[("settings", "task_routes", "p.add")] == 14
    assert lines[("settings", "task_routes", "p.add", "queue")] == 14
    assert ("not",) not in lines


names = st.text("abcdefgh_", min_size=1, max_size=8)
values = st.one_of(st.integers(-9, 9).map(str), st.booleans().map(lambda b: str(b).lower()), st.just("[\n 1,\n 2 ]"))


@given(st.lists(st.tuples(names, values), unique_by=lambda pair: pair[0]))
def test_every_key_stands_on_the_line_that_is_told(pairs: list[tuple[str, str]]) -> None:
    text = "".join(f"{name} = {value}\n" for name, value in pairs)
    lines = key_lines(text)
    assert set(lines) == {(name,) for name, _ in pairs}
    for (name,), line in lines.items():
        assert text.splitlines()[line - 1].startswith(f"{name} =")
