# make demo: set up and build examples/ into dist/.  make test: set up and run all checks.
# Both may be run again at no cost: each step leaves a stamp.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TESTS_READY := $(VENV)/.tests-ready

.PHONY: demo test check lint types bench clean

demo: $(READY)
	$(BIN)/gappon build examples --by category,month --out dist

test: $(TESTS_READY)
	scripts/check

lint: $(TESTS_READY)
	$(BIN)/ruff check src tests bench examples
	$(BIN)/lint-imports

types: $(TESTS_READY)
	$(BIN)/mypy

bench: $(TESTS_READY)
	$(BIN)/pip install --quiet --group bench
	$(BIN)/python bench/epub.py
	$(BIN)/python bench/pdf.py

$(VENV)/bin/python:
	scripts/system-packages python
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'

$(READY): pyproject.toml scripts/system-packages $(VENV)/bin/python
	scripts/system-packages build
	$(BIN)/pip install --quiet --editable .
	$(BIN)/python -m compileall -q src
	touch $@

$(TESTS_READY): pyproject.toml tests/tools/package.json $(READY)
	scripts/system-packages test
	$(BIN)/pip install --quiet --group test
	cd tests/tools && PUPPETEER_SKIP_DOWNLOAD=1 npm install --silent --no-audit --no-fund
	touch $@

clean:
	rm -rf $(VENV) dist build
