from __future__ import annotations

from pathlib import Path

from celerykit.values.tls import not_there, of_url, weakened


def test_finds_what_a_url_says_of_tls() -> None:
    assert of_url("rediss://h/0?ssl_cert_reqs=none&timeout=3") == {"ssl_cert_reqs": "none"}
    assert of_url("rediss://h/0") == {}


def test_asking_for_verification_weakens_nothing() -> None:
    assert weakened("rediss://h?ssl_cert_reqs=required", files=False) == ()
    assert weakened("rediss://h?ssl_cert_reqs=CERT_REQUIRED", files=False) == ()


def test_all_else_weakens() -> None:
    url = "rediss://h?ssl_cert_reqs=required&ssl_check_hostname=false"
    assert weakened(url, files=False) == ("ssl_check_hostname",)
    assert weakened("rediss://h?ssl_cert_reqs=none", files=False) == ("ssl_cert_reqs",)


def test_any_parameter_makes_files_void() -> None:
    assert weakened("rediss://h?ssl_cert_reqs=required", files=True) == ("ssl_cert_reqs",)


def test_names_the_files_that_are_not_there(tmp_path: Path) -> None:
    here = tmp_path / "ca.pem"
    here.touch()
    files = {"tls_ca": str(here), "tls_key": str(tmp_path / "key.pem"), "tls_certificate": None}
    assert not_there(files) == {"tls_key": str(tmp_path / "key.pem")}
