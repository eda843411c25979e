"""Whatever stands in such files, reading them ends without an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from celerykit.reading.deployment import launches
from celerykit.reading.sources import Program
from tests.cli.process import celerykit

FILES = ["Procfile", "compose.yml", "w.yaml", "Dockerfile", "w.service", "w.conf", "w.sh", "Makefile", "w.j2"]
PIECES = [
    "celery -A p worker", "-Q", "a,b", "-c", "$X", "${X:-1}", "${", "$(", "`", "'", '"', "\\", "\n", "\n  ", "\t", ";",
    "&&", "|", "(", ")", "{", "}", "[", "]", "<<EOF", "EOF", "case $1 in", "a)", ";;", "esac", "w() {", ": ", "- ",
    "services:", "command:", "environment:", "extends:", "build:", "containers:", "&a", "*a", "<<:", "FROM x AS y",
    "CMD", "ENTRYPOINT", "ENV", "USER", "COPY a b", "[program:x]", "command=", "environment=", "ExecStart=",
    "Environment=", "%(x)s", "%%", "--", "-A", "-c:1", "--queues=", "gunicorn", "-w", "flower --", "é", "\0", "\x85",
]  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    content=st.one_of(
        st.binary(max_size=200).map(lambda content: b"celery worker " + content),
        st.lists(st.sampled_from(PIECES), max_size=30).map(lambda pieces: " ".join(pieces).encode()),
    )
)
@example(content=b"celery: &a {<<: *a, command: [*a]}")
@example(content=b"celery worker -c\n" + b"[" * 3000)
@example(content="sh -c 'celery\xa0worker'".encode())
@example(content=b"""A='x "$A" celery'\nsh -c "$A"\nsh -c "sh -c \\"celery worker\\""\n""")
@example(content=b"\xef\xbb\xbfcelery -A p worker\r\n\r")
def test_reading_ends(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    found = launches(tmp_path, Program(tmp_path))
    for each in found.launched:
        assert each.process.place is not None
        assert each.process.place.line >= 1


LONG = ["$((", "${", "{{", "$(a(b(", "'", '"', "`", "<<E\n", "(", "\\\n", "a=$", "- ", "&&"]


@pytest.mark.slow
def test_long_nonsense_does_not_hang_it(tmp_path: Path) -> None:
    for number, piece in enumerate(LONG):
        (tmp_path / f"w{number}.sh").write_text(f"celery -A p worker {piece * (150_000 // len(piece))}\n")
    # In a process of its own, which is given a minute.
    assert celerykit("validate", "--static", cwd=tmp_path).returncode in {0, 1}
