# Everything one does with the project. Each target sets up what it needs, in .venv, which nobody
# has to activate; each is safe to repeat, and quick when nothing has changed.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
# Passed on to pytest: make test ARGS="tests/schools -x"
ARGS ?=

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
INSTALLED := .venv/.installed

.PHONY: help packages install check test prove demo demo-data serve free-port clean

help:  ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

packages:
	@PYTHON=$(PYTHON) .ci/packages run

install: $(INSTALLED)  ## make .venv with all that runs and tests the project

# The stamp is written last: an installation that broke off is taken up again.
$(INSTALLED): requirements.txt requirements-dev.txt | packages
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Python 3.11 or newer is needed: make install PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Installing into .venv …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@

check: install  ## imports, style, types, migrations: all a machine can tell without running tests
	$(BIN)/lint-imports --no-logo
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check

test: install  ## run the tests on all cores; ARGS="…" goes to pytest
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

prove: install  ## run the long proofs: races, random walks, thousands of damaged files and tamperings
	PROOFS=1 $(BIN)/python -m pytest --numprocesses auto --dist worksteal -m proof $(ARGS)

demo: free-port demo-data  ## set up the demonstration (示例) and serve it
	@$(MAKE) --no-print-directory serve

demo-data: install  ## the divisions and the demonstration counties, evaluated, with their dossiers
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_divisions
	@$(MANAGE) demo

serve: free-port install  ## serve at http://127.0.0.1:$(PORT)/
	@$(MANAGE) migrate --verbosity 0
	@echo "请在浏览器中打开 http://127.0.0.1:$(PORT)/ （按 Ctrl+C 停止）"
	@PORT=$(PORT) exec $(BIN)/gunicorn config.wsgi

free-port:
	@if (exec 3<>/dev/tcp/127.0.0.1/$(PORT)) 2>/dev/null; then \
	    echo "端口 $(PORT) 已被占用。请换一个端口，例如：make $(firstword $(MAKECMDGOALS)) PORT=$$(($(PORT) + 1))" >&2; \
	    exit 1; \
	fi

clean:  ## remove .venv and caches; data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
