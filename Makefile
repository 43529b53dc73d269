# Everything a person or CI does with Provino. `make demo` and `make test` need Python 3.11+, make, and nothing else.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/stamps
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONWARNDEFAULTENCODING :=

FRONTEND_SOURCES := $(shell find frontend -type f -not -path '*/node_modules/*' -not -name '*.md' 2>/dev/null) \
	$(shell find src/provino/web src/provino/galleries -name '*.html' 2>/dev/null)
MESSAGE_SOURCES := $(wildcard src/provino/locale/*/LC_MESSAGES/*.po)

.PHONY: help install run demo test test-unit test-postgresql test-journeys test-frontend soak check fix bench messages lock pictures wheel clean

help:
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 18

install: $(STAMPS)/python $(STAMPS)/messages $(STAMPS)/frontend ## everything the other targets need, locked; does nothing when nothing changed

$(STAMPS)/python: requirements/test.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Provino needs Python 3.11 or newer; set PYTHON=python3.x")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/messages: $(STAMPS)/python $(MESSAGE_SOURCES) tools/messages.py
	$(BIN)/python -m tools.messages compile
	@touch $@

$(STAMPS)/npm: $(STAMPS)/python frontend/package.json frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund
	@touch $@

$(STAMPS)/frontend: $(STAMPS)/npm $(FRONTEND_SOURCES)
	cd frontend && npm run --silent build
	$(BIN)/python -m whitenoise.compress --quiet src/provino/web/shared/static/provino
	@touch $@

run: install ## Provino with an empty data folder (PROVINO_DATA, default data/)
	exec $(BIN)/provino serve

demo: install ## Provino with a demo studio in demo-data/: three galleries, clients, favourites, comments
	@export PROVINO_DATA=$${PROVINO_DATA:-$(CURDIR)/demo-data} PROVINO_DEMO=1; \
	$(BIN)/provino demo --photos demo/photos && exec $(BIN)/provino serve

test: install test-frontend test-unit test-postgresql test-journeys ## unit, integration on SQLite and PostgreSQL, journeys in a real browser

test-unit: install
	$(BIN)/pytest -n 2 --dist loadfile -m "not journey"

test-postgresql: install
	PROVINO_TEST_DATABASE=postgresql $(BIN)/pytest -n 2 --dist loadfile -m "not journey and not process"

test-journeys: install
	$(BIN)/pytest -m journey

test-frontend: $(STAMPS)/npm
	cd frontend && npm run --silent test

soak: install ## twenty rounds of kill -9 during upload and rendering
	PROVINO_SOAK_ROUNDS=20 $(BIN)/pytest tests/soak

check: install ## format, lint, types, imports, migrations, messages, locks, links in docs
	$(BIN)/ruff format --check src tests tools bench
	$(BIN)/ruff check src tests tools bench
	PROVINO_DATA=$(CURDIR)/.cache/check $(BIN)/mypy src tests tools bench
	$(BIN)/lint-imports
	PROVINO_DATA=$(CURDIR)/.cache/check $(BIN)/python -m django makemigrations --check --dry-run --settings provino.config.settings
	$(BIN)/python -m tools.messages check
	$(BIN)/python -m tools.locks check
	$(BIN)/python -m tools.links
	cd frontend && npm run --silent check

fix: install ## format and mend what can be mended by machine
	$(BIN)/ruff format src tests tools bench
	$(BIN)/ruff check --fix src tests tools bench
	cd frontend && npm run --silent fix

bench: install ## figures against peers and limits; ONLY=name for one; writes bench/results.json
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	$(BIN)/python -m bench.run $(ONLY)

messages: $(STAMPS)/python ## collect new strings into the catalogues
	$(BIN)/python -m tools.messages update

lock: $(STAMPS)/python ## remake all lock files
	$(BIN)/python -m tools.locks make
	cd frontend && npm install --package-lock-only --no-audit --no-fund

pictures: install ## the pictures of README and docs, taken from the demo
	$(BIN)/python -m tools.pictures

wheel: install ## a wheel with the built front end in it
	$(BIN)/uv build --wheel --no-build-isolation --out-dir dist

clean:
	rm -rf .venv .cache demo-data dist frontend/node_modules src/provino/web/shared/static/provino
