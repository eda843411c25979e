from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client, waiting


@pytest.mark.servers
def test_rediss_then_talks_to_a_redis_without_tls(redis_url: str) -> None:
    with client(redis_url.replace("redis://", "rediss://"), broker_use_ssl=True) as app:
        app.send_task("proof.add")
    assert waiting(redis_url) == 1


@pytest.mark.parametrize(("query", "use"), [("", "true"), ("?ssl=true", None)])
def test_a_text_raises(query: str, use: str | None) -> None:
    with (
        client(f"rediss://127.0.0.1:1/0{query}", broker_use_ssl=use) as app,
        pytest.raises(ValueError, match="dictionary update sequence"),
    ):
        app.send_task("proof.add")
