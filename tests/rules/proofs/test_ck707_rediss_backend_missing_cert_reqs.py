from __future__ import annotations

from typing import Any

import pytest

from tests.rules.proofs.apps import client

URL = "rediss://127.0.0.1:1/1"


@pytest.mark.parametrize(
    ("url", "words", "text"),
    [
        (URL, {}, "must have parameter ssl_cert_reqs"),
        (URL, {"broker_use_ssl": {"ssl_cert_reqs": "required"}}, "must have parameter ssl_cert_reqs"),
        (URL, {"redis_backend_use_ssl": {"ssl_cert_reqs": "yes"}}, "must have parameter ssl_cert_reqs"),
        (f"{URL}?ssl_cert_reqs=yes", {}, "must have parameter ssl_cert_reqs"),
        ("redis://127.0.0.1:1/1?ssl_cert_reqs=none", {}, "the specified URL scheme is redis://"),
    ],
)
def test_the_first_use_of_results_raises(url: str, words: dict[str, Any], text: str) -> None:
    with client(result_backend=url, **words) as app, pytest.raises(ValueError, match=text):
        _ = app.backend


def test_so_does_sending_a_task() -> None:
    with client(result_backend=URL) as app, pytest.raises(ValueError, match="must have parameter ssl_cert_reqs"):
        app.send_task("proof.add")


@pytest.mark.parametrize(
    ("url", "words"),
    [(f"{URL}?ssl_cert_reqs=required", {}), (URL, {"redis_backend_use_ssl": {"ssl_cert_reqs": "required"}})],
)
def test_it_does_not_where_that_is_said(url: str, words: dict[str, Any]) -> None:
    with client(result_backend=url, **words) as app:
        assert app.backend.connparams["ssl_cert_reqs"]
