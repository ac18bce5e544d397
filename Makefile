# Two commands to know: `make demo` and `make test`. `make help` lists the others.
# Python 3.11 or newer with its venv module is all they need; another one than python3: make PYTHON=/path/to/python

PYTHON ?= python3
VENV = .venv
PY = $(VENV)/bin/python
PIP = $(PY) -m pip --quiet --disable-pip-version-check --no-input
RUN = $(VENV)/.installed-run
DEV = $(VENV)/.installed-dev
BENCH = $(VENV)/.installed-bench

.PHONY: help demo test e2e bench lint format messages docs lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

demo: $(RUN) ## start the program with practice data (made-up organisations)
	@$(VENV)/bin/outreach demo

test: $(DEV) lint ## everything that must hold: translations, style, types, tests on SQLite and PostgreSQL
	@echo "Tests ..."
	@$(PY) -m pytest -n 2

e2e: $(DEV) ## drive the real program in a terminal (needs tmux)
	@command -v tmux > /dev/null || { echo "make e2e needs tmux: install it first." >&2; exit 1; }
	@echo "Tests in a terminal ..."
	@$(PY) -m pytest -m e2e

bench: $(BENCH) ## measure speed and memory on big made-up data (slow)
	@$(PY) -m pytest -m bench benchmarks -s

lint: $(DEV) ## style and types only
	@echo "Translations ..."
	@$(PY) -m scripts.messages compile
	@echo "Style ..."
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --quiet --check .
	@echo "Types ..."
	@$(PY) -m mypy

format: $(DEV) ## put the code into the project's style
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

messages: $(DEV) ## collect the texts, merge them into the translations, compile
	@$(PY) -m scripts.messages extract update compile

docs: $(DEV) ## write docs/commands.md from the program's own help
	@$(PY) -m scripts.commands_page

lock: ## choose the versions to install anew (needs uv); newer ones: make lock UPGRADE=--upgrade
	@uv pip compile $(UPGRADE) --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	  --custom-compile-command "make lock" pyproject.toml --group build --group dev -o requirements-dev.txt
	@uv pip compile $(UPGRADE) --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	  --custom-compile-command "make lock" pyproject.toml --group build -c requirements-dev.txt -o requirements.txt
	@uv pip compile $(UPGRADE) --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	  --custom-compile-command "make lock" --group bench -c requirements-dev.txt -o requirements-bench.txt

clean: ## remove what was installed and built here; your data stays
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find outreach tui importers db tests scripts benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -f outreach/locales/*/LC_MESSAGES/outreach.mo

$(VENV)/.made:
	@if [ -x $(PY) ]; then \
	  $(PY) -m pip --version > /dev/null 2>&1 || $(PY) -m ensurepip > /dev/null; \
	else \
	  found=; \
	  for python in "$(PYTHON)" python3.14 python3.13 python3.12 python3.11; do \
	    if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then found=$$python; break; fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo "This program needs Python 3.11 or newer, and none was found: install one, or say make PYTHON=/path/to/python." >&2; \
	    exit 1; \
	  fi; \
	  echo "Making $(VENV) with $$("$$found" --version) ..."; \
	  "$$found" -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }; \
	fi
	@touch $@

$(RUN): $(VENV)/.made requirements.txt pyproject.toml
	@echo "Installing the program into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

$(DEV): $(VENV)/.made requirements-dev.txt pyproject.toml
	@echo "Installing the program and what its tests need into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@$(PIP) install --no-build-isolation --no-deps -e .
	@touch $(RUN) $@

$(BENCH): $(DEV) requirements-bench.txt
	@echo "Installing what is measured against ..."
	@$(PIP) install --require-hashes -r requirements-bench.txt
	@touch $@
