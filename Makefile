# For those without make: README.md has `make run` and `make test` as plain lines.
.DEFAULT_GOAL := help
.PHONY: help run test check floor bench picture pins assets

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: $(BIN)/.packages assets ## a database with a demo programme, served on http://127.0.0.1:8000 (PORT=8001 for another)
	@$(BIN)/python -m scripts.run --port $(PORT)

test: $(BIN)/.packages-dev assets ## everything the tests need, then all checks and all tests
	@$(BIN)/python -m scripts.test

check: $(BIN)/.packages-dev ## lint, types and import contracts only
	@$(BIN)/python -m scripts.check

floor: $(BIN)/.packages-dev assets ## what the tests do not reach of rules, core and commands
	@$(BIN)/python -m scripts.coverage_floor

bench: $(BIN)/.packages-dev assets ## how fast the main pages, imports and reports are
	@$(BIN)/python -m tests.benchmarks

picture: $(BIN)/.packages-dev assets ## the README's picture, taken again
	@$(BIN)/python -m scripts.picture

pins: $(BIN)/python ## write the pinned requirements again from the .in files (PINS=--upgrade for newer ones)
	@$(BIN)/python -m scripts.pins $(PINS)

assets: $(BIN)/.packages
	@$(BIN)/python -m scripts.assets

$(BIN)/.packages: requirements.txt | $(BIN)/python
	@echo "Installing the pinned packages"
	@$(INSTALL) -r requirements.txt
	@touch $@

$(BIN)/.packages-dev: requirements-dev.txt | $(BIN)/.packages
	@echo "Installing what the tests need"
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Ragstone needs Python 3.11 or newer, and $(PYTHON) is not. Name another: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -f $@; exit 1; }
