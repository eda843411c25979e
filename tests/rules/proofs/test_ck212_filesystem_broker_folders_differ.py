from __future__ import annotations

from pathlib import Path

from tests.rules.proofs.apps import client


def waits(folder: Path, read: str, written: str) -> int:
    for name in (read, written, "control"):
        (folder / name).mkdir(exist_ok=True)
    options = {
        "data_folder_in": str(folder / read),
        "data_folder_out": str(folder / written),
        "control_folder": str(folder / "control"),
    }
    with client("filesystem://", broker_transport_options=options) as app:
        app.send_task("proof.add")
        with app.connection_for_read() as connection:
            return int(connection.SimpleQueue("celery").qsize())


def test_what_is_written_to_one_folder_is_not_read_from_another(tmp_path: Path) -> None:
    assert waits(tmp_path, "in", "out") == 0
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_one_folder_for_both_works(tmp_path: Path) -> None:
    assert waits(tmp_path, "queue", "queue") == 1
