# Everything a person does with this repository. `make` alone lists it.
# Paths stay relative and quoted, so that the folder may have spaces and Chinese letters in its name.

PYTHON ?=
PIP := .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes
LOCK := .venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-annotate
RUFF := .venv/bin/python -m ruff
# Every Python process a test starts is measured too, save those that are timed or killed. Many tests wait for a process of
# their own: three at once fill two cores.
PYTEST := .venv/bin/python -m coverage run -m pytest --quiet
NODE := PATH="$$PWD/.venv/bin:$$PATH"

tests_in = $(sort $(dir $(foreach folder,$(1),$(wildcard tests/$(folder)/test_*.py tests/$(folder)/*/test_*.py))))
QUICK_TESTS := $(call tests_in,architecture unit)
WORLD_TESTS := $(call tests_in,application contract web properties)
# Apart from the others: threads of the client draw at random, which property tests must not meet in their process.
KAFKA_TESTS := tests/contract/test_event_log_kafka.py tests/application/test_backup_on_kafka.py
LONG_TESTS := $(call tests_in,journeys faults)
# The build reads the templates and page modules too: icons they name go into the sprite.
FRONTEND := $(wildcard shared/web/frontend/* shared/web/frontend/*/*) \
	$(shell find shared/web services -name '*.html' -o -name '*.py' -path '*entrypoints*' -o -name '*.py' -path '*shared/web*')

.DEFAULT_GOAL := help
.PHONY: help run test setup setup-tests docs lock format check types layers quick-tests world-tests long-tests \
	coverage mutants bench demo faults simulate test-kafka clean
# One thing after another: fast checks first, and what fails is the last thing on the screen.
.NOTPARALLEL:
.SUFFIXES:
.DELETE_ON_ERROR:

help: ## List what make can do
	@echo "make run starts Linli (邻里); make test proves it. All there is:"
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: setup ## Set up what is missing, then start the platform with example people: http://127.0.0.1:8000
	@exec .venv/bin/python -m services up --example

test: check types layers quick-tests world-tests long-tests coverage ## Prove everything, quick checks first
	@echo "make test: everything holds."

setup: .venv/installed shared/web/static/build/manifest.json ## Install what running needs, into .venv and node_modules

setup-tests: setup .venv/installed-tests .venv/chromium ## Install what testing and developing need as well

check: setup-tests ## Look at form and style only (ruff)
	@$(RUFF) format --check --quiet . || { echo "make format would mend this."; exit 1; }
	@$(RUFF) check --quiet .

types: setup-tests ## Look at the types only (mypy --strict)
	@.venv/bin/python -m mypy

layers: setup-tests ## Look at the dependency rule only (import-linter)
	@.venv/bin/python -c "from importlinter.cli import lint_imports_command as lint; lint()" --no-logo

quick-tests: setup-tests ## Run the tests that start nothing
	@rm -rf build/coverage
	@$(if $(QUICK_TESTS),$(PYTEST) $(QUICK_TESTS))

world-tests: setup-tests ## Run the tests that need the documents and the log
	@$(if $(WORLD_TESTS),$(PYTEST) --numprocesses 3 --dist worksteal $(WORLD_TESTS) $(addprefix --ignore=,$(KAFKA_TESTS)))
	@$(PYTEST) --numprocesses 3 --dist worksteal $(KAFKA_TESTS)

long-tests: setup-tests ## Run the journeys in a browser, and the tests of bad luck
	@$(if $(LONG_TESTS),$(PYTEST) --numprocesses 3 --dist loadfile $(LONG_TESTS))

faults: setup-tests ## Let everything fail, for half an hour (FAULT_ROUNDS=… for longer)
	@FAULT_ROUNDS=$${FAULT_ROUNDS:-6} .venv/bin/python -m pytest --quiet tests/faults

simulate: setup-tests ## Let seeds play with the ledger's store, log and clock, and find twelve planted bugs (SEEDS=… for more)
	@.venv/bin/python -m tests.simulation --seeds $${SEEDS:-1000}

test-kafka: setup-tests build/kafka/fetched ## Run the platform on a real Apache Kafka (needs Java 17 and Maven; fetches 90 MB once)
	@.venv/bin/python -m pytest --quiet --numprocesses 2 --dist loadfile tests/cluster

coverage: ## Say how much the last tests ran, and refuse less than pyproject.toml asks for
	@.venv/bin/python -m tests.architecture.coverage_floor

format: setup-tests ## Put the Python code into its form
	@$(RUFF) check --fix-only --quiet .
	@$(RUFF) format --quiet .

docs: setup-tests ## Write the pages that are made from the code anew, and a sample of each new event
	@.venv/bin/python -m tests.architecture.drawn

lock: .venv/installed-tests ## Write the lock files anew from pyproject.toml (UPGRADE=1 takes newer versions)
	@$(LOCK) $(if $(UPGRADE),--upgrade) pyproject.toml --extra embedded --output-file requirements.lock
	@$(LOCK) $(if $(UPGRADE),--upgrade) pyproject.toml --extra embedded --group dev \
		--constraints requirements.lock --output-file requirements-dev.lock
	@$(LOCK) $(if $(UPGRADE),--upgrade) --group mutants --constraints requirements-dev.lock \
		--output-file requirements-mutants.lock
	@$(LOCK) $(if $(UPGRADE),--upgrade) --group node --output-file requirements-node.lock

mutants: setup-tests .venv/installed-mutants ## Change the domain on purpose and see whether the tests notice (takes long)
	@.venv/bin/python -m mutmut run --max-children 2
	@.venv/bin/python -m mutmut results

bench: setup ## Measure the pipeline and print the figures
	@.venv/bin/python -m services bench pipeline --json

demo: setup ## Play a day of activity through the public API, then recompute everything
	@.venv/bin/python -m services demo --district 511402 --volunteers 2000 --needs 300 --seed 7

clean: ## Remove what make installed and built; the data folder stays
	@rm -rf .venv node_modules tests/journeys/chromium/node_modules services/bench/peers/node_modules shared/web/static/build build mutants
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# A stamp each: work is done again only when what it follows from has changed.

.venv/made:
	@set -e; found=; old=; \
	for each in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
		if "$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
			old="$$each"; \
			if "$$each" -c 'import venv, ensurepip' >/dev/null 2>&1; then found="$$each"; break; fi; \
		fi; \
	done; \
	if [ -z "$$old" ]; then \
		echo "Linli needs Python 3.11 or newer, and none was found. Install it, or name it: make PYTHON=/path/to/python3" >&2; \
		exit 1; \
	elif [ -z "$$found" ]; then \
		echo "$$old cannot make virtual environments. Install its venv package (on Debian and Ubuntu: apt install python3-venv)." >&2; \
		exit 1; \
	fi; \
	echo "Making .venv with $$("$$found" --version) …"; \
	"$$found" -m venv .venv; \
	touch .venv/made

.venv/installed: requirements.lock .venv/made
	@echo "Installing Python packages, about 110 MB …"
	@$(PIP) --requirement requirements.lock
	@printf '%s\n' '#!/bin/sh' 'home=$$(cd "$$(dirname "$$0")/../.." && pwd)' \
		'PYTHONPATH="$$home" exec "$$home/.venv/bin/python" -m services "$$@"' > .venv/bin/linli
	@chmod +x .venv/bin/linli
	@touch $@

.venv/installed-tests: requirements-dev.lock .venv/installed
	@echo "Installing what the tests need …"
	@$(PIP) --requirement requirements-dev.lock
	@touch $@

.venv/installed-mutants: requirements-mutants.lock .venv/installed-tests
	@echo "Installing what makes mutants …"
	@$(PIP) --requirement requirements-mutants.lock
	@touch $@

.venv/node: .venv/made $(wildcard requirements-node.lock)
	@if npm --version >/dev/null 2>&1 && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; then \
		: "the machine's own will do"; \
	else \
		echo "Installing Node.js, which this machine lacks, into .venv …"; \
		$(PIP) --requirement requirements-node.lock; \
	fi
	@touch $@

# On a machine without Debian's Chromium the journeys take the one that npm brings.
.venv/chromium: tests/journeys/chromium/package-lock.json .venv/node
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then \
		: "the machine's own will do"; \
	else \
		echo "Installing Chromium for the journeys, about 75 MB …"; \
		cd tests/journeys/chromium && PATH="$$PWD/../../../.venv/bin:$$PATH" npm ci --silent --no-audit --no-fund; \
	fi
	@touch $@

build/kafka/fetched: tests/cluster/pom.xml
	@for each in java mvn; do command -v $$each >/dev/null || { echo "make test-kafka needs $$each."; exit 1; }; done
	@echo "Fetching Apache Kafka …"
	@rm -rf build/kafka
	@mvn --quiet --batch-mode --file tests/cluster/pom.xml dependency:copy-dependencies \
		-DoutputDirectory="$$PWD/build/kafka" -DincludeScope=runtime
	@touch $@

node_modules/installed: package-lock.json .npmrc .venv/node
	@echo "Installing front-end packages …"
	@$(NODE) npm ci --silent --no-audit --no-fund
	@touch $@

shared/web/static/build/manifest.json: package.json node_modules/installed $(FRONTEND)
	@echo "Building what browsers load …"
	@$(NODE) npm run --silent build
	@touch $@
