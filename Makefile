# `make` alone lists the targets. Every recipe runs from the repository root and needs only Python 3.11+ and make.
PYTHON ?= python3
BIN := .venv/bin
PY := $(BIN)/python
AUDIT := .venv-audit/bin
export PYTHONDONTWRITEBYTECODE ?=
# `make TARGET V=1` says why of every decision.
LOG := $(if $(V),-v)

.PHONY: help site serve translate models init new check pdf email epub bench-editions test test-slow test-llm mutants lint types bench-translate evaluate evaluate-guards lock audit-dependencies audit-workflows sbom clean
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 20

# A stamp holds the lock file's digest, so that a new lock installs and an unchanged one costs nothing.
.venv/site.stamp: requirements.txt
	@$(PYTHON) scripts/environment.py requirements.txt $@

.venv/editions.stamp: requirements-editions.txt
	@$(PYTHON) scripts/environment.py requirements-editions.txt $@

.venv/test.stamp: requirements-dev.txt requirements-editions.txt requirements.txt
	@$(PYTHON) scripts/environment.py requirements-dev.txt $@

# What watches over the supply chain has many dependencies of its own, and none of them belongs beside the program's.
.venv-audit/audit.stamp: requirements-audit.txt
	@$(PYTHON) scripts/environment.py requirements-audit.txt $@

# Nor does what changes the program to see whether a test notices.
.venv-mutants/mutants.stamp: requirements-mutants.txt
	@$(PYTHON) scripts/environment.py requirements-mutants.txt $@

site: .venv/site.stamp ## set up, translate what is missing, build site/
	@code=0; $(PY) -m translate $(LOG) || code=$$?; $(PY) -m build $(LOG) || code=$$?; exit $$code

serve: .venv/site.stamp ## live preview of both languages, rebuilt on save
	@$(PY) -m mkdocs serve $(LOG)

translate: .venv/site.stamp ## translate what is missing or out of date
	@$(PY) -m translate $(LOG)

models: .venv/site.stamp ## install the translation models (FROM=<folder or file>, LIST=1)
	@$(PY) scripts/models.py $(LOG) $(if $(FROM),--from "$(FROM)") $(if $(LIST),--list)

# Only what stands on the command line counts: some systems have a NAME in every environment.
ANSWERS := NAME NAME_ZH TAGLINE TAGLINE_ZH EDITION EDITION_NAME EDITION_NAME_ZH ADDRESS LICENCE LICENCE_ZH YES FORCE

init: .venv/site.stamp ## start your own newsletter: empties content/, asks for its names (README.md lists variables)
	@$(PY) scripts/init.py $(LOG) $(foreach answer,$(ANSWERS),$(if $(findstring command,$(origin $(answer))),--given $(answer)))

new: .venv/site.stamp ## write the next issue file (EDITION=, START=, LANGUAGE=zh-Hans)
	@$(PY) scripts/new.py $(LOG) $(if $(EDITION),--edition "$(EDITION)") $(if $(START),--start "$(START)") $(if $(filter en zh-Hans,$(LANGUAGE)),--language "$(LANGUAGE)")

check: .venv/site.stamp ## check all content: no model, no site, seconds
	@$(PY) scripts/check.py $(LOG)

pdf: .venv/editions.stamp ## PDF of every issue and year: English, Chinese, bilingual
	@$(PY) -m build.editions pdf $(LOG)

email: .venv/editions.stamp ## mail of every issue, to hand to a mail service
	@$(PY) -m build.editions mail $(LOG)

epub: .venv/editions.stamp ## EPUB of every year
	@$(PY) -m build.editions epub $(LOG)

bench-editions: .venv/editions.stamp ## time and memory of a bilingual year as PDF
	@$(PY) scripts/bench_editions.py $(LOG)

test: .venv/test.stamp lint types ## lint, types and the whole suite
	@$(PY) -m pytest -n 2 --dist loadgroup

test-slow: .venv/test.stamp .venv-audit/audit.stamp ## the checks that take minutes
	@$(PY) -m pytest -m slow
	@$(MAKE) mutants

mutants: .venv/test.stamp .venv-mutants/mutants.stamp ## change the program, see whether the tests notice (half an hour; ARGS=--written)
	@.venv-mutants/bin/python -m scripts.measure.mutants $(ARGS)

test-llm: .venv/test.stamp ## the path of language models with a real one (gets 1.1 GB into .cache/llm, takes minutes)
	@$(PY) -m scripts.measure.local_model
	@$(PY) -m pytest -m llm

lint: .venv/test.stamp ## ruff, format included
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: .venv/test.stamp ## mypy, strict
	@$(BIN)/mypy

bench-translate: .venv/test.stamp ## compare our throughput with argostranslate's own
	@$(PY) scripts/bench_translate.py $(LOG) $(ARGS)

evaluate: .venv/test.stamp ## score the installed models (SETS=, COMPARE=, JSON=)
	@$(PY) scripts/evaluate.py $(LOG) $(SETS) $(if $(COMPARE),--compare "$(COMPARE)") $(if $(JSON),--json "$(JSON)") $(ARGS)

evaluate-guards: .venv/test.stamp ## measure the guards (ANNOTATED=, SETS=, SYSTEMS=, COMPARE=, WRITE=)
	@$(PY) -m scripts.measure.guards_eval $(SETS) $(if $(ANNOTATED),--annotated $(ANNOTATED)) $(if $(SYSTEMS),--systems $(SYSTEMS)) \
		$(if $(COMPARE),--compare "$(COMPARE)") $(if $(WRITE),--write "$(WRITE)") $(ARGS)

lock: ## resolve the dependencies again, with hashes (needs uv; ARGS=--upgrade)
	@$(PYTHON) scripts/lock.py $(LOG) $(ARGS)

audit-dependencies: .venv-audit/audit.stamp ## ask for advisories on every locked package (needs the network)
	@$(AUDIT)/python scripts/audit_dependencies.py $(LOG) $(ARGS)

audit-workflows: .venv-audit/audit.stamp ## zizmor and actionlint; with GH_TOKEN also what only the network knows
	@$(AUDIT)/zizmor --quiet --persona auditor --strict-collection --no-progress $(if $(GH_TOKEN),,--offline) .
	@$(AUDIT)/actionlint

sbom: .venv-audit/audit.stamp ## CycloneDX bill of materials: .cache/sbom/twofold.cdx.json
	@$(AUDIT)/python scripts/sbom.py $(LOG) .cache/sbom/twofold.cdx.json

clean: ## remove everything generated; models and environment stay
	@rm -rf site .cache/pages .cache/site* .cache/preview .cache/editions .cache/sbom
