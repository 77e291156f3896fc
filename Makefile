# Python 3.11+ and make are all that must be there. Another Python: make demo PYTHON=python3.12
PYTHON ?= python3
SETUP = $(PYTHON) -m lhl_portal.local.setup
LOCAL = .venv/bin/python -m lhl_portal.local

.PHONY: help demo test lint reset

help:
	@echo "make demo         the portal with demo data on 127.0.0.1:8000; Ctrl-C stops it"
	@echo "make demo ONCE=1  builds one report as PDF, prints where it is, and stops"
	@echo "make test         every check and every test"
	@echo "make test ONLY=…  the tests you name, as pytest takes them: ONLY='tests/local -k lock'"
	@echo "make lint         the checks that need no tests"
	@echo "make reset        forgets the demo's data"

demo:
	@$(SETUP)
	@$(LOCAL).demo $(if $(ONCE),--once)

test:
	@$(SETUP) --test
	@$(LOCAL).check $(if $(ONLY),--only "$(ONLY)")

lint:
	@$(SETUP)
	@$(LOCAL).check --lint

reset:
	@$(PYTHON) -m lhl_portal.local.reset
