"""What the pages show is what happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, blocks_of, run

EXECUTED = [page for page in PAGES if any(block.executed and not block.servers for block in blocks_of(page))]
WITH_SERVERS = [page for page in PAGES if any(block.servers for block in blocks_of(page))]


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


STARTS_WORKERS = ("docs/quickstart.md", "docs/testing.md")


@pytest.mark.parametrize(
    "page",
    [pytest.param(page, marks=pytest.mark.slow if name(page) in STARTS_WORKERS else ()) for page in EXECUTED],
    ids=name,
)
def test_what_a_page_shows_is_what_happens(page: Path, tmp_path: Path) -> None:
    differences = list(run(page, tmp_path))
    assert not differences, "\n\n".join(differences)


@pytest.mark.servers
@pytest.mark.parametrize("page", WITH_SERVERS, ids=name)
def test_what_a_page_shows_is_what_happens_on_real_servers(
    page: Path, tmp_path: Path, redis_url: str, redis_url_other: str, rabbitmq_url: str
) -> None:
    servers = {
        "redis://localhost:6379/0": redis_url,
        "redis://localhost:6379/1": redis_url_other,
        "amqp://guest:guest@localhost:5672//": rabbitmq_url,
    }
    differences = list(run(page, tmp_path, servers=servers))
    assert not differences, "\n\n".join(differences)


def test_there_are_pages_to_run() -> None:
    assert {"README.md", "docs/quickstart.md", "docs/validating.md"} <= {name(page) for page in EXECUTED}
    assert "docs/quickstart.md" in {name(page) for page in WITH_SERVERS}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_comment_in_front_of_a_block_is_one_that_is_understood(page: Path) -> None:
    known = ("file: ", "not run: ")
    comments = [block.comment for block in blocks_of(page) if block.comment and block.comment != "servers"]
    assert [comment for comment in comments if not comment.startswith(known)] == []


def test_a_page_that_shows_something_else_is_found_out(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ echo one; (exit 3)\ntwo\n$ echo $?\n3\n```\n\n```python\n1 / 0\n```\n")
    wrong, raising = run(page, tmp_path)
    assert wrong.startswith("page.md:1: $ echo one")
    assert raising.startswith("page.md:8: ")
    assert "ZeroDivisionError" in raising


def test_blocks_of_a_page_share_a_folder_and_not_a_shell(tmp_path: Path) -> None:
    blocks = (
        "<!-- file: told.py -->\n```python\nWORD = 'yes'\n```\n",
        "```pycon\n>>> import told\n>>> told.WORD\n'y...s'\n```\n",
        "```console\n$ export WORD=no\n$ echo $WORD\nno\n```\n",
        "```console\n$ echo \\\n  $WORD.\n.\n```\n",
        "<!-- not run: it never ends -->\n```console\n$ yes\n```\n",
        "<!-- servers -->\n```console\n$ false\nfalse\n```\n",
    )
    page = tmp_path / "page.md"
    page.write_text("\n".join(blocks))
    assert list(run(page, tmp_path)) == []
