# make demo: set up, build examples/ into dist/, and make a site of it in shelf/.  make test: set up and run all checks.
# Both may be run again at no cost: each step leaves a stamp.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TESTS_READY := $(VENV)/.tests-ready

.PHONY: demo test check lint types bench clean

demo: $(READY)
	$(BIN)/gappon build examples --by category,month --out dist
	$(BIN)/gappon shelf dist --out shelf
	@echo
	@echo "The volumes are in dist/, a site of them in shelf/. To look at it:"
	@echo "    $(BIN)/gappon serve shelf        (http://127.0.0.1:8000/)"

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
	$(BIN)/python bench/shelf.py

$(VENV)/bin/python:
	scripts/system-packages python
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'

$(READY): pyproject.toml scripts/system-packages $(VENV)/bin/python
	scripts/system-packages build
	$(BIN)/pip install --quiet --editable '.[serve]'
	$(BIN)/python -m compileall -q src
	touch $@

$(TESTS_READY): pyproject.toml tests/tools/package.json $(READY)
	scripts/system-packages test
	$(BIN)/pip install --quiet --group test
	cd tests/tools && PUPPETEER_SKIP_DOWNLOAD=1 npm install --ignore-scripts --silent --no-audit --no-fund
	touch $@

clean:
	rm -rf $(VENV) dist shelf build
