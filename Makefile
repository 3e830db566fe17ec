PYTHON ?= python3
VENV ?= .venv
PYTEST_ARGS ?=

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
READY := $(VENV)/.ready-

.DELETE_ON_ERROR:
.PHONY: help demo test lint dist messages screenshots mutants clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY)docs ## Build the example documentation
	$(BIN)/sphinx-build -W --keep-going -n -d build/demo-doctrees example_docs build/demo
	@echo
	@echo "Open in a browser: $(CURDIR)/build/demo/index.html"

test: $(READY)docs,test ## Run the tests; PYTEST_ARGS is handed on
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(READY)docs,lint,test ## Check style, types, import floors and docstrings
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/interrogate sphinx_deps

.PHONY: bench bench-full
bench: $(READY)docs ## Measure against plain Sphinx and the peers, an hour or more; bench-full: several
	$(BIN)/python -m benchmarks.run $(BENCH_ARGS)

bench-full: $(READY)docs
	$(BIN)/python -m benchmarks.run --full $(BENCH_ARGS)

mutants: $(READY)mutants ## Try whether the tests notice faults put into the rules, all or RULES
	PYTHONPATH=tests $(BIN)/python -m mutation.run $(if $(SURVIVORS),--survivors) $(RULES)

POT := sphinx_deps/sphinx_ext/locales/sphinx_deps.pot
messages: $(READY)docs ## Bring the catalogs of messages up to the code; then translate what is new
	$(BIN)/pybabel -q extract --no-location --no-default-keywords -k _ --project sphinx-deps \
	  --copyright-holder "the developers of sphinx-deps" -o $(POT) sphinx_deps/sphinx_ext
	$(BIN)/pybabel -q update --no-fuzzy-matching -D sphinx_deps -i $(POT) -d $(dir $(POT))
	$(BIN)/pybabel -q compile -D sphinx_deps -d $(dir $(POT))

dist: $(READY)docs,test ## Build the sdist and the wheel in dist/
	rm -rf dist
	$(BIN)/python -m build

screenshots: $(READY)docs,test ## Take the pictures of the README and the gallery again
	$(BIN)/python tests/manual/screenshots.py

clean: ## Remove what was built, but not .venv
	rm -rf build dist mutants .coverage .coverage.* .*_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=...")'
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# One stamp for each set of extras: `.venv/.ready-docs,test` says that these are installed.
$(READY)%: pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --editable '.[$*]'
	@touch '$@'
