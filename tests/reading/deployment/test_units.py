"""Units of systemd, programs of supervisor."""

from __future__ import annotations

UNIT = """
[Unit]
Description=Celery

[Service]
Type=forking
User=celery
Environment="OPTS=-c 4 -Q a" MODE=fast,slow
ExecStart=/venv/bin/celery -A proj worker \\
    --pidfile=/run/celery.pid $OPTS -n w@%%h
TimeoutStopSec=5min
KillSignal=SIGQUIT
"""

SUPERVISOR = """
[supervisord]
nodaemon=true

[program:worker]
; the worker
command=/venv/bin/celery -A proj worker -n w%(process_num)s@%%h
    -c 2 ; two are enough
numprocs=2
user=www
stopwaitsecs = 600
stopsignal=QUIT
environment=MODE="fast",API_KEY="hunter2"

[program:web]
command=uwsgi --processes=4
"""


def test_reads_a_unit(process_of):
    process = process_of({"celery.service": UNIT})
    assert (process.kind, process.where, process.name) == ("worker", "systemd", "celery")
    said = {name: value.value for name, value in process.options.items()}
    assert said == {"pidfile": "/run/celery.pid", "concurrency": 4, "queues": ["a"], "hostname": "w@%h"}
    assert (process.user.value, process.grace.value, process.replicas.value) == ("celery", 300, 1)
    assert process.stop_signal.value == "SIGQUIT"
    assert process.environment["MODE"].value == "fast,slow"
    assert process.environment_complete
    assert (process.place.line, process.place.column) == (8, 11)


def test_what_stands_in_another_file_is_unknown(process_of):
    text = """
        [Service]
        EnvironmentFile=/etc/conf.d/celery
        ExecStart=/bin/sh -c '${CELERY_BIN} -A $CELERY_APP multi start $CELERYD_NODES \\
            --pidfile=${CELERYD_PID_FILE} $CELERYD_OPTS'
        """
    process = process_of({"celery.service": text})
    assert (process.kind, process.app, process.complete, process.environment_complete) == ("multi", "", False, False)
    assert process.options["pidfile"].unknown
    assert (process.grace.value, process.grace.known) == (90, False)


def test_a_template_stands_for_any_number_of_units(process_of):
    process = process_of({"w@.service": "[Service]\nExecStart=celery -A proj worker -n %i@%%h\n"})
    assert process.replicas.unknown
    assert process.options["hostname"].unknown


def test_reads_programs_of_supervisor(deployed):
    worker, web = deployed({"etc/supervisord.conf": SUPERVISOR}).processes
    assert (worker.kind, worker.where, worker.name) == ("worker", "supervisor", "worker")
    assert worker.options["concurrency"].value == 2
    assert worker.options["hostname"].unknown
    assert (worker.replicas.value, worker.grace.value, worker.user.value) == (2, 600, "www")
    assert worker.stop_signal.value == "QUIT"
    assert worker.environment["MODE"].value == "fast"
    assert worker.environment["API_KEY"].text == "***"
    assert (web.kind, web.options["workers"].value, web.grace.value) == ("web", 4, 10)
