from __future__ import annotations

import pytest

COMPOSE = """
x-base: &base
  build: {context: ., dockerfile: docker/Dockerfile}
  env_file: .env
  environment: &env
    DEBUG: "0"
    SECRET_KEY: hunter2
services:
  web:
    <<: *base
    command: gunicorn proj.wsgi -w 4
  worker:
    <<: *base
    environment:
      <<: *env
      C_FORCE_ROOT: 1
    command: celery -A proj worker -Q a,b -c ${CONCURRENCY:-4}
    deploy: {replicas: 2, resources: {limits: {memory: 512M}}}
    stop_grace_period: 1m30s
    healthcheck:
      test: ["CMD-SHELL", "celery -A proj inspect ping -d celery@$$HOSTNAME"]
  listed:
    image: example
    command: ["celery", "-A", "proj", "worker", "-P", "gevent"]
    environment: [A=1, "B=two words", PASSED_ON]
    user: "1000:1000"
    mem_limit: 1g
    hostname: node
    scale: 3
    network_mode: host
    stop_signal: SIGQUIT
  bigger:
    extends: worker
    command: >
      sh -c "python manage.py migrate &&
             celery -A proj worker -c 8"
  monitor:
    image: mher/flower:2.0
"""
DOCKERFILE = "FROM python:3.12\nENV A=1 B=2\nUSER app\n"


@pytest.fixture
def services(deployed):
    found = deployed({"compose.yml": COMPOSE, "docker/Dockerfile": DOCKERFILE})
    assert found.complete
    return {(process.name, process.kind): process for process in found.processes}


def test_reads_every_service(services):
    assert list(services) == [
        ("web", "web"),
        ("worker", "worker"),
        ("worker", "inspect"),
        ("listed", "worker"),
        ("bigger", "worker"),
        ("bigger", "inspect"),
        ("monitor", "flower"),
    ]
    assert {process.where for process in services.values()} == {"compose"}
    assert all(process.container for process in services.values())


def test_reads_anchors_and_merges(services):
    worker = services["worker", "worker"]
    said = {name: value.value for name, value in worker.environment.items()}
    assert said == {"A": "1", "B": "2", "DEBUG": "0", "SECRET_KEY": "hunter2", "C_FORCE_ROOT": "1"}
    assert worker.environment["SECRET_KEY"].text == "***"
    assert not worker.environment_complete
    assert worker.user.value == "app"


def test_reads_what_it_is_given(services):
    worker = services["worker", "worker"]
    assert worker.replicas.value == 2
    assert worker.memory.value == 512 * 1024**2
    assert worker.grace.value == 90
    assert not worker.host.known
    assert services["listed", "worker"].host.value == "node"
    assert worker.options["concurrency"].variable == "CONCURRENCY"
    assert (worker.place.path, worker.place.line) == ("compose.yml", 16)


def test_reads_lists(services):
    listed = services["listed", "worker"]
    assert listed.options["pool"].value == "gevent"
    assert {name: value.value for name, value in listed.environment.items()} == {
        "A": "1",
        "B": "two words",
        "PASSED_ON": None,
    }
    assert listed.environment["PASSED_ON"].unknown
    assert listed.environment_complete
    assert (listed.user.value, listed.memory.value, listed.replicas.value) == ("1000", 1024**3, 3)
    assert not listed.own_network
    assert listed.stop_signal.value == "SIGQUIT"


def test_has_the_platforms_grace_where_none_is_written(services):
    listed = services["listed", "worker"]
    assert (listed.grace.value, listed.grace.known) == (10, False)


def test_reads_what_it_extends(services):
    bigger = services["bigger", "worker"]
    assert bigger.options["concurrency"].value == 8
    assert (bigger.replicas.value, bigger.grace.value) == (2, 90)
    assert (bigger.place.line, bigger.place.column) == (35, 14)


def test_extends_a_service_of_another_file(process_of):
    files = {
        "compose.yml": "services: {w: {extends: {file: base/common.yml, service: base}, user: me}}\n",
        "base/common.yml": "services: {base: {image: x, environment: {A: celery}}}\n",
    }
    files["compose.yml"] = files["compose.yml"].replace("user", "command: celery -A proj worker, user")
    process = process_of(files)
    assert (process.environment["A"].value, process.user.value) == ("celery", "me")


def test_ends_where_services_extend_each_other(deployed):
    text = "services: {a: {extends: b, command: celery worker}, b: {extends: a}}\n"
    assert [process.name for process in deployed({"compose.yml": text}).processes] == ["a", "b"]


def test_lays_the_override_over_it(deployed):
    files = {
        "docker-compose.yml": "services: {w: {image: x, command: celery -A proj worker -c 1}}\n",
        "docker-compose.override.yml": "services: {w: {command: celery -A proj worker -c 2, stop_grace_period: 2m}}\n",
    }
    process = deployed(files).processes[0]
    assert (process.options["concurrency"].value, process.grace.value) == (2, 120)
    assert len(deployed(files).processes) == 1


def test_the_entrypoint_takes_the_command(process_of):
    text = "services: {w: {image: x, entrypoint: [celery, -A, proj], command: worker -c 2}}\n"
    process = process_of({"compose.yml": text})
    assert (process.kind, process.options["concurrency"].value) == ("worker", 2)


def test_a_service_runs_what_its_image_does(process_of):
    files = {
        "compose.yml": "services: {celery: {build: .}}\n",
        "Dockerfile": 'FROM python:3.12\nENTRYPOINT ["tini", "--"]\nCMD ["celery", "-A", "proj", "worker"]\n',
    }
    process = process_of(files)
    assert (process.where, process.name, process.place.path) == ("compose", "celery", "Dockerfile")


def test_follows_a_script_that_the_image_copies(process_of):
    files = {
        "compose.yml": "services: {w: {build: {dockerfile: docker/Dockerfile}, command: /start-celeryworker}}\n",
        "docker/Dockerfile": "FROM python\nCOPY ./docker/worker/start /start-celeryworker\n",
        "docker/worker/start": "#!/bin/bash\nset -e\nexport MODE=fast\nexec celery -A proj worker -l INFO\n",
        "docker/beat/start": "#!/bin/bash\nexec sleep 1\n",
    }
    process = process_of(files)
    assert (process.where, process.name, process.place.path) == ("compose", "w", "docker/worker/start")
    assert process.environment["MODE"].value == "fast"
    assert not process.under_shell


@pytest.mark.parametrize(
    "command", ["./scripts/run_worker.sh", "bash scripts/run_worker.sh", "/app/scripts/run_worker.sh"]
)
def test_follows_a_script_of_the_program(command, process_of):
    files = {
        "compose.yml": f"services: {{w: {{image: x, environment: {{N: 3}}, command: {command}}}}}\n",
        "scripts/run_worker.sh": "python -m migrate\ncelery -A proj worker -c $N\n",
    }
    process = process_of(files)
    assert (process.where, process.options["concurrency"].value) == ("compose", 3)
    assert process.under_shell


def test_follows_the_branch_that_the_command_names(process_of):
    script = """
        #!/bin/sh
        case "$1" in
          worker|celery) exec celery -A proj worker -c 2 ;;
          beat) exec celery -A proj beat ;;
          *) exec "$@" ;;
        esac
        """
    files = {
        "compose.yml": "services: {w: {build: ., command: worker}}\n",
        "Dockerfile": 'FROM python\nENTRYPOINT ["/app/entrypoint.sh"]\n',
        "entrypoint.sh": script,
    }
    assert process_of(files).kind == "worker"
    files["compose.yml"] = "services: {w: {build: ., command: celery -A proj worker -c 5}}\n"
    assert process_of(files).options["concurrency"].value == 5


def test_a_script_that_is_not_here_may_start_anything(deployed):
    found = deployed({"compose.yml": "services: {x: {image: x, command: /start-celery}}\n"})
    assert (found.processes, found.complete) == ((), False)


def test_a_service_called_worker_may_be_one(deployed):
    found = deployed({"compose.yml": "services: {worker: {image: x, command: python celery_main.py}}\n"})
    assert (found.processes, found.complete) == ((), False)


@pytest.mark.parametrize(
    "text",
    [
        "services: {% services %}\ncommand: celery -A proj worker\n",
        "a: [\ncommand: celery -A proj worker\n",
        "{{- if .Values.worker }}\ncommand: [celery, -A, proj, worker]\n{{- end }}\n",
    ],
)
def test_names_what_cannot_be_read(text, project_of):
    project = project_of({"proj.py": "from celery import Celery\napp = Celery()\n", "deploy/w.yaml": text}, "proj")
    assert project.deployment.processes == ()
    assert not project.deployment.complete
    assert [line for line in project.unread if line.startswith("deploy/w.yaml: ")]


def test_says_nothing_of_what_starts_no_celery(project_of):
    project = project_of(
        {"proj.py": "from celery import Celery\napp = Celery()\n", "deploy/w.yaml": "a: [\n# celery\n"}, "proj"
    )
    assert project.deployment.complete
    assert project.unread == ()


def test_a_user_that_only_running_tells_is_unknown(process_of):
    text = 'services: {w: {image: x, command: celery -A proj worker, user: "${UID}:${GID:-1000}"}}\n'
    assert process_of({"compose.yml": text}).user.unknown


def test_an_image_that_several_services_build_is_told_once(deployed):
    files = {
        "compose.yml": "services: {a: {build: ., command: celery worker}, b: {build: ., command: celery beat}}\n",
        "Dockerfile": DOCKERFILE,
    }
    assert [image.user.value for image in deployed(files).images] == ["app"]
