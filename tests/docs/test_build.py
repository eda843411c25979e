"""The pages build without a warning, and everything that there is has its place in them."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

import celerykit
from celerykit.backends import NAMES as BACKENDS
from celerykit.brokers import NAMES as BROKERS
from celerykit.catalogue import VARIABLES
from celerykit.cli.commands import COMMANDS
from celerykit.engine.tool_settings import ToolSettings
from celerykit.intents import NAMES as INTENTS
from celerykit.profile.environment import OWN
from celerykit.profile.find import all_profiles
from tests.docs.pages import PAGES, ROOT

# Everything that is left out of the pages, by name, with the reason.
UNDOCUMENTED: frozenset[str] = frozenset()

BY_HAND = {path: path.read_text(encoding="utf-8") for path in PAGES}
COMMANDS_THAT_ARE = sorted(
    name for name, place in COMMANDS.items() if (ROOT / f"{place.partition(':')[0].replace('.', '/')}.py").exists()
)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def shown_in_code(word: str) -> bool:
    """Whether a page written by hand names the word between backticks, or in a block that is run."""
    pattern = re.compile(rf"(?:`|\$ )[^`\n]*(?<![\w-]){re.escape(word)}(?![\w-])")
    return any(pattern.search(text) for text in BY_HAND.values())


@pytest.mark.slow
def test_the_pages_build_without_a_warning(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html", "-d", str(tmp_path / "doctrees"), "docs"]
    built = subprocess.run([*words, str(tmp_path / "html")], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (built.returncode, built.stderr) == (0, "")
    assert (tmp_path / "html" / "quickstart.html").is_file()


@pytest.mark.parametrize("name", celerykit.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    assert (name in UNDOCUMENTED) != shown_in_code(name)


@pytest.mark.parametrize("name", COMMANDS_THAT_ARE)
def test_every_command_is_documented(name: str) -> None:
    assert (name in UNDOCUMENTED) != shown_in_code(f"celerykit {name}")


@pytest.mark.parametrize("name", [*OWN, *VARIABLES])
def test_every_variable_is_documented(name: str) -> None:
    assert (name in UNDOCUMENTED) != shown_in_code(name)


@pytest.mark.parametrize("name", [*INTENTS, *BROKERS, *BACKENDS])
def test_every_intent_broker_and_backend_is_documented(name: str) -> None:
    assert (name in UNDOCUMENTED) != shown_in_code(name)


@pytest.mark.parametrize("name", [field.name for field in fields(ToolSettings) if field.name != "folder"])
def test_every_key_of_the_tool_table_is_documented(name: str) -> None:
    assert shown_in_code(name) or shown_in_code(name.replace("_", "-"))


def test_every_shipped_profile_stands_in_the_readme() -> None:
    shipped = {profile.name for profile in all_profiles({}) if profile.shipped}
    rows = set(re.findall(r"^\| `([\w-]+)` \|", BY_HAND[ROOT / "README.md"], re.MULTILINE))
    assert rows == shipped


def test_what_is_left_out_on_purpose_exists() -> None:
    assert {*celerykit.__all__, *COMMANDS, *OWN, *VARIABLES, *INTENTS, *BROKERS, *BACKENDS} >= UNDOCUMENTED


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_to_files_lead_somewhere(page: Path) -> None:
    assert [link for link in LINK.findall(BY_HAND[page]) if not (page.parent / link).exists()] == []
