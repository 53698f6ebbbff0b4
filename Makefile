# Needs Python 3.11 or later with venv; everything else is installed into .venv from the locks.

PYTHON ?= $(shell for candidate in python3 python3.11 python3.12 python3.13; do \
	$$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$candidate && break; done)
UV_VERSION = 0.13.8
BIN = .venv/bin
UV = $(BIN)/uv
INSTALL = $(UV) pip install --quiet --python $(BIN)/python
RUN_STAMP = .venv/.installed
DEV_STAMP = .venv/.installed-dev
# Trust what this machine trusts, as pip does: a company's own registry has a certificate of its own.
export UV_SYSTEM_CERTS ?= $(if $(wildcard /etc/ssl/certs/*.crt /etc/ssl/cert.pem /etc/pki/tls/certs/*),true,false)
# Where images forbid bytecode every process would compile everything it imports, each time it starts.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL = help
.PHONY: help up demo demo-remove test lint format types fuzz bench bench-pages bench-peers screenshot screenshots lock clean

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

up: $(RUN_STAMP) ## Start everything on this machine until Ctrl-C
	@exec $(BIN)/spanledger up

demo: $(RUN_STAMP) ## The same with 90 days of realistic data, sent through the receiver
	@exec $(BIN)/spanledger demo

demo-remove: $(RUN_STAMP) ## Remove the demo data
	@exec $(BIN)/spanledger demo --remove

test: $(DEV_STAMP) ## Run every test (processes, browser and architecture included)
	@.ci/browser; case $$? in 0) chosen= ;; 3) chosen='not browser' ;; *) exit 1 ;; esac; \
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder -m "$$chosen" $(PYTEST_ARGUMENTS)

lint: $(DEV_STAMP) ## Check style, formatting and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

format: $(DEV_STAMP) ## Mend style and formatting
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: $(DEV_STAMP) ## Check types
	$(BIN)/mypy

fuzz: $(DEV_STAMP) ## Send the receiver ever stranger bytes for FUZZ_SECONDS (an hour), guided by coverage
	@$(INSTALL) --require-hashes -r requirements-fuzz.lock
	$(BIN)/python -m tests.fuzz -max_total_time=$(or $(FUZZ_SECONDS),3600) $(FUZZ_ARGUMENTS)

bench: $(DEV_STAMP) ## Measure ingest, settling and freshness; writes build/bench.json
	$(BIN)/python -m tests.performance.bench

bench-pages: $(DEV_STAMP) ## Measure every page on a million charges and the traces of 10 million spans
	$(BIN)/python -m tests.performance.pages --volume

bench-peers: $(DEV_STAMP) ## The same payloads through Spanledger, Phoenix and MLflow, side by side
	$(BIN)/python -m tests.performance.peers

screenshot: $(DEV_STAMP) ## Make the pictures of docs/screenshot, with Chromium and demo data
	$(BIN)/python -m tests.browser.screenshots

screenshots: $(DEV_STAMP) ## Make a picture of every page, both themes, two widths, in build/screenshots
	$(BIN)/python -m tests.browser.gallery

lock: $(UV) ## Lock the dependencies of pyproject.toml at their newest versions
	$(UV) pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --universal \
		pyproject.toml -o requirements.lock
	$(UV) pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --universal \
		--extra dev pyproject.toml -o requirements-dev.lock

clean: ## Remove .venv, caches and build results; data in SPANLEDGER_HOME stays
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(UV):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed. Install it, or name it: make PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv module does not work. On Debian: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(RUN_STAMP): requirements.lock pyproject.toml | $(UV)
	@echo "Installing into .venv ..."
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --editable .
	@touch $@

$(DEV_STAMP): requirements-dev.lock $(RUN_STAMP)
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@
