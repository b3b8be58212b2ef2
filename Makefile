# The commands of this project; `make help` lists them. Needs Python 3.11 or newer with venv, nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST_OPTIONS ?= --durations=25 --durations-min=1

# The second pair of servers that is supported, and the part of the suite that can tell it from the first.
TEST_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres
TEST_BROKER_URL ?= redis://127.0.0.1:6379/9
export TEST_DATABASE_URL TEST_BROKER_URL
TEST_PAIR = DATABASE_URL=$(TEST_DATABASE_URL) BROKER_URL=$(TEST_BROKER_URL) CACHE_URL=$(TEST_BROKER_URL)
PAIR_ONLY = -m "not browser and not processes" --ignore=tests/runner

# Extras to install for `make up`: torch is not needed where nothing is run.
ifeq ($(QUIZAPP_RUNNER),none)
UP_EXTRAS := postgres
else
UP_EXTRAS := postgres runner sklearn
endif
TEST_EXTRAS := postgres runner sklearn dev

.PHONY: help up test test-full lint screenshots bench install install-dev runtime-tensorflow python
.DEFAULT_GOAL := help

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z%-]+:.*## /{sub("%", "VERSION", $$1); printf "make %-23s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: install ## start everything and say READY; HOST, PORT and QUIZAPP_HOME are heeded; Ctrl-C stops it
	@exec $(BIN)/python manage.py up

test: lint ## run every check and the whole suite; on PostgreSQL and Redis too where they answer
	$(BIN)/pytest $(PYTEST_OPTIONS)
	@$(BIN)/python tests/server_pair.py || { test "$$QUIZAPP_REQUIRE_ALL" != 1; exit; }; \
	set -x; $(TEST_PAIR) $(BIN)/pytest $(PYTEST_OPTIONS) $(PAIR_ONLY)

lint: install-dev ## run the checks without the suite
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	DEBUG=1 $(BIN)/mypy
	$(BIN)/lint-imports
	DEBUG=1 $(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

test-full: test ## and every page in every width and theme, of which `make test` takes a share that goes round by date
	QUIZAPP_EVERY_PAGE=1 $(BIN)/pytest $(PYTEST_OPTIONS) tests/browser/test_every_page.py

screenshots: install-dev ## make pictures of every page, at 360, 768 and 1280 px in both themes, in artifacts/screenshots/
	$(BIN)/pytest -q tests/browser/screenshots.py

bench: install-dev ## measure the runner, the site and its pages on this machine
	@$(BIN)/python -m runner bench
	@SECRET_KEY=only-while-the-bench-runs-0123456789 $(BIN)/python manage.py bench
	@$(BIN)/pytest -q tests/browser/interactive.py

runtime-tensorflow: python ## make .venv-tensorflow, in which TensorFlow snippets run
	@test -x .venv-tensorflow/bin/python || $(PYTHON) -m venv .venv-tensorflow
	@.venv-tensorflow/bin/python -m pip install --quiet --quiet --disable-pip-version-check --constraint constraints-tensorflow.txt tensorflow-cpu==2.21.0

runtime-numpy-%: python ## make .venv-numpy-VERSION, in which a second runner can run plain Python
	@test -x .venv-numpy-$*/bin/python || $(PYTHON) -m venv .venv-numpy-$*
	@.venv-numpy-$*/bin/python -m pip install --quiet --quiet --disable-pip-version-check --only-binary :all: numpy==$*

runtime-pytorch-%: python ## make .venv-pytorch-VERSION (several GB), in which a second runner can run PyTorch
	@test -x .venv-pytorch-$*/bin/python || $(PYTHON) -m venv .venv-pytorch-$*
	@.venv-pytorch-$*/bin/python -m pip install --quiet --quiet --disable-pip-version-check --only-binary :all: torch==$* torchvision numpy pillow

install: python ## make .venv for running
	@$(call installed,$(UP_EXTRAS))

install-dev: python ## make .venv for running and testing
	@$(call installed,$(TEST_EXTRAS))

python:
	@command -v $(PYTHON) >/dev/null || { echo "no $(PYTHON) here: install Python 3.11 or newer, or name one with PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$($(PYTHON) --version 2>&1) is too old: Python 3.11 or newer is needed; name one with PYTHON=..." >&2; exit 1; }

# Installs once for each set of extras and each state of pyproject.toml and constraints.txt.
define installed
test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) cannot make a virtual environment: install python3-venv" >&2; exit 1; }; \
wanted=$$(cat pyproject.toml constraints.txt | cksum); \
stamp="$(VENV)/.installed-$$(echo $(1) | tr ' ' '-')"; \
test "$$(cat $$stamp 2>/dev/null)" = "$$wanted" || { \
	echo "installing what pyproject.toml asks for ($(1)); the first time this takes a minute or more, most of it for torch"; \
	$(BIN)/python -c 'import sys, tomllib; project = tomllib.load(open("pyproject.toml", "rb"))["project"]; print(*project["dependencies"], *(line for extra in sys.argv[1:] for line in project["optional-dependencies"][extra]), sep="\n")' $(1) > $(VENV)/requirements.txt \
	&& $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --constraint constraints.txt --requirement $(VENV)/requirements.txt \
	&& echo "$$wanted" > $$stamp; }
endef
