# The commands everybody uses; CI runs `make check`.
PYTHON ?= python3
PORT ?= 3978
PY := .venv/bin/python

.PHONY: install run check test semantic test-semantic fast soak bench lint types imports fit lock playground test-playground gallery record-log drill sbom clean

run: .venv/ready web/node_modules/ready  ## serve the demo meeting on this machine
	@ORDSTYRER_DEV=$${ORDSTYRER_DEV:-1} PORT=$(PORT) exec $(PY) app.py serve

install: .venv/ready web/node_modules/ready  ## what serving needs, and nothing else

check: lint types imports test  ## what CI runs

lint: .venv/dev-ready
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .

types: .venv/dev-ready
	.venv/bin/mypy

imports: .venv/dev-ready
	.venv/bin/lint-imports

test: .venv/dev-ready web/node_modules/ready tests/app_package/node_modules/ready  ## every test, browsers included
	$(PY) -m pytest -n 4 --dist loadfile --no-loadscope-reorder

semantic: .venv/semantic-ready  ## the optional embedder: answers are also found by what is meant

test-semantic: .venv/dev-ready .venv/semantic-ready  ## the figures with it
	$(PY) -m pytest tests/knowledge/test_semantic_gate.py

fast: .venv/dev-ready  ## the pure part alone: rules and words
	$(PY) -m pytest tests/meeting tests/dialogs

soak: .venv/dev-ready web/node_modules/ready  ## the long tests: a thousand kills, every fault, every byte, slow lines, fuzzing
	$(PY) -m pytest --soak --timeout 0 -sv

bench: .venv/dev-ready  ## one JSON object a line
	@for bench in votes ballots polls search replay teams stores restart starting http_votes flood streams alike hosts ticking evaluation erasing first_visit peers; do $(PY) -m bench.$$bench || exit 1; done

fit: .venv/dev-ready  ## fit the answer engine's constants anew
	$(PY) -m knowledge.fit

playground: .venv/ready web/node_modules/ready tests/playground/node_modules/ready  ## the bot in a Teams look-alike
	$(PY) -m tests.playground.look

test-playground: .venv/dev-ready web/node_modules/ready tests/playground/node_modules/ready
	$(PY) -m pytest tests/playground --playground

gallery: .venv/dev-ready web/node_modules/ready  ## docs/gallery.md: every page in every phase
	$(PY) -m tests.browser.gallery

drill: .venv/dev-ready web/node_modules/ready  ## a machine is lost: its meeting goes on on another, from a backup
	$(PY) -m tests.process.drill

sbom: .venv/dev-ready  ## what is installed, with versions and licences: sbom/*.cdx.json
	$(PY) -m tests.sbom sbom

record-log: .venv/dev-ready web/node_modules/ready  ## what this version writes, for later ones to read: make record-log NAME=0.2.0
	$(PY) -m tests.earlier.record . $(NAME)

lock: .venv/dev-ready  ## resolve requirements*.in anew
	.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --upgrade requirements.in -o requirements.txt
	.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --upgrade requirements.in requirements-dev.in -o requirements-dev.txt
	.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --upgrade requirements-semantic.in -o requirements-semantic.txt

.venv/ready: requirements.txt
	test -x $(PY) || $(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/semantic-ready: requirements-semantic.txt .venv/ready
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-semantic.txt
	@touch $@

.venv/dev-ready: requirements-dev.txt .venv/ready
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

%/node_modules/ready: %/package-lock.json
	npm ci --prefix $* --no-audit --no-fund --loglevel=error
	@touch $@

clean:
	rm -rf .venv web/node_modules tests/playground/node_modules tests/app_package/node_modules
