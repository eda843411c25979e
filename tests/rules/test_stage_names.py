from __future__ import annotations

from dataclasses import replace

import pytest

from celerykit.rules.stage_names import stage
from tests.rules.build import project


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("prod.py", "production"),
        ("settings/live.py", "production"),
        ("config/settings_dev.py", "development"),
        ("celeryconfig-staging.py", "staging"),
        ("celeryconfig.py", ""),
        ("producer.py", ""),
        ("latest.py", ""),
    ],
)
def test_a_file_is_named_for_its_stage(subject: str, expected: str) -> None:
    made = project()
    assert stage(replace(made, config=replace(made.config, subject=subject))) == expected


def test_a_module_is_too() -> None:
    assert stage(project(app="proj.staging:app")) == "staging"
