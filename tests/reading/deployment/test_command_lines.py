"""Command lines, as Celery's own parser takes them."""

from __future__ import annotations

import pytest

from celerykit.project import Value
from celerykit.values.places import Place


def values(options: dict[str, Value]) -> dict[str, object]:
    return {name: value.value for name, value in options.items()}


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("celery -A proj worker", {}),
        ("celery --app=proj worker", {}),
        ("celery worker --app proj", {}),
        ("python -m celery -A proj worker -l info", {"loglevel": "info"}),
        ("/venv/bin/celery -A proj worker -linfo", {"loglevel": "info"}),
        ("celery -A proj worker --loglevel=info", {"loglevel": "info"}),
        ("celery -A proj worker -Q a,b -c 4", {"queues": ["a", "b"], "concurrency": 4}),
        ("celery -A proj worker --queues=a,b --concurrency=4", {"queues": ["a", "b"], "concurrency": 4}),
        ('celery -A proj worker -Q "a, b"', {"queues": ["a", " b"]}),
        ("celery -A proj worker -c4 -Ofair", {"concurrency": 4, "optimization": "fair"}),
        ("celery -A proj worker -c auto", {"concurrency": "auto"}),
        ("celery -A proj worker -EB", {"task_events": True, "beat": True}),
        ("celery -A proj worker --events", {"task_events": True}),
        ("celery -A proj worker -BE -c 2", {"task_events": True, "beat": True, "concurrency": 2}),
        ("celery -A proj worker -P gevent", {"pool": "gevent"}),
        ("celery -A proj worker --time-limit 30 --soft-time-limit=2.5", {"time_limit": 30, "soft_time_limit": 2.5}),
        ("celery -A proj worker --autoscale=10,3", {"autoscale": "10,3"}),
        ("celery -A proj worker --maxtasksperchild=100", {"max_tasks_per_child": 100}),
        ("celery -A proj worker --max-memory-per-child 5000", {"max_memory_per_child": 5000}),
        ("celery -A proj worker -n w1@%h --statedb=/var/run/w.db", {"hostname": "w1@%h", "statedb": "/var/run/w.db"}),
        ("celery -A proj worker -X slow -D --uid=app", {"exclude_queues": ["slow"], "detach": True, "uid": "app"}),
        ("celery -A proj worker --pool=solo --without-gossip", {"pool": "solo", "without_gossip": True}),
        ("celery -A proj -q -b redis://h worker", {"quiet": True, "broker": "redis://h"}),
    ],
)
def test_reads_the_options_of_a_worker(line, options, command_of):
    process = command_of(line)
    assert (process.kind, process.app, process.complete) == ("worker", "proj", True)
    assert values(process.options) == options


@pytest.mark.parametrize(
    "line",
    [
        "exec celery -A proj worker -c 2",
        "REMAP_SIGTERM=SIGQUIT celery -A proj worker -c 2",
        "env A=1 celery -A proj worker -c 2",
        "uv run celery -A proj worker -c 2",
        "poetry run celery -A proj worker -c 2",
        "pipenv run python -m celery -A proj worker -c 2",
        "dumb-init -- celery -A proj worker -c 2",
        "gosu celery celery -A proj worker -c 2",
        "newrelic-admin run-program celery -A proj worker -c 2",
        "wait-for-it.sh redis:6379 -- celery -A proj worker -c 2",
        "watchmedo auto-restart -d . -p '*.py' --recursive -- celery -A proj worker -c 2",
        "watchfiles --filter python 'celery -A proj worker -c 2'",
        "watchfiles --filter python celery.__main__.main --args '-A proj worker -c 2'",
        "python manage.py migrate && celery -A proj worker -c 2",
        "sh -c 'celery -A proj worker -c 2'",
        'bash -lc "cd /app && exec celery -A proj worker -c 2"',
        "su app -c 'celery -A proj worker -c 2'",
        "if true; then celery -A proj worker -c 2; fi",
        "celery -A proj worker -c 2 > /dev/null 2>&1",
        "celery -A proj worker -c 2 # the worker",
        "cd src; celery -A proj worker \\\n  -c 2",
        "celery -A proj worker -c ${CONCURRENCY:-2}",
    ],
)
def test_finds_the_command_behind_what_wraps_it(line, process_of):
    process = process_of({"run.sh": f"{line}\n"})
    assert (process.kind, process.app) == ("worker", "proj")
    assert values(process.options) == {"concurrency": 2}


@pytest.mark.parametrize(
    "line",
    [
        "pip install celery",
        "echo celery -A proj worker",
        "pkill -f 'celery -A proj worker'",
        "docker compose up celery worker",
        "systemctl restart celery worker",
        "celery --version",
        "celery -A proj purge -f",
        "celery -A proj shell",
        "# celery -A proj worker",
        "cat <<EOF\ncelery -A proj worker\nEOF",
        "chown celery worker",
    ],
)
def test_finds_none_where_none_is_run(line, deployed):
    found = deployed({"run.sh": f"{line}\n"})
    assert found.processes == ()
    assert found.complete


@pytest.mark.parametrize(
    ("line", "complete"),
    [
        ("docker run --rm proj celery -A proj worker", False),
        ("docker compose run web celery -A proj worker", False),
        ("docker compose up celery worker", True),
        ("docker-compose exec worker celery -A proj inspect ping", True),
    ],
)
def test_a_worker_started_elsewhere_is_not_followed(line, complete, deployed):
    found = deployed({"run.sh": f"{line}\n"})
    assert (found.processes, found.complete) == ((), complete)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("celery -A proj beat -s /tmp/schedule", "beat"),
        ("celery -A proj flower --port=5555", "flower"),
        ("flower --broker=redis://h", "flower"),
        ("celery -A proj events --dump", "events"),
        ("celery -A proj inspect ping -d w@h", "inspect"),
        ("celery -A proj status", "inspect"),
        ("celery -A proj control shutdown", "control"),
        ("celery -A proj multi start 3 -c 3 -c:1 10", "multi"),
    ],
)
def test_knows_the_other_commands(line, kind, command_of):
    assert command_of(line).kind == kind


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("gunicorn proj.wsgi -w 4 -k gevent", {"workers": 4, "worker_class": "gevent"}),
        ("gunicorn proj.wsgi --workers=4", {"workers": 4}),
        ("gunicorn -w4 proj.wsgi", {"workers": 4}),
        ("uvicorn proj:app --workers 2", {"workers": 2}),
        ("uwsgi --http :8000 --processes=3", {"workers": 3}),
        ("gunicorn proj.wsgi", {}),
    ],
)
def test_reads_how_many_processes_a_web_server_has(line, options, command_of):
    process = command_of(line)
    assert process.kind == "web"
    assert values(process.options) == options


def test_what_only_running_tells_is_unknown(command_of):
    options = command_of("celery -A proj worker -Q $QUEUES -c ${CONCURRENCY} -n w@$HOSTNAME").options
    assert all(options[name].unknown for name in ("queues", "concurrency", "hostname"))
    assert options["concurrency"].variable == "CONCURRENCY"


@pytest.mark.parametrize("number", ["$(nproc)", "$(($(nproc) / 2))", "`nproc`", '"$(expr $(nproc) + 1)"'])
def test_so_is_what_is_computed(number, command_of):
    process = command_of(f"celery -A proj worker -c {number} -Q a")
    assert process.options["concurrency"].unknown
    assert process.options["queues"].value == ["a"]


def test_a_default_stands_beside_its_variable(command_of):
    value = command_of("celery -A proj worker -c ${CONCURRENCY:-4}").options["concurrency"]
    assert (value.value, value.variable, value.literal) == (4, "CONCURRENCY", False)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('${NAME:="${QUEUE}"@%n}', "mail@%n"),
        ('"${NAME:-${QUEUE:-other}}"', "mail"),
        ("${NAME:-${UNHEARD_OF}}", None),
        ('"${NAME:-w-"${QUEUE}"}"', None),
    ],
)
def test_a_default_may_hold_another_variable(text, name, process_of):
    value = process_of({"w.sh": f"QUEUE=mail\ncelery -A proj worker -n {text}\n"}).options["hostname"]
    assert value.value == name
    assert value.unknown == (name is None)


def test_an_option_that_is_not_celerys_leaves_it_open(command_of):
    assert not command_of("celery -A proj worker --queue=a").complete


def test_a_known_queue_beside_an_unknown_one(command_of):
    value = command_of("celery -A proj worker -Q a,$MORE").options["queues"]
    assert value.unknown
    assert [item.value for item in value.items] == ["a", None]


def test_a_blank_behind_a_comma_ends_the_queues(command_of):
    # Celery takes what follows for an argument, and drops it.
    assert command_of("celery -A proj worker -Q a, b").options["queues"].value == ["a"]


@pytest.mark.parametrize(
    "line", ["celery -A proj worker $OPTS", "celery -A proj worker -c 1 $@", "celery -A $APP worker"]
)
def test_is_not_complete_where_more_may_be_given(line, command_of):
    assert not command_of(line).complete


@pytest.mark.parametrize("line", ['celery -A proj "$@"', "celery -A proj $COMMAND"])
def test_says_where_a_command_cannot_be_known(line, deployed):
    found = deployed({"run.sh": f"{line}\n"})
    assert found.processes == ()
    assert not found.complete


def test_a_binary_named_by_a_variable(process_of):
    text = "[Service]\nExecStart=/bin/sh -c '${CELERY_BIN} -A proj worker $CELERYD_OPTS'\n"
    process = process_of({"celery.service": text})
    assert (process.kind, process.app, process.complete) == ("worker", "proj", False)


def test_variables_set_in_the_line_are_its_environment(command_of):
    environment = command_of("export A=1; REMAP_SIGTERM=SIGQUIT env B=2 celery -A proj worker").environment
    assert {name: value.value for name, value in environment.items()} == {"REMAP_SIGTERM": "SIGQUIT", "B": "2"}


@pytest.mark.parametrize(
    "line", ["gosu app celery -A proj worker", "sudo -u app celery -A proj worker", "su app -c 'celery -A proj worker'"]
)
def test_knows_who_runs_it(line, command_of):
    assert command_of(line).user.value == "app"


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("celery -A proj worker", False),
        ("sh -c 'celery -A proj worker'", False),
        ("sh -c 'migrate && exec celery -A proj worker'", False),
        ("sh -c 'celery -A proj worker; echo done'", True),
        ("sh -c 'celery -A proj worker & celery -A proj beat'", True),
        ("celery -A proj worker | tee log", True),
    ],
)
def test_knows_where_a_shell_stays(line, stays, deployed):
    assert deployed({"Procfile": f"w: {line}\n"}).workers[0].under_shell is stays


def test_places_are_exact(command_of):
    process = command_of("celery -A proj worker -Q first,second -B")
    assert process.place == Place("Procfile", 1, 9, 49)
    assert [item.place for item in process.options["queues"].items] == [
        Place("Procfile", 1, 34, 39),
        Place("Procfile", 1, 40, 46),
    ]
    assert process.options["beat"].place == Place("Procfile", 1, 47, 49)


def test_shows_no_password(command_of):
    process = command_of("DB_PASSWORD=hunter2 celery -A proj -b redis://:hunter2@h flower --basic_auth=me:hunter2")
    shown = [value.text for value in (*process.options.values(), *process.environment.values())]
    assert "hunter2" not in "".join(shown)
