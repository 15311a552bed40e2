# Everything runs in .venv, made on first use. pip reads your own configuration as always.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
BENCHMARKS ?=

.PHONY: serve test check bench growth quality safety format clean help

help:  ## list these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 10

serve: .venv/installed  ## serve the sample clinic on port 8000 (ARGS="--documents DIR" for yours)
	$(BIN)/clinic-faq serve $(ARGS)

test: .venv/installed-dev  ## run every test (ARGS="tests/index" for some)
	scripts/chromium
	$(BIN)/pytest $(ARGS)

check: .venv/installed-dev  ## format, lint and types
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

quality: .venv/installed-dev  ## measure answer quality and write docs/quality.md (BENCHMARKS=DIR: open test sets)
	$(BIN)/python -m benchmarks.quality $(if $(BENCHMARKS),$(BENCHMARKS),--only golden decisions peers)

safety: .venv/installed-dev  ## measure the safety rules and write docs/safety.md
	$(BIN)/python -m benchmarks.safety

format: .venv/installed-dev  ## let ruff format and mend what it can
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: .venv/installed-dev  ## measure speed beside other stacks, half an hour (BENCHMARKS=DIR adds its corpora)
	$(BIN)/python -m benchmarks.speed $(if $(BENCHMARKS),--medquad $(BENCHMARKS)/medquad)

growth: .venv/installed-dev  ## measure search up to a million vectors, half an hour (BENCHMARKS=DIR)
	$(BIN)/python -m benchmarks.growth $(BENCHMARKS)

clean:  ## delete the environment and the sample's index
	rm -rf .venv data

constraints.txt:
	$(PYTHON) -m venv .venv-newest
	.venv-newest/bin/python -m pip install -q -c <(echo torch==2.13.0) -e '.[test,check,train,spanish]'
	{ echo "# The exact versions that the tests passed with. Made anew by: make -B constraints.txt"; \
	  .venv-newest/bin/python -m pip freeze --exclude-editable | sed 's/+cpu//'; } > $@
	rm -rf .venv-newest

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --progress-bar on -c constraints.txt -e .
	touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install --quiet --progress-bar on -c constraints.txt -e '.[test,check,spanish]'
	touch $@
