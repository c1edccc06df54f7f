# `make run` and `make test` work from a clean clone with Python 3.11 or newer, its venv module and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CATALOGUES := $(wildcard locale/*/LC_MESSAGES/django.po)
COMPILED := $(CATALOGUES:.po=.mo)
PYTEST_WORKERS ?= 2
LOCK_OPTIONS := --no-emit-index-url --no-emit-find-links --no-emit-options --no-header

.PHONY: run test lint format types messages lock bench clean-venv

run: $(VENV)/.run $(COMPILED)
	@exec $(BIN)/python manage.py up

test: $(VENV)/.dev $(COMPILED)
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist loadgroup $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.dev
	$(BIN)/mypy

# Collect the strings of code and templates into the catalogues; translate there, then run or test compiles them.
messages: $(VENV)/.dev
	$(BIN)/python -m babel.messages.frontend -q extract -F babel.cfg -o locale/django.pot --no-location --sort-output \
	  -k gettext_lazy -k ngettext_lazy:1,2 -k pgettext_lazy:1c,2 -k npgettext_lazy:1c,2,3 .
	for po in $(CATALOGUES); do \
	  $(BIN)/python -m babel.messages.frontend -q update -D django -i locale/django.pot -d locale --no-fuzzy-matching --ignore-obsolete \
	    --ignore-pot-creation-date -l $$(basename $$(dirname $$(dirname $$po))) || exit 1; \
	done
	rm locale/django.pot

lock: $(VENV)/.dev
	$(BIN)/pip-compile -q --strip-extras $(LOCK_OPTIONS) -o requirements.txt pyproject.toml
	$(BIN)/pip-compile -q --strip-extras $(LOCK_OPTIONS) --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml

bench: $(VENV)/.run $(COMPILED)
	$(BIN)/python -m bench.pages

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; set PYTHON=…")'
	$(PYTHON) -m venv $(VENV)

# Each stamp is as old as the last installation from its lock file.
$(VENV)/.run: requirements.txt | $(BIN)/python
	@echo "Installing the packages of requirements.txt …"
	@$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt | $(BIN)/python
	@echo "Installing the packages of requirements-dev.txt …"
	@$(PIP) install -r requirements-dev.txt
	@touch $@ $(VENV)/.run

%.mo: %.po | $(VENV)/.run
	@$(BIN)/python -m babel.messages.frontend -q compile -f -D django -i $< -o $@

clean-venv:
	rm -rf $(VENV)
