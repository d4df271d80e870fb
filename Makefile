# The first target that needs it builds .venv. Needs only make and Python 3.11-3.14 (another one: make setup PYTHON=python3.12).
BIN := .venv/bin
READY := .venv/.ready
CODE := flows warehouse expectations reports

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-slow style bench quality-bench fuzz crash-test lock clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' Makefile

setup: $(READY) ## Build .venv from requirements.lock, hashes checked

$(READY): requirements.lock pyproject.toml
	@PYTHON="$(PYTHON)" sh infra/setup.sh

demo: $(READY) ## Run six fiscal years of a synthetic programme; documents in ./demo
	@$(BIN)/rokunen demo

style: $(READY) ## Check style, types and the floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: style ## Run style and the tests; under five minutes on two cores
	$(BIN)/pytest -n auto --dist loadgroup -m "not slow and not office"

test-slow: $(READY) ## Run the tests that start servers, run six years, or need LibreOffice
	$(BIN)/pytest -n auto --dist loadgroup -m "slow or office"

bench: $(READY) ## Measure speed, as ratios taken in one run
	$(BIN)/python infra/bench/speed.py

quality-bench: $(READY) ## Measure which slips the checks find, and false alarms; table into docs/quality.md
	$(BIN)/python infra/bench/quality.py --page docs/quality.md

fuzz: $(READY) ## Read many messy and damaged files; more seeds than the tests
	$(BIN)/python infra/bench/fuzz.py
	$(BIN)/python infra/bench/mess.py --office

crash-test: $(READY) ## Kill runs at random moments and see that nothing is lost
	$(BIN)/python infra/bench/crash.py

lock: $(READY) ## Renew requirements.lock from pyproject.toml
	$(BIN)/uv pip compile --universal --generate-hashes --group dev --upgrade pyproject.toml -o requirements.lock

clean: ## Remove the demo, builds and caches; .venv stays
	rm -rf demo dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find $(CODE) tests infra -name __pycache__ -type d -prune -exec rm -rf {} +
