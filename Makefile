# Thin: every target is one command of .venv, and .venv/.ready is the only set-up there is.

PYTHON ?= python3
BIN := .venv/bin

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
# Compiled modules are kept whatever the machine says: without them every start is several times slower.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test check soak docs bench shots assets clean

help:
	@echo "make demo   a made-up company with three years of history, and its numbers"
	@echo "make test   the tests"
	@echo "make check  style, types, layers, reference pages, architecture"
	@echo "make soak   the tests that take minutes"
	@echo "make docs   write docs/reference again"
	@echo "make bench  how fast it is, against SQL written by hand"
	@echo "make shots  pictures of every page in build/shots (needs chromium)"
	@echo "make assets fetch again what pages, charts and checks are made with (needs npm)"
	@echo "make clean  remove what make made"

demo: .venv/.ready
	$(BIN)/lievik demo

test: .venv/.ready
	$(BIN)/pytest -n auto -m "not soak"

check: .venv/.ready
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m lievik.apps.reference --check
	$(BIN)/pytest -q tests/architecture

soak: .venv/.ready
	$(BIN)/pytest -m soak

docs: .venv/.ready
	$(BIN)/python -m lievik.apps.reference

bench: .venv/.ready
	$(BIN)/python -m bench

shots: .venv/.ready
	$(BIN)/python -m tests.browser.shots

assets: .venv/.ready
	$(BIN)/python -m tools.vendor_assets

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.ready: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Lievik needs Python 3.11 or newer; name one: make PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing; install it (Debian and Ubuntu: apt-get install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --compile --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --compile --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q src
	@touch $@
