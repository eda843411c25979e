"""No secret comes out of celerykit, whatever it is and wherever it stands."""

from __future__ import annotations

import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from celerykit import CelerykitError, load_profile, validate
from celerykit.cli.show import lines_of
from celerykit.engine.sources import source_lines
from celerykit.profile.export import FORMATS, export
from celerykit.reporters import FORMATS as REPORTS
from celerykit.reporters import render

MARK = "hunter2"
around = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6).filter(lambda text: "://" not in text)
variables = st.sampled_from(["CELERY_BROKER_URL", "CELERY_RESULT_BACKEND", "CELERY_BROKER_READ_URL", "REDIS_URL"])
schemes = st.sampled_from(["redis", "rediss", "amqp", "db+postgresql", "sqla+postgresql", "nonsense", "reddis"])
secrets = st.sampled_from(["REDIS_PASSWORD", "BROKER_PASSWORD", "SECURITY_KEY_PASSWORD", "S3_SECRET_ACCESS_KEY"])


def everything(env: dict[str, str], caplog: pytest.LogCaptureFixture) -> str:
    """All that a load with this environment can be made to say."""
    try:
        config = load_profile("redis-redis", env=env)
    except CelerykitError as error:
        return f"{error} {error!r} {caplog.text}"
    said = [repr(config), caplog.text, *(f"{line}" for line in lines_of(config)), *map(str, config.notes)]
    for form in FORMATS:
        try:
            said.append(str(export(config, form)))
        except CelerykitError as error:
            said.append(str(error))
    return "\n".join(said)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(variables, schemes, around, around)
def test_no_password_of_a_url_comes_out(
    caplog: pytest.LogCaptureFixture, variable: str, scheme: str, before: str, after: str
) -> None:
    caplog.set_level(logging.DEBUG)
    url = f"{scheme}://user:{before}{MARK}{after}@host:6379/0"
    assert MARK not in everything({variable: url}, caplog)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(secrets, around)
def test_no_secret_setting_comes_out(caplog: pytest.LogCaptureFixture, name: str, before: str) -> None:
    caplog.set_level(logging.DEBUG)
    assert MARK not in everything({f"CELERYKIT_{name}": f"{before}{MARK}"}, caplog)


def test_no_secret_comes_out_of_a_nested_option(caplog: pytest.LogCaptureFixture) -> None:
    env = {"CELERYKIT_BROKER_TRANSPORT_OPTIONS__PASSWORD": MARK, "CELERY_BROKER_URL": "amqp://h"}
    assert MARK not in everything(env, caplog)


@given(schemes | st.sampled_from(["redis+socket", "sentinel", "sqs", "mongodb", "amqps"]), around, around)
def test_a_validation_shows_no_secret_of_a_url(
    tmp_path_factory: pytest.TempPathFactory, scheme: str, before: str, after: str
) -> None:
    folder = tmp_path_factory.mktemp("program")
    url = f"{scheme}://user:{before}{MARK}{after}@localhost:6379/0"
    (folder / "celeryconfig.py").write_text(f"broker_url = {url!r}\nresult_backend = {url!r}\nfoo_url = {url!r}\n")
    report = validate("celeryconfig", root=folder, static=True)
    shown = "".join(render(name, report, lines=source_lines(folder)) for name in REPORTS)
    assert MARK not in shown
