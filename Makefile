# Python 3.11+ and make are all that must be there. Another Python: make demo PYTHON=python3.12
PYTHON ?= python3
SETUP = $(PYTHON) -m lhl_portal.local.setup
LOCAL = .venv/bin/python -m lhl_portal.local

.PHONY: help demo test lint bench reset messages

help:
	@echo "make demo         the portal with demo data on 127.0.0.1:8000; Ctrl-C stops it"
	@echo "make demo ONCE=1  builds one report as PDF, prints where it is, and stops"
	@echo "make test         every check and every test"
	@echo "make test ONLY=…  the tests you name, as pytest takes them: ONLY='tests/local -k lock'"
	@echo "make lint         the checks that need no tests"
	@echo "make bench        times the heavy pages on a country at full size"
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

bench:
	@$(SETUP)
	@.venv/bin/python -m benchmarks

reset:
	@$(PYTHON) -m lhl_portal.local.reset

# Needs gettext on the machine. Once to bring new texts into the catalogues, and again when they are translated.
messages: export PORTAL_MODE = test
messages: export DATABASE_URL = postgres://nowhere
messages: export REDIS_URL = redis://nowhere
messages:
	@.venv/bin/python manage.py makemessages -l nn -l en -e html,py,svg -i .venv -i node_modules -i var -i tests \
		--no-location --no-wrap --no-obsolete
	@sed -i '/^"\(POT-Creation-Date\|Report-Msgid-Bugs-To\):/d' lhl_portal/locale/*/LC_MESSAGES/django.po
	@.venv/bin/python manage.py compilemessages -l nn -l en -i .venv -i node_modules
