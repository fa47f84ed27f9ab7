# Two commands are enough: `make demo` and `make test`. `make help` prints the others.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --require-hashes --no-deps --progress-bar off
MANAGE := $(BIN)/python manage.py
# Films need ffmpeg: a Python package brings one where the machine has none.
FFMPEG := command -v ffmpeg >/dev/null || $(PIP) --quiet -r requirements/ffmpeg.txt || echo "Without ffmpeg films wait; all else works."
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable chrome

export PORT
# Said outright, since honcho gives each process a PORT of its own and the worker writes the mails.
export BACKSTAGE_URL ?= http://127.0.0.1:$(PORT)
export PATH := $(CURDIR)/$(BIN):$(PATH)
export DJANGO_SETTINGS_MODULE ?= backstage.settings.development
export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.PHONY: help demo run test check format lock messages pictures bench-photos bench-films bench-screenings clean prepared

help: ## what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

demo: prepared ## sets everything up, loads the demo, serves it at http://127.0.0.1:8000 (PORT=… for another)
	@echo "3/3  The demo (its pictures and films are made here; two minutes the first time)"
	@$(MANAGE) load_demo
	@printf '\n  Backstage    http://127.0.0.1:$(PORT)/it/   http://127.0.0.1:$(PORT)/en/\n'
	@printf '  The desk     http://127.0.0.1:$(PORT)/admin/\n'
	@printf '  Try          Volti, one face, its production; switch the language on any page;\n'
	@printf '               at the desk: add a photograph, say who is in it, publish it;\n'
	@printf '               a private screening: ask at the foot of any page, read the mail in outbox/,\n'
	@printf '               approve under Proiezioni private, watch.\n'
	@printf '  Ctrl-C ends the site and its worker.\n\n'
	@exec $(BIN)/honcho -f deploy/Procfile start --no-prefix

run: prepared ## an empty site: asks for the first editor, then serves
	@$(MANAGE) first_editor
	@printf '\n  Your site    http://127.0.0.1:$(PORT)/    the desk: http://127.0.0.1:$(PORT)/admin/\n\n'
	@exec $(BIN)/honcho -f deploy/Procfile start --no-prefix

test: .venv/development ## sets everything up and runs the tests
	@for name in $(BROWSERS); do command -v $$name >/dev/null && exit 0; done; \
	  echo "No Chromium here: the browser tests are left out. Install one (Debian: apt install chromium)."
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

check: .venv/development ## format, lint, types, import contracts, migrations, templates, catalogues
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/djlint templates --check --lint --quiet
	$(MANAGE) makemigrations --check --dry-run
	BACKSTAGE_SECRET_KEY=$$(head -c 48 /dev/urandom | base64 -w0) BACKSTAGE_HOSTS=example.org \
	  $(MANAGE) check --deploy --fail-level WARNING --settings backstage.settings.production
	@$(MAKE) --no-print-directory messages
	@git diff --exit-code -I '^"POT-Creation-Date' -- backstage/locale \
	  || { echo "The catalogues were not current: commit what 'make messages' wrote."; exit 1; }

format: .venv/development ## formats Python and templates
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djlint templates --reformat --quiet

messages: .venv/development ## brings the Italian catalogue up to date and compiles it
	@$(MANAGE) makemessages --locale it --no-location --no-obsolete --ignore '.venv/*' --ignore 'tests/*' --verbosity 0
	@$(MANAGE) compilemessages --locale it --ignore .venv --verbosity 0

lock: ## pins every dependency anew, with hashes
	@command -v uv >/dev/null || { echo "This needs uv: see docs/developers.md."; exit 1; }
	@for set in "runtime" "ffmpeg --extra ffmpeg" "production --extra postgres --extra redis --extra s3" \
	  "development --extra postgres --extra redis --extra s3 --group test --group lint"; do \
	  set -- $$set; name=$$1; shift; \
	  uv pip compile pyproject.toml "$$@" --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-annotate --no-emit-index-url --no-emit-find-links --quiet -o requirements/$$name.txt || exit 1; \
	done

bench-photos: .venv/development ## how fast photographs are developed, beside vips where it is installed
	@PYTHONPATH=. $(BIN)/python bench/photos.py
	@$(BIN)/python bench/batch.py

bench-films: .venv/development ## what a film costs to make, and how soon it is seen on a bad line
	@PYTHONPATH=. $(BIN)/python bench/films.py

bench-screenings: .venv/development ## what asking for each piece of a film costs, behind nginx and without
	@PYTHONPATH=. $(BIN)/python bench/screenings.py

pictures: .venv/development ## takes the README's pictures anew from the running demo
	@$(BIN)/python docs/pictures/take.py http://127.0.0.1:$(PORT)

clean: ## removes the environment; what was edited stays
	rm -rf .venv static

prepared: .venv/runtime
	@echo "2/3  The database and the site's own files"
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) collectstatic --no-input --verbosity 0

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Backstage needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .venv \
	  || { echo "Python's venv is missing (Debian: apt install python3-venv)."; rm -rf .venv; exit 1; }

.venv/runtime: requirements/runtime.txt requirements/ffmpeg.txt | .venv/bin/python
	@echo "1/3  The environment, in .venv/ (about half a minute the first time)"
	@set -o pipefail; $(PIP) -r $< \
	  | { grep --line-buffered -E '^(Collecting|Installing|Successfully)' || true; } | cut -c1-78
	@$(FFMPEG)
	@touch $@

.venv/development: requirements/development.txt requirements/ffmpeg.txt | .venv/bin/python
	@echo "The environment, in .venv/ (about a minute the first time)"
	@$(PIP) --quiet -r $<
	@$(FFMPEG)
	@touch $@ .venv/runtime
