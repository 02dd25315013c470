# Trình Khen: `make run` serves it, `make test` tests it. Nothing else has to be known or installed: python3 (with venv),
# make and git are enough; Node and PostgreSQL come as Python packages into .venv.

PYTHON ?= python3
PORT   ?= 8000
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(BIN)/uv
BUILT  := service/static/build
MADE   := .make
# Hashes, but no address of a registry: the same lock serves behind a mirror.
LOCKING := --universal --generate-hashes --no-emit-index-url --no-annotate --no-header
# Tests wait for browsers and databases half of their time: three for two cores. Who is done takes over from who is not.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(-(-3 * (os.cpu_count() or 1) // 2))')
SHARED  := -n $(WORKERS) --dist worksteal
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Python keeps what it has compiled: tests and workers start hundreds of processes that would all compile it anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-nightly test-crash bench tutorial setup front-end-packages static check format lock clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: setup static ## Serve on port 8000 of this machine (PORT=… for another) with plans and demo accounts
	@TRINHKHEN_DEMO=1 TRINHKHEN_PORT=$(PORT) trinhkhen demo
	@TRINHKHEN_DEMO=1 TRINHKHEN_PORT=$(PORT) trinhkhen serve

test: setup static ## Run every test (ARGS="tests/web -x" for some)
	@python -m pytest -q -rfEs $(SHARED) $(ARGS)

test-nightly: setup ## Random processes and expressions by the thousand: what `make test` has no time for
	@python -m pytest -q -rfEs $(SHARED) --nightly tests/unit/engine tests/unit/feel $(ARGS)

test-crash: setup static ## Kill processes at every point of their work, and the database under load
	@python -m pytest -q -rfEs $(SHARED) --crash tests/crash tests/integration/test_scheduler.py $(ARGS)

bench: setup front-end-packages ## Compare with peers and plain SQL (ARGS=--quick for a minute's look, ARGS=command for one part)
	@python -m bench.environments
	@python -m bench $(ARGS)

tutorial: setup static ## Walk the tutorial and take its pictures anew (docs/tutorial/pictures)
	@python -m pytest -q --pictures tests/e2e/test_tutorial.py tests/contracts/test_tutorial.py $(ARGS)

check: setup ## Style, types, who imports whom
	@ruff format --check -q . && ruff check -q .
	@mypy --no-error-summary
	@lint-imports --no-cache > $(MADE)/imports.txt || { cat $(MADE)/imports.txt; exit 1; }

format: setup ## Put the code into the house's format
	@ruff format -q . && ruff check -q --fix .

setup: $(MADE)/python
front-end-packages: $(MADE)/node
static: $(MADE)/static

$(MADE)/python: requirements.lock requirements-uv.lock pyproject.toml
	@mkdir -p $(MADE)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.12")'
	@echo "Installing Python packages"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(UV) || $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@$(UV) pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@$(UV) pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(MADE)/node: studio/package-lock.json studio/.npmrc $(MADE)/python
	@echo "Installing front-end packages"
	@cd studio && npm ci --ignore-scripts --loglevel=error > /dev/null
	@touch $@

$(MADE)/static: $(MADE)/node studio/build.mjs $(shell find studio/src studio/scss -type f)
	@echo "Building style sheets and scripts into $(BUILT)"
	@cd studio && node build.mjs
	@touch $@

lock: $(MADE)/python ## Resolve the dependencies anew, after a change of pyproject.toml or studio/package.json
	@$(UV) pip compile -q pyproject.toml --group dev --group build \
	  $(LOCKING) -o requirements.lock $(ARGS)
	@$(UV) pip compile -q pyproject.toml -c requirements.lock $(LOCKING) -o requirements-run.lock
	@grep '^uv==' requirements.lock | cut -d ' ' -f 1 > $(MADE)/uv.in
	@$(UV) pip compile -q $(MADE)/uv.in $(LOCKING) -o requirements-uv.lock
	@cd studio && npm install --package-lock-only --ignore-scripts --loglevel=error

clean: ## Remove everything that make has made, but not var/ (the data)
	rm -rf $(VENV) $(MADE) $(BUILT) studio/node_modules .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache
