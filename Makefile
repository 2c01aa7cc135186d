# Everything starts here: `make demo` shows the product, `make test` proves it. Needs Python 3.11+ and make.

PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
# Two test processes more than there are cores, as some tests wait for a browser or a server.
CORES = $(shell getconf _NPROCESSORS_ONLN)
LANES = $(shell echo $$(( $(CORES) + 2 )))
LINTERS := mypy sqlfluff ruff floors
QUICK := tests/test_together.py tests/test_calls.py tests/test_thresholds.py tests/test_names.py tests/test_floors.py tests/test_pages.py \
  tests/claims tests/statistics tests/golden tests/spark/test_compared.py
UV := $(or $(shell command -v uv 2>/dev/null),$(BIN)/uv)
# The certificates of this machine, a company's own among them: uv would trust the ones it brings alone.
export UV_SYSTEM_CERTS ?= true
# What is compiled once is kept, whatever the environment says: hundreds of processes of the tests begin with the same.
export PYTHONDONTWRITEBYTECODE :=
COMPILE := pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml

# $(call sync,LOCK): the environment becomes exactly what the lock says, and the project itself, editable.
define sync
	@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes $(1)
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --build-constraints requirements-dev.lock --editable .
endef

# $(call together,TARGETS): made at the same time, each saying what it has to say when it ends.
together = $(MAKE) --no-print-directory --jobs $(CORES) --output-sync $(1)

.DEFAULT_GOAL := help
.PHONY: help demo install setup test test-spark quick lint $(LINTERS) compiled bench draft-bench bench-spark compare-spark pictures figures lock clean

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /  make \1  \t/p' Makefile

install: $(VENV)/.runtime ## prepare .venv for your own data

demo: $(VENV)/.runtime ## serve the sample company on 127.0.0.1 (PORT=8501)
	@exec $(BIN)/funnel-review demo --port $(PORT)

setup: $(VENV)/.dev ## prepare .venv for demo and for test
	@.ci/tools

test: setup ## every linter and every test
	+@$(call together,$(LINTERS) compiled)
	$(BIN)/pytest --quiet --numprocesses $(LANES) --no-loadscope-reorder

test-spark: setup ## the tests that need a cluster, which `make test` runs too
	$(BIN)/pytest --quiet tests/spark

quick: $(VENV)/.dev ## what to run after each change: what belongs together, claims, worked figures; under a minute
	$(BIN)/ruff check --quiet .
	$(BIN)/lint-imports
	$(BIN)/pytest --quiet --numprocesses $(LANES) $(QUICK)

lint: $(VENV)/.dev ## ruff, mypy, sqlfluff, import-linter
	+@$(call together,$(LINTERS))

mypy:
	$(BIN)/mypy

sqlfluff:
	$(BIN)/sqlfluff lint --disable-progress-bar queries

ruff:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

floors:
	$(BIN)/lint-imports

compiled: # what every lane imports, once and not by each of them at the same time; and a full run finds its tests
	@FUNNEL_REVIEW_ENDURE=1 $(BIN)/pytest --collect-only -qq > $(VENV)/collected || { sed -n '/= ERRORS =/,$$p' $(VENV)/collected; false; }

bench: $(VENV)/.dev ## the speed table of the README; takes a while
	$(BIN)/python -m tests.bench

bench-spark: setup ## every question in DuckDB and on Spark at three sizes; takes an hour
	$(BIN)/python -m tests.bench.spark

draft-bench: $(VENV)/.dev ## how well `map` drafts each CRM's export of the sample company; takes minutes
	$(BIN)/python -m tests.draft_bench

compare-spark: setup ## every question, or QUESTIONS="topic/name …", on DuckDB and on Spark: the list of those alike; half an hour
	$(BIN)/python -m tests.spark.compare $(QUESTIONS)

pictures: setup ## docs/*.png, from the running sample company
	$(BIN)/python -m tests.browser.pictures

figures: $(VENV)/.dev ## docs/figures.md, of the questions' own words
	$(BIN)/python -m tests.figures_page

# DuckDB stays on 1.5, supported to March 2027, whose extensions are on the package index; pyproject.toml says what is allowed.
lock: $(VENV)/.dev ## newest versions into the two locks
	echo 'duckdb==1.5.5' | $(UV) $(COMPILE) --upgrade --constraint - --output-file requirements.lock
	$(UV) $(COMPILE) --upgrade --extra dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## forget the environment and what the tools left
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# A second start compares four dates and goes on. uv comes at the version and hash of the lock.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@echo "Making $(VENV) from the locks; this takes a minute, once."
	@if test -x "$$(command -v uv)"; then uv venv --quiet --allow-existing --python $(PYTHON) $(VENV); \
	  else $(PYTHON) -m venv $(VENV); fi

$(BIN)/uv: | $(BIN)/python
	@sed -n '/^uv==/,/^[^ ]/{/^uv==/p;/^ *--hash/p;}' requirements-dev.lock > $(VENV)/uv.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(VENV)/uv.txt

# Once the tools of the tests are in, they stay: the larger lock holds the smaller one.
$(VENV)/.runtime: requirements.lock requirements-dev.lock pyproject.toml | $(UV) $(BIN)/python
	$(call sync,$(if $(wildcard $(VENV)/.dev),requirements-dev.lock,requirements.lock))
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(UV) $(BIN)/python
	$(call sync,requirements-dev.lock)
	@touch $@ $(VENV)/.runtime
