# Two commands: `make demo` and `make test`. Nothing is assumed but python3.11+ with venv, and make.
PYTHON ?= python3
VENV := .venv
STAFETT := $(VENV)/bin/python -m stafett
LIVES ?= 200
SEED ?= $(shell date +%s)
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo run test check bench mutants soak lock clean

demo: $(VENV)/installed-run  ## install, start, load the demo, serve it, print address and log-ins
	@$(STAFETT) demo up

run: $(VENV)/installed-run  ## the same without the demo: start the database, migrate, serve
	@$(STAFETT) demo up --empty

test:  ## install what the tests need, browser included, and run everything
	@$(PYTHON) tools/run_tests.py

check: $(VENV)/installed-test  ## style, types, templates, generated pages
	@$(PYTHON) tools/run_tests.py check

bench: $(VENV)/installed-test  ## speed, as ratios within one run
	@$(VENV)/bin/python -m benchmarks

mutants: $(VENV)/installed-test  ## plant faults in safeguards and see which no test notices; takes hours
	@nice $(VENV)/bin/python tools/mutants.py --diffs

soak: $(VENV)/installed-test  ## play many long lives of cases and orders of consents against the laws, LIVES=200 of each; prints the seed
	@STAFETT_SOAK=$(LIVES) nice $(VENV)/bin/python -m pytest -q -n 0 tests/lives tests/safeguards/test_any_sequence.py --hypothesis-seed=$(SEED)

lock:  ## renew the hashed requirement files from pyproject.toml
	@$(PYTHON) tools/lock.py

$(VENV)/installed-run: requirements/bootstrap.txt requirements/run.txt pyproject.toml
	@$(PYTHON) tools/install.py run

$(VENV)/installed-test: requirements/bootstrap.txt requirements/test.txt pyproject.toml
	@$(PYTHON) tools/install.py test
