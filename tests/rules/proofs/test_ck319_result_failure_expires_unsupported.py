from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.rules.proofs.apps import client

pytestmark = pytest.mark.filterwarnings("ignore:The ``noload`` loader strategy is deprecated")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"result_failure_expires": 60}, "does not support result_failure_expires"),
        ({"result_compression": "gzip"}, "cannot store compressed payloads"),
    ],
)
def test_celery_warns_and_goes_on_without(settings: Any, said: str, tmp_path: Path) -> None:
    url = f"db+sqlite:///{tmp_path}/r.db"
    with client(result_backend=url, **settings) as app, pytest.warns(UserWarning, match=said):
        app.backend.store_result("some-id", 4, "SUCCESS")
