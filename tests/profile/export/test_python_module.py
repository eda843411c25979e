from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from celery.schedules import crontab

from celerykit import CeleryConfig, ConfigurationError, load_profile
from celerykit.profile.annotations import Annotations
from celerykit.profile.export import export

pytestmark = pytest.mark.oldest

LOOK = """
import json, sys
from celery import Celery
assert "celerykit" not in sys.modules
app = Celery("p")
app.config_from_object("exported")

@app.task(name="p.plain", shared=False)
def plain(): ...

@app.task(name="p.own", default_retry_delay=60, shared=False)
def own(): ...

app.finalize()
names = sorted(key for key in app.conf if key in NAMES)
tasks = {name: [app.tasks[name].default_retry_delay, app.tasks[name].acks_late, app.tasks[name].time_limit]
         for name in ("p.plain", "p.own")}
values = {name: repr(app.conf[name]) for name in NAMES if name != "task_annotations"}
print(json.dumps([values, tasks]))
assert "celerykit" not in sys.modules
"""


def config(name: str = "redis-redis", env: Mapping[str, str] | None = None, **settings: Any) -> CeleryConfig:
    return load_profile(name, env=env or {}, app_name="shop", **settings)


def seen_from_export(config: CeleryConfig, folder: Path, env: Mapping[str, str]) -> Any:
    (folder / "exported.py").write_text(export(config, "python").text)
    (folder / "look.py").write_text(f"NAMES = {sorted(config)!r}\n{LOOK}")
    # -S and -I would hide Celery too: celerykit is kept out by an import hook instead.
    (folder / "sitecustomize.py").write_text("import sys\nsys.modules['celerykit'] = None\n")
    code = (
        (folder / "look.py")
        .read_text()
        .replace('"celerykit" not in sys.modules', 'sys.modules.get("celerykit") is None')
    )
    (folder / "look.py").write_text(code)
    shown = subprocess.run(
        [sys.executable, "look.py"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(folder), **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown.returncode == 0, shown.stderr
    return json.loads(shown.stdout)


@pytest.mark.parametrize("name", ["redis-redis", "rabbitmq-rpc", "rabbitmq-redis"])
def test_configures_celery_alike_without_celerykit(name: str, tmp_path: Path) -> None:
    loaded = config(name)
    values, tasks = seen_from_export(loaded, tmp_path, {})
    assert values == {key: repr(value) for key, value in loaded.record().items() if key != "task_annotations"}
    assert tasks == _seen_from_profile(loaded)


def _seen_from_profile(loaded: CeleryConfig) -> dict[str, list[Any]]:
    app = Celery("p", set_as_current=False)
    app.config_from_object(loaded)

    @app.task(name="p.plain", shared=False)
    def plain() -> None: ...

    @app.task(name="p.own", default_retry_delay=60, shared=False)
    def own() -> None: ...

    tasks = [app.tasks[task.name] for task in (plain, own)]
    return {task.name: [task.default_retry_delay, task.acks_late, task.time_limit] for task in tasks}


def test_a_secret_is_read_from_its_variable(tmp_path: Path) -> None:
    loaded = config(env={"CELERY_BROKER_URL": "redis://:hunter2@h:6379/0"})
    assert "hunter2" not in export(loaded, "python").text
    values, _ = seen_from_export(loaded, tmp_path, {"CELERY_BROKER_URL": "redis://:hunter2@h:6379/0"})
    assert values["broker_url"] == "'redis://:hunter2@h:6379/0'"


@pytest.mark.parametrize("form", ["python", "toml", "json", "env"])
def test_a_secret_that_looks_hidden_already_is_hidden(form: str) -> None:
    assert "hunter2" not in export(config(env={"CELERYKIT_REDIS_PASSWORD": "***hunter2"}), form).text


def test_schedules_patterns_and_lengths_are_written_as_python() -> None:
    loaded = config(
        beat_schedule={"nightly": {"task": "p.clean", "schedule": crontab(minute="0", hour="4")}},
        task_routes=([(re.compile(r"p\..*"), {"queue": "q"})],),
    )
    text = export(loaded, "python").text
    namespace: dict[str, Any] = {}
    exec(text, namespace)
    assert namespace["beat_schedule"]["nightly"]["schedule"] == crontab(minute="0", hour="4")
    assert namespace["task_routes"][0][0][0].pattern == r"p\..*"


def test_what_has_no_source_is_refused_by_name() -> None:
    with pytest.raises(ConfigurationError, match="task_routes"):
        export(config(task_routes=lambda name, *_: None), "python")


@pytest.mark.parametrize("form", ["toml", "json", "env"])
def test_other_formats_refuse_what_they_cannot_hold(form: str) -> None:
    loaded = config(beat_schedule={"nightly": {"task": "p.clean", "schedule": crontab(minute="0", hour="4")}})
    with pytest.raises(ConfigurationError, match=r"beat_schedule.*crontab"):
        export(loaded, form)


@pytest.mark.parametrize("form", ["toml", "json", "env"])
def test_other_formats_name_the_secrets_that_they_leave_out(form: str) -> None:
    exported = export(config(env={"CELERY_BROKER_URL": "redis://:hunter2@h:6379/0"}), form)
    assert "hunter2" not in exported.text
    assert any("CELERY_BROKER_URL" in sentence for sentence in exported.left_out)


def test_the_toml_loads_as_a_profile_with_the_same_settings(tmp_path: Path) -> None:
    loaded = config()
    (tmp_path / "copy.toml").write_text(export(loaded, "toml").text)
    again = load_profile(str(tmp_path / "copy.toml"), env={})
    assert _plain(again) == _plain(loaded)


def test_the_env_file_sets_the_same_settings(tmp_path: Path) -> None:
    loaded = config()
    lines = export(loaded, "env").text.splitlines()
    env = dict(line.split("=", 1) for line in lines)
    (tmp_path / "bare.toml").write_text('summary = "x"\n')
    assert _plain(load_profile(str(tmp_path / "bare.toml"), env=env)) == _plain(loaded)


def test_the_json_holds_the_same_settings() -> None:
    loaded = config()
    assert json.loads(export(loaded, "json").text) == _plain(loaded)


def _plain(config: CeleryConfig) -> dict[str, Any]:
    return {k: v.own if isinstance(v, Annotations) else v for k, v in config.record().items()}
