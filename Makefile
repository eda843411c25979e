# Everything that can be done with a checkout. It needs make and Python 3.11 or newer; the rest it fetches.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The first that runs: a name in the PATH may be a stand-in that only says so.
ifndef PYTHON
PYTHON := $(shell for name in python3.11 python3.12 python3.13 python3.14 python3; do \
    $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null && echo $$name && break; done)
endif

RUN := .venv/bin/python -m
RUN_OLDEST := .venv-oldest/bin/python -m
# Where it is set, three runs of the tests would each compile all of them, and each celerykit that they start its modules.
unexport PYTHONDONTWRITEBYTECODE
# As a variable, since -c would not reach what pip installs for building.
PIP := pip install -qq --disable-pip-version-check --no-input

.PHONY: help demo test quick lint types stale servers conformance chaos bench docs pins clean

help: ## what there is to do
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1|\2/p' Makefile | column -t -s '|'

demo: .venv/.demo ## a real worker, real tasks and their results in under a minute, without a server
	@$(RUN) celerykit demo

test: .venv/.dev .venv-oldest/.test lint types stale servers ## every test, on real servers that it starts and stops
	@echo "== the oldest supported Celery"
	@# Only the files that have such tests: collecting the others takes longer than most of these.
	@$(RUN_OLDEST) pytest -q -n 2 --dist loadfile -m oldest $$(grep -rl --include='*.py' 'pytest\.mark\.oldest' tests)
	@echo "== all tests without servers"
	@$(RUN) pytest -q -n auto --maxprocesses 4 -m "not servers and not slow"
	@echo "== all others: files side by side, each with servers of its own"
	@$(RUN) pytest -n 3 --dist loadfile -m "servers or slow"

quick: .venv/.dev lint types ## the part without servers, in under a minute
	@$(RUN) pytest -x -q -n auto --maxprocesses 4 -m "not servers and not slow"

lint: .venv/.dev ## how the code looks
	@$(RUN) ruff check --quiet .
	@$(RUN) ruff format --check --quiet .

types: .venv/.dev ## whether the types fit
	@$(RUN) mypy

stale: .venv/.dev ## whether the generated pages are those that would be generated now
	@$(if $(wildcard docs/generate.py),.venv/bin/python docs/generate.py --check)

servers: ## installs what is missing of the servers that the tests start
	@missing=(); \
	[[ -x /usr/bin/redis-server ]] || command -v redis-server > /dev/null || missing+=(redis-server); \
	[[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] || missing+=(rabbitmq-server); \
	compgen -G '/usr/lib/postgresql/*/bin/postgres' > /dev/null || command -v postgres > /dev/null || missing+=(postgresql); \
	[[ -x /usr/sbin/mariadbd ]] || command -v mariadbd > /dev/null || missing+=(mariadb-server); \
	[[ -x /usr/bin/chromium ]] || command -v chromium > /dev/null || missing+=(chromium); \
	[[ -x /usr/bin/faketime ]] || command -v faketime > /dev/null || missing+=(faketime); \
	[[ $${#missing[@]} -eq 0 ]] || .ci/install "$${missing[@]}"

bench: .venv/.dev servers ## start-up, reading and tasks per second, in a quarter of an hour; RECORD=1 puts the tasks into the docs
	@.venv/bin/python benchmarks/run.py
	@.venv/bin/python -m benchmarks.throughput $(if $(RECORD),--record)
	@$(if $(RECORD),.venv/bin/python docs/generate.py)

conformance: .venv/.dev servers ## every behaviour on every broker and result backend, in half an hour; writes the docs' matrix
	@code=0; \
	$(RUN) tests.conformance $(if $(BROKER),--broker $(BROKER)) $(if $(BACKEND),--backend $(BACKEND)) \
	    $(if $(BEHAVIOUR),--behaviour "$(BEHAVIOUR)") || code=$$?; \
	.venv/bin/python docs/generate.py; \
	exit $$code

chaos: .venv/.dev servers ## workers and servers killed under load, tasks counted: under 30 minutes; RECORD=1 writes the docs' table
	@$(RUN) tests.chaos $(if $(ONLY),--only $(ONLY)) $(if $(SEED),--seed $(SEED)) $(if $(RECORD),--record)
	@$(if $(RECORD),.venv/bin/python docs/generate.py)

docs: .venv/.dev ## the documentation, in docs/_build/html
	@$(RUN) sphinx -W -q -b html docs docs/_build/html

pins: .venv/.dev ## writes constraints.txt from what is installed now
	@{ sed -n '/^#/p' constraints.txt; $(RUN) pip freeze --exclude-editable | sed -n '/^[A-Za-z0-9_.-]*==/p'; } > .venv/pins
	@mv .venv/pins constraints.txt

clean: ## removes all that make made
	rm -rf .venv .venv-oldest dist build docs/_build .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

.venv/.made .venv-oldest/.made:
	@[[ -n "$(PYTHON)" ]] || { echo "no Python 3.11 or newer is in the PATH; name one: make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2> /dev/null || \
	    .ci/install "$$($(PYTHON) -c 'import sys; print("python{}.{}-venv".format(*sys.version_info))')"
	@$(PYTHON) -m venv $(@D)
	@touch $@

.venv/.demo: .venv/.made constraints.txt pyproject.toml
	@PIP_CONSTRAINT=constraints.txt $(RUN) $(PIP) -e '.[sqlalchemy]'
	@touch $@

.venv/.dev: .venv/.made constraints.txt pyproject.toml
	@PIP_CONSTRAINT=constraints.txt $(RUN) $(PIP) -e '.[dev]'
	@touch .venv/.demo $@

.venv-oldest/.test: .venv-oldest/.made constraints-oldest.txt pyproject.toml
	@PIP_CONSTRAINT=constraints-oldest.txt $(RUN_OLDEST) $(PIP) -e '.[test]'
	@touch $@
