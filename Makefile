# Everything a newcomer types. `make run` and `make test` set up what they need.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.locked

.PHONY: run test test-browser quality test-worker serve soak bench lint clean lock

run: $(STAMP)
	$(BIN)/pipeline run

test: $(STAMP)
	$(BIN)/python -m pytest -n 3 --dist loadgroup -m "not worker and not browser"

test-browser: $(STAMP)
	@command -v chromium > /dev/null || { echo "test-browser: no chromium here; apt-get install chromium" >&2; exit 2; }
	$(BIN)/python -m pytest -m browser tests/browser

test-worker: $(STAMP)
	$(BIN)/python -m pytest -m worker

serve: $(STAMP)
	$(BIN)/pipeline serve

soak: $(STAMP)
	$(BIN)/python tests/soak.py
	$(BIN)/python tests/soak_faults.py

bench: $(STAMP)
	$(BIN)/python benchmarks/clean.py
	$(BIN)/python benchmarks/languages.py
	$(BIN)/python benchmarks/names.py
	$(BIN)/python benchmarks/resolving.py
	$(BIN)/python benchmarks/runs.py
	$(BIN)/python benchmarks/search.py

quality: $(STAMP)
	$(BIN)/python benchmarks/quality.py

lint: $(STAMP)
	$(BIN)/ruff check src flows tests benchmarks
	$(BIN)/mypy

clean:
	rm -rf $(VENV) build src/*.egg-info .mypy_cache .ruff_cache .hypothesis logs reports
	find warehouse -maxdepth 1 -mindepth 1 ! -name schema ! -name views -exec rm -rf {} +

# --no-deps: pip 23 stumbles over extras in hashed files; the lock is complete by itself.
$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q src
	$(BIN)/python -c "import pipeline.languages; pipeline.languages.prepare()"
	touch $@

lock:
	$(PYTHON) -m uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --extra dev --extra cluster -q \
	  pyproject.toml -o requirements.lock
