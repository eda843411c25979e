"""Procfiles, shell scripts, Makefiles."""

from __future__ import annotations

import pytest


def test_reads_a_procfile(deployed):
    text = "web: gunicorn proj.wsgi\nworker: celery -A proj worker -B\nother: ./bin/w.sh\n"
    found = deployed({"Procfile": text, "bin/w.sh": "exec celery -A proj worker -Q b\n"})
    assert [(process.name, process.kind, process.where) for process in found.processes] == [
        ("web", "web", "procfile"),
        ("worker", "worker", "procfile"),
        ("other", "worker", "procfile"),
    ]
    assert all(process.replicas.unknown and process.grace.unknown for process in found.processes)


def test_reads_a_script_with_variables_of_its_own(process_of):
    text = """
        #!/usr/bin/env bash
        set -euo pipefail
        QUEUES=x,y
        LEVEL=${LEVEL:-info}
        export MODE=fast
        # celery -A proj worker -c 1
        exec celery -A proj worker -Q "$QUEUES" \\
            -l $LEVEL
        """
    process = process_of({"bin/worker": text})
    assert process.where == "script"
    assert process.options["queues"].value == ["x", "y"]
    assert (process.options["loglevel"].value, process.options["loglevel"].variable) == ("info", "LEVEL")
    assert process.environment["MODE"].value == "fast"
    assert not process.under_shell


@pytest.mark.parametrize("text", ["celery -A proj worker\n", "celery -A proj worker &\nwait\n"])
def test_a_shell_that_reads_a_script_stays(text, process_of):
    assert process_of({"w.sh": text}).under_shell


def test_a_shell_that_hands_signals_on_does_not_count(process_of):
    assert not process_of({"w.sh": "trap 'kill $pid' TERM\ncelery -A proj worker & pid=$!\nwait\n"}).under_shell


def test_a_variable_that_is_set_twice_is_unknown(process_of):
    text = "N=1\nif x; then N=2; fi\ncelery -A proj worker -c $N\n"
    assert process_of({"w.sh": text}).options["concurrency"].unknown


def test_is_not_complete_where_another_file_sets_variables(process_of):
    assert not process_of({"w.sh": "source .env\ncelery -A proj worker\n"}).environment_complete


def test_ends_where_scripts_start_each_other(deployed):
    files = {"Procfile": "w: ./a.sh\n", "a.sh": "./b.sh\n", "b.sh": "./a.sh\ncelery -A proj worker\n"}
    assert deployed(files).workers


def test_reads_a_makefile(process_of):
    text = "CELERY := poetry run celery\n\nworker: deps\n\t@$(CELERY) -A proj worker \\\n\t  -l debug -n $$NAME\n"
    process = process_of({"Makefile": text})
    assert (process.where, process.name, process.kind) == ("makefile", "worker", "worker")
    assert process.options["loglevel"].value == "debug"
    assert process.options["hostname"].unknown


def test_passes_over_files_that_are_no_scripts(deployed):
    found = deployed({"NOTES": "Run\n\ncelery -A proj worker\n", "LICENSE": "celery -A proj worker\n"})
    assert found.processes == ()


ROLES = {
    "if": """
        if [ "$1" = "web" ]; then
          exec gunicorn proj.wsgi
        elif [[ "$1" == "beat" ]]; then
          exec celery -A proj beat
        else
          exec celery -A proj worker
        fi
        """,
    "case of the environment": """
        case ${ROLE} in
          web) gunicorn proj.wsgi ;;
          beat*) celery -A proj beat ;;
          *) celery -A proj worker ;;
        esac
        """,
    "function": """
        web() { gunicorn proj.wsgi
        }
        function beat {
          celery -A proj beat
        }
        worker() {
          celery -A proj worker
        }
        "$1"
        """,
}


@pytest.mark.parametrize("script", ROLES.values(), ids=ROLES)
@pytest.mark.parametrize("role", ["web", "beat", "worker"])
def test_follows_a_script_to_the_role_that_it_is_given(script, role, process_of):
    service = f"{{image: x, command: ./run.sh {role}, environment: {{ROLE: {role}}}}}"
    process = process_of({"compose.yml": f"services: {{x: {service}}}\n", "run.sh": script})
    assert process.kind == role


def test_does_not_choose_between_roles_that_only_running_tells(deployed):
    script = "if [ -n $BEAT ]; then\n  celery -A proj beat\nelse\n  celery -A proj worker\nfi\n"
    found = deployed({"compose.yml": "services: {x: {image: x, command: ./run.sh}}\n", "run.sh": script})
    assert (found.processes, found.complete) == ((), False)


def test_of_two_alternatives_one_stands_for_both(deployed):
    script = "if [ -n $MANY ]; then\n  celery -A proj worker -c 9\nelse\n  celery -A proj worker -c 1\nfi\n"
    found = deployed({"run.sh": script})
    assert [process.options["concurrency"].value for process in found.processes] == [9]
    assert not found.complete


def test_a_default_in_the_script_gives_way_to_the_service(process_of):
    files = {
        "compose.yml": "services: {x: {image: x, command: ./celery.sh, environment: {N: 3}}}\n",
        "celery.sh": "N=${N:-1}\ncelery -A proj worker -c $N -Q ${1:-default}\n",
    }
    options = process_of(files).options
    assert (options["concurrency"].value, options["queues"].value) == (3, ["default"])
