"""The catalogue against the installed Celery, whichever supported one that is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import celery
import pytest
from celery.app import defaults as celery_defaults
from celery.bin.beat import beat
from celery.bin.events import events
from celery.bin.worker import worker

from celerykit import catalogue
from celerykit.catalogue import OLD_NAMES, SETTINGS, Setting

pytestmark = pytest.mark.oldest

VERSION = tuple(int(part) for part in celery.__version__.split(".")[:3])
OPTIONS = dict(celery_defaults.flatten(celery_defaults.NAMESPACES))
HERE = [setting for setting in SETTINGS.values() if catalogue.exists_in(setting, VERSION)]
UNLISTED = [setting for setting in HERE if not setting.listed]


def test_holds_every_setting_that_celery_lists():
    missing = OPTIONS.keys() - {setting.name for setting in HERE}
    assert not missing, f"new in Celery {celery.__version__}: {sorted(missing)}"


def test_lists_no_setting_that_celery_does_not():
    besides = {setting.name for setting in HERE if setting.listed} - OPTIONS.keys()
    assert not besides, f"not in Celery {celery.__version__}: {sorted(besides)}"


def test_settings_of_later_celeries_are_not_known_to_this_one():
    later = {setting.name for setting in SETTINGS.values()} - {setting.name for setting in HERE}
    assert not later & OPTIONS.keys()


def test_defaults_are_celerys_own():
    ours = catalogue.defaults(VERSION)
    changed = {name: option.default for name, option in OPTIONS.items() if ours[name] != option.default}
    assert not changed, f"other defaults in Celery {celery.__version__}: {changed}"


def test_old_names_are_celerys_own():
    ours = {old: name for old, name in OLD_NAMES.items() if catalogue.exists_in(SETTINGS[name], VERSION)}
    assert ours == celery_defaults._TO_NEW_KEY


def test_deprecated_by_celery_is_deprecated_here():
    alternatives = {name: option.alt for name, option in OPTIONS.items() if option.alt}
    assert {name: SETTINGS[name].deprecated for name in alternatives} == alternatives


def test_booleans_are_celerys_booleans():
    booleans = {name for name, option in OPTIONS.items() if option.type == "bool"}
    assert {setting.name for setting in HERE if setting.listed and setting.kind == "bool"} == booleans - {
        "broker_use_ssl"
    }


@pytest.mark.parametrize("setting", UNLISTED, ids=lambda setting: setting.name)
def test_unlisted_setting_is_read_by_celery(setting: Setting):
    commands = {command.name: command for command in (beat, events, worker)}
    prefix, _, option = setting.name.partition("_")
    if prefix in commands:  # celery/bin/base.py, DaemonOption, joins the names when it runs
        assert option in {parameter.name for parameter in commands[prefix].params}
        return
    sources = Path(celery.__file__).parent.rglob("*.py")
    read = re.compile(rf"(_?get\(\s*|\[)['\"]{setting.name}['\"]")
    assert any(read.search(source.read_text("utf-8")) for source in sources)


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda setting: setting.name)
def test_entry_is_consistent(setting: Setting):
    assert re.fullmatch(r"[^\n]{10,110}\.", setting.doc)
    assert setting.default is not None or setting.optional
    assert setting.kind != "seconds" or setting.unit == "seconds"
    assert setting.since in {"", "5.5", "5.6", "5.7"}
    assert not setting.old or setting.listed


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("task_acks_late", "task_acks_late"),
        ("CELERY_ACKS_LATE", "task_acks_late"),
        ("CELERYD_CONCURRENCY", "worker_concurrency"),
        ("TASK_ACKS_LATE", None),
        ("task_ack_late", None),
        ("", None),
    ],
)
def test_finds_by_present_and_old_name(name: str, found: str | None):
    setting = catalogue.find(name)
    assert (setting.name if setting else None) == found


@pytest.mark.parametrize(
    ("name", "version", "exists"),
    [
        ("task_acks_late", (5, 4), True),
        ("worker_soft_shutdown_timeout", (5, 4, 0), False),
        ("worker_soft_shutdown_timeout", (5, 5), True),
        ("worker_eta_task_limit", (5, 5, 3), False),
        ("worker_eta_task_limit", (5, 6, 0), True),
        ("task_retry_on_worker_lost", (5, 6, 3), False),
        ("task_retry_on_worker_lost", (5, 7, 0), True),
        ("task_retry_on_worker_lost", (6, 0), True),
    ],
)
def test_knows_which_celery_brought_a_setting(name: str, version: tuple[int, ...], exists: bool):
    assert catalogue.exists_in(SETTINGS[name], version) is exists
    assert (name in catalogue.defaults(version)) is exists


@pytest.mark.parametrize(
    ("version", "exclusive", "engine"),
    [((5, 6, 2), False, None), ((5, 6, 3), False, 3600), ((5, 7), True, 3600)],
)
def test_defaults_follow_the_version(version: tuple[int, ...], exclusive: bool, engine: int | None):
    defaults = catalogue.defaults(version)
    assert defaults["control_queue_exclusive"] is defaults["event_queue_exclusive"] is exclusive
    assert (defaults["database_engine_options"] or {}).get("pool_recycle") == engine


def test_defaults_are_fresh():
    catalogue.defaults((5, 7))["broker_transport_options"]["visibility_timeout"] = 1
    assert catalogue.defaults((5, 7))["broker_transport_options"] == {}


def test_families_hold_every_setting_once():
    names = [setting.name for settings in catalogue.families().values() for setting in settings]
    assert sorted(names) == sorted(SETTINGS)


def test_imports_nothing_heavy():
    heavy = {"celery", "kombu", "pydantic", "difflib", "zoneinfo", "urllib.parse"}
    code = f"import sys, celerykit.catalogue.kinds; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
