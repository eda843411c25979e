from __future__ import annotations

import pytest

MANIFEST = """
apiVersion: v1
kind: Service
metadata: {name: celery}
---
apiVersion: apps/v1
kind: Deployment
spec:
  replicas: 3
  template:
    spec:
      terminationGracePeriodSeconds: 60
      securityContext: {runAsUser: 1000}
      containers:
        - name: worker
          command: ["celery", "-A", "proj", "worker"]
          args: ["-c", "$(CONCURRENCY)", "-Q", "a"]
          env:
            - {name: CONCURRENCY, value: "8"}
            - {name: API_TOKEN, valueFrom: {secretKeyRef: {name: x, key: y}}}
          livenessProbe:
            exec: {command: [sh, -c, "celery -A proj inspect ping -d celery@$HOSTNAME"]}
          resources: {limits: {memory: 4Gi, cpu: 2}}
"""


def test_reads_a_deployment(deployed):
    worker, probe = deployed({"k8s/worker.yaml": MANIFEST}).processes
    assert (worker.kind, worker.where, worker.name, worker.container) == ("worker", "kubernetes", "worker", True)
    assert {name: value.value for name, value in worker.options.items()} == {"concurrency": 8, "queues": ["a"]}
    assert (worker.replicas.value, worker.grace.value, worker.user.value) == (3, 60, "1000")
    assert worker.memory.value == 4 * 1024**3
    assert worker.environment["CONCURRENCY"].value == "8"
    assert worker.environment["API_TOKEN"].unknown
    assert worker.environment_complete
    assert (worker.place.path, worker.place.line, worker.place.column) == ("k8s/worker.yaml", 15, 22)
    assert probe.kind == "inspect"
    assert probe.options["destination"].unknown


def test_has_the_platforms_values_where_none_are_written(process_of):
    text = "containers: [{name: w, command: [celery, -A, proj, worker], envFrom: [{configMapRef: {name: x}}]}]\n"
    process = process_of({"deployment.yaml": text})
    assert (process.replicas.value, process.replicas.known) == (1, False)
    assert (process.grace.value, process.grace.known) == (30, False)
    assert process.memory.value is None
    assert process.user.unknown
    assert not process.environment_complete


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("StatefulSet", "spec: {template: {spec: %s}}"),
        ("CronJob", "spec: {jobTemplate: {spec: {template: {spec: %s}}}}"),
        ("Pod", "spec: %s"),
        ("List", "items: [{kind: Deployment, spec: {template: {spec: %s}}}]"),
    ],
)
def test_reads_every_kind_of_workload(kind, path, process_of):
    pod = "{containers: [{name: w, args: [celery, -A, proj, worker, -B]}]}"
    process = process_of({"w.yml": f"kind: {kind}\n{path % pod}\n"})
    assert (process.kind, process.options["beat"].value) == ("worker", True)


def test_how_many_run_on_nodes_is_unknown(process_of):
    pod = "{containers: [{name: w, args: [celery, -A, proj, worker]}]}"
    assert process_of({"w.yml": f"kind: DaemonSet\nspec: {{template: {{spec: {pod}}}}}\n"}).replicas.unknown


def test_containers_of_one_pod_share_a_network(deployed):
    text = "containers: [{name: w, args: [celery, worker]}, {name: redis, image: redis}]\n"
    assert not deployed({"w.yml": text}).processes[0].own_network


@pytest.mark.parametrize(
    "text",
    [
        'command: ["celery", "-A", "proj", "worker", "-c", "2"]\n',
        "services:\n  - name: worker\n    startCommand: celery -A proj worker -c 2\n",
        "worker: {args: [celery, -A, proj, worker, -c, '2']}\n",
    ],
)
def test_reads_commands_of_other_yaml(text, process_of):
    process = process_of({"values.yaml": text})
    assert (process.kind, process.options["concurrency"].value) == ("worker", 2)
    assert process.replicas.unknown


def test_ends_where_a_document_holds_itself(deployed):
    assert deployed({"w.yml": "a: &a {b: [*a], <<: *a, command: celery -A proj worker}\n"}).workers
