from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from celerykit.findings import Finding
from tests.live.build import found
from tests.rules.build import deployed, process

_FINDS = """
from tests.live.build import found
for finding in found("CK990", broker_url="memory://"):
    print(finding.severity, finding.message)
"""


def may_mount() -> bool:
    """Whether this user may have a /dev/shm of his own for a while."""
    own = [shutil.which("unshare") or "", "--mount", "true"]
    return os.geteuid() == 0 and bool(own[0]) and subprocess.run(own, stderr=subprocess.DEVNULL).returncode == 0


alone = pytest.mark.skipif(not may_mount(), reason="only root may mount a /dev/shm of his own")


def looked_at(**words: object) -> list[Finding]:
    return found("CK990", broker_url="memory://", **words)


def on_a_machine(preparation: str) -> str:
    """What is found with a /dev/shm of our own, prepared by this shell command."""
    script = f'{preparation} && exec "$0" -c "$1"'
    command = ["unshare", "--mount", "sh", "-c", script, sys.executable, _FINDS]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def test_is_silent_on_this_machine() -> None:
    assert looked_at() == []


@alone
def test_finds_that_it_is_full() -> None:
    full = "mount -t tmpfs -o size=4k none /dev/shm && head -c 4096 /dev/zero > /dev/shm/all"

    assert on_a_machine(full) == (
        "error no semaphore can be made in /dev/shm: no space left on device, so that a prefork worker does not start "
        "on this machine"
    )


@alone
def test_finds_that_it_is_missing() -> None:
    assert on_a_machine("mount --bind /proc /dev/shm").startswith("error no semaphore can be made in /dev/shm: ")


@alone
def test_warns_where_little_is_left() -> None:
    assert on_a_machine("mount -t tmpfs -o size=64k none /dev/shm") == (
        "warning /dev/shm has 64 KB left, and a prefork worker needs some for each of its processes"
    )


@alone
def test_is_silent_in_a_container_of_docker_s_size() -> None:
    assert on_a_machine("mount -t tmpfs -o size=64m none /dev/shm") == ""


def test_is_silent_where_no_worker_has_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> None:
        raise AssertionError("nobody needs to know")

    monkeypatch.setattr("celerykit.live.ck990_shared_memory_unusable.shared_memory", refused)

    assert looked_at(worker_pool="threads") == []
    assert looked_at(facts={"deployment": deployed(process("worker", pool="solo"))}) == []
