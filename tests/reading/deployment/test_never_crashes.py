"""Whatever stands in such files, reading them ends without an error."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from celerykit.reading.deployment import launches
from celerykit.reading.sources import Program

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


@pytest.mark.parametrize("piece", ["$((", "${", "{{", "$(a(b(", "'", '"', "`", "<<E\n", "(", "\\\n", "a=$", "- ", "&&"])
def test_ends_soon_for_long_nonsense(piece: str, tmp_path: Path) -> None:
    (tmp_path / "w.sh").write_text(f"celery -A p worker {piece * (150_000 // len(piece))}\n")
    begin = perf_counter()
    launches(tmp_path, Program(tmp_path))
    assert perf_counter() - begin < 10
