# The two commands of the README are `make run` and `make test`; everything else is for developers.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PHOTOS ?=
JOBS ?= auto
DEMO := .demo
INPUTS := pyproject.toml hatch_build.py $(wildcard weights/*.py weights/*.toml weights/*.json frontend/*.py frontend/*.json)
UI := frontend/index.html docs/reference/openapi.json \
  $(shell find frontend/src frontend/public -type f -not -path '*/src/client/*')
export PHOTOS

.PHONY: help run test coverage check ui docs campaign benchmark gallery screenshots clean

help:
	@echo "make run PHOTOS=~/Pictures   index a photo folder and show who is in it"
	@echo "make run                     the same with free photographs, in $(DEMO)"
	@echo "make test                    all tests"
	@echo "make coverage                all tests, and which lines none of them runs"
	@echo "make check                   style, types and layers"
	@echo "make ui                      build the web page again, if its sources changed"
	@echo "make screenshots             every page, light and dark, wide and narrow; into .screenshots/"
	@echo "make docs                    write the generated parts of docs/ again"
	@echo "make benchmark               speed and memory, side by side with face_recognition"
	@echo "make gallery                 average faces to look at, beside plain ones; into .gallery/"
	@echo "make campaign                the heavy checks; writes docs/explanation/measured.md"
	@echo "make clean                   remove everything that was made here"

# --- the environment: one stamp for users, one for developers ---------------------------------

$(BIN)/pip:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(INPUTS) $(UI) | $(BIN)/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: $(INPUTS) | $(BIN)/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(VENV)/.run $@

# --- for users --------------------------------------------------------------------------------

LIKENESS := $(BIN)/likeness
ifeq ($(strip $(PHOTOS)),)
run: override PHOTOS := $(DEMO)/photos
LIKENESS += --library $(DEMO)/library
endif
run: $(VENV)/.run
ifeq ($(strip $(PHOTOS)),)
	@$(BIN)/python examples/free_photos.py $(DEMO)
endif
	@$(LIKENESS) add "$$PHOTOS"
	@printf '\n'
	@$(LIKENESS) people
	@printf '%s\n' '' 'And then:' \
	  "  $(LIKENESS) serve" \
	  "  $(LIKENESS) find me.jpg" \
	  "  $(LIKENESS) export people ~/People" \
	  "  $(LIKENESS) --help"

# --- for developers ---------------------------------------------------------------------------

ui: $(VENV)/.dev
	$(BIN)/python -m frontend

test: ui
	$(BIN)/python -m frontend test
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(PYTEST)

coverage: ui
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --cov --cov-report=term $(PYTEST)

check: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m frontend check

docs: $(VENV)/.dev
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/generate_python.py
	$(BIN)/python docs/generate_settings.py
	$(BIN)/python docs/generate_openapi.py

benchmark: $(VENV)/.dev
	$(BIN)/python benchmarks/ingest.py

gallery: $(VENV)/.dev
	$(BIN)/python benchmarks/gallery.py $(if $(PHOTOS),--photos "$$PHOTOS")

screenshots: ui
	$(BIN)/python -m tests.e2e.screenshots

campaign: ui
	$(BIN)/python benchmarks/campaign.py

clean:
	rm -rf $(VENV) .demo .gallery benchmarks/.peer build dist htmlcov .coverage* .hypothesis .import_linter_cache \
	  .mypy_cache .pytest_cache .ruff_cache src/likeness/models/builtin src/likeness/rest/static \
	  .screenshots frontend/.tools frontend/node_modules frontend/src/client weights/node_modules
	find src frontend tests weights benchmarks examples docs -name __pycache__ -prune -exec rm -rf {} +
