# The one menu: `make run` serves a demo lab, `make test` runs the suite. Both are idempotent and
# work offline once installed.
PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 2
HOME_DIR ?= printlab-demo
VENV := .venv
BIN := $(VENV)/bin
# Set COVERAGE=1 to measure branch coverage of the two libraries (95 % is asked).
PYTEST_COVERAGE := $(if $(COVERAGE),--cov --cov-report=term:skip-covered,)

.PHONY: run test lint types contracts browser server wheel shape format translations clean

run: $(VENV)/.compiled
	@$(BIN)/python -m printlab.demo --home $(HOME_DIR) --port $(PORT)
	@PRINTLAB_HOME=$(HOME_DIR) $(BIN)/printlab serve --host 127.0.0.1 --port $(PORT) --workers $(WORKERS)

test: $(VENV)/.developed $(VENV)/.fresh contracts
	$(BIN)/pytest -n auto --dist loadfile -m "not browser and not server and not wheel" $(PYTEST_COVERAGE) $(PYTEST_FLAGS)

contracts: $(VENV)/.developed
	$(BIN)/lint-imports

lint: $(VENV)/.developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.developed
	$(BIN)/mypy
	$(BIN)/mypy tests

browser: $(VENV)/.developed
	$(BIN)/pytest -m browser $(PYTEST_FLAGS)

server: $(VENV)/.developed
	$(BIN)/pytest -m server $(PYTEST_FLAGS)

wheel: $(VENV)/.developed
	$(BIN)/pytest -m wheel $(PYTEST_FLAGS)

shape: $(VENV)/.developed
	@$(BIN)/python tools/shape.py

format: $(VENV)/.developed
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

# Collects the texts of the web, keeps what is translated, and compiles; fill in the .po files, run again.
translations: $(VENV)/.developed
	cd web && ../$(BIN)/pybabel -q extract -F translations/babel.cfg -k _l --no-location --sort-output -o translations/messages.pot .
	cd web && ../$(BIN)/pybabel -q update -i translations/messages.pot -d translations --no-fuzzy-matching --ignore-obsolete -w 100
	cd web && ../$(BIN)/pybabel -q compile -d translations
	@rm web/translations/messages.pot

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "printlab needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1 || echo missing). Set PYTHON=/path/to/python3.11." >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "Python's venv module is missing; install it (Debian: python3-venv)." >&2; exit 2; }
	@$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing printlab into $(VENV) (a few minutes, once)"
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.developed: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev
	@touch $@

# What numba compiled into other modules it does not compile anew when its source changes.
$(VENV)/.fresh: $(VENV)/.installed $(shell find slicer_checks scheduler -name '*.py' 2>/dev/null)
	@find slicer_checks scheduler -name '*.nb[ic]' -delete
	@touch $@

# Two processes share the work, one from the front and one from behind: a core each.
$(VENV)/.compiled: $(VENV)/.fresh
	@echo "Compiling both engines: two to five minutes, once"
	@{ $(BIN)/python -m scheduler.compiling && $(BIN)/python -m slicer_checks.compiling --from-behind; } & other=$$!; \
	  $(BIN)/python -m slicer_checks.compiling && wait $$other
	@touch $@

clean:
	rm -rf $(VENV) $(HOME_DIR) dist .mypy_cache .ruff_cache .pytest_cache
