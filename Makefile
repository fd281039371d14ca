# `make demo` shows the main job on a bare machine; `make test` is everything that must hold.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install --progress-bar off --require-hashes
PROJECT := $(PIP) install --quiet --no-build-isolation --no-deps --editable .

.PHONY: demo test lint types floors scenarios tests wheel nightly lock clean

demo: $(VENV)/installed
	$(BIN)/aml demo

test: lint types floors tests

lint: $(VENV)/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/installed-dev
	$(BIN)/mypy

floors: $(VENV)/installed-dev
	$(BIN)/lint-imports --no-cache

# The tests hold the shipped scenarios to the same check.
scenarios: $(VENV)/installed-dev
	$(BIN)/aml scenario check scenarios

tests: $(VENV)/installed-dev
	$(BIN)/pytest -n 2 -m "not nightly"

# What takes longer than a change may wait for: every small change of every shipped scenario, among others.
nightly: $(VENV)/installed-dev
	$(BIN)/pytest -n 2 -m nightly

# The wheel alone, in a fresh environment and an empty folder, must do the main job.
wheel: $(VENV)/installed-dev
	sh tests/wheel.sh $(BIN)/python

lock: $(VENV)/installed-dev
	$(PIP) install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group build --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet --output-file requirements-dev.lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "aml needs Python 3.11 or newer; set PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python requirements.lock pyproject.toml
	@$(INSTALL) -r requirements.lock > $(VENV)/install.log || { cat $(VENV)/install.log; exit 1; }
	@sh tests/downloaded.sh $(VENV)/install.log
	@$(PROJECT)
	@touch $@

$(VENV)/installed-dev: $(VENV)/bin/python requirements-dev.lock pyproject.toml
	@$(INSTALL) -r requirements-dev.lock > $(VENV)/install.log || { cat $(VENV)/install.log; exit 1; }
	@sh tests/downloaded.sh $(VENV)/install.log
	@$(PROJECT)
	@touch $@ $(VENV)/installed

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis demo_out
