# Two commands do all the set-up on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test lint clean

run: .venv/.stamp  ## the main job: show and make the repairs of the seed article
	@cp seeds/article.dirty.txt .venv/article.txt
	@$(BIN)/cleaner diff .venv/article.txt; $(BIN)/cleaner fix --quiet .venv/article.txt
	@cmp .venv/article.txt seeds/article.clean.txt && echo "the repaired article is seeds/article.clean.txt, byte for byte"

test: .venv/.stamp  ## the whole suite
	@$(BIN)/python -m pytest

lint: .venv/.stamp  ## format, lint, types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

.venv/.stamp: pyproject.toml
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	@rm -rf .venv build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
