# `make run` shows the program, `make quick` is for between two edits, `make test` runs the tests, `make check` all that
# a change must pass.

PYTHON ?= python3
WORKERS ?= 3
# Paths or options for pytest; all tests where it is empty.
TESTS ?=
# How many steps of the model `make soak` takes on each engine, how many states of a disk it tries, and how often it kills
# the post.
STEPS ?= 1000000
STATES ?= 10000
KILLS ?= 100
# How many of the slowest tests are named at the end.
DURATIONS ?= 10
# With how many people `make peers` compares, and of how many turns it takes the median.
SIZES ?= 1000,10000
TIMES ?= 7
BIN := .venv/bin
INSTALLED := .venv/installed
RUNNABLE := .venv/runnable
POSTGRESQL := /usr/lib/postgresql/*/bin/initdb

# The hashes of what PyPI publishes for every platform, whatever this machine's pip is told to use instead.
COMPILE := env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND='make lock' \
	build/lock/bin/pip-compile --quiet --no-config --strip-extras --generate-hashes --no-emit-options \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(UPDATE)

.PHONY: install runnable run deb test test-deb test-cluster soak coverage quick static check format bench peers pictures manuals words lock clean postgresql openssh slapd strace mandoc debhelper nspawn cluster

install: $(INSTALLED)

$(INSTALLED): pyproject.toml requirements-dev.lock
	$(call provide,requirements-dev.lock,Installing all for work on it: 67 MB to download and about half a minute besides.)
	@touch $(RUNNABLE) $@

# Where all for work on it is there, so is what running needs.
runnable: $(RUNNABLE)

$(RUNNABLE): pyproject.toml requirements.lock requirements-build.lock
	$(call provide,requirements.lock --requirement requirements-build.lock,Installing what running needs: 29 MB to download and about half a minute besides.)
	@touch $@

# Byte code is compiled ahead: without it the first start takes a second longer, and each one for a user
# who may not write here.
define provide
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'OKtui needs Python 3.11 or newer: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || .ci/apt-install python3-venv
	@echo '$(2)'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes --requirement $(1)
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q oktui screens storage
endef

run: runnable
	$(BIN)/oktui demo

# From the source distribution: build/deb/*.deb.
deb: runnable debhelper
	@echo 'Making the Debian package: about a minute.'
	rm -rf build/deb
	$(BIN)/hatchling build -t sdist -d build/deb
	.ci/deb build/deb

test: install postgresql openssh slapd strace mandoc
	$(BIN)/pytest --numprocesses $(WORKERS) --dist worksteal --durations $(DURATIONS) $(TESTS)

# The package installed, run, upgraded and removed in a Debian of its own that is booted for it, by what docs/provoz.md says.
# That Debian is downloaded once, into build/.
test-deb: install deb nspawn
	OKTUI_CLEAN_ROOT=1 $(BIN)/pytest -rs --timeout 1800 tests/clean_root

# Three nodes on loopback, by deploy/cluster, whose primary dies ten times: some minutes, and as root. Not a part of CI.
test-cluster: install postgresql cluster
	OKTUI_CLUSTER=1 $(BIN)/pytest -rs --capture no --timeout 900 tests/cluster

# The model of the rules against the services, some 50 steps a second, and states of a disk after a power cut, some 100.
soak: install postgresql strace
	OKTUI_SOAK_STEPS=$(STEPS) OKTUI_SOAK_STATES=$(STATES) OKTUI_SOAK_KILLS=$(KILLS) $(BIN)/pytest --numprocesses 2 \
		--dist worksteal tests/model tests/power_cut tests/test_post.py

static: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Which lines and branches of the domain, the use cases and storage no test of theirs runs. The screens'
# tests are left out: a rule is tested where it lives.
coverage: install postgresql
	@mkdir -p build
	$(BIN)/pytest --quiet --numprocesses $(WORKERS) --dist worksteal --timeout 600 --cov --cov-report=term-missing:skip-covered \
		tests/domain tests/services tests/storage tests/jobs tests/krk_contract tests/serving tests/model tests/cli

# What needs no database and no screen, one process: starting more takes longer than the tests do.
quick: static
	$(BIN)/pytest --quiet tests/domain tests/test_rules.py tests/test_docs.py tests/test_waiting.py

check: static
	$(MAKE) test

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: install
	$(BIN)/python -m tests.benchmarks

# Beside Django's admin, slapd and samba-tool, which it installs: minutes, so neither CI nor `make test` has it.
peers: install
	$(BIN)/python -m tests.benchmarks.peers --sizes $(SIZES) --times $(TIMES)

# The same program makes the same pictures: docs/obrazky changes only where a form has.
pictures: install
	$(BIN)/python -m tests.pictures docs/obrazky

# docs/man changes only where a command, an option or a setting has.
manuals: install
	$(BIN)/python -m tests.manuals docs/man

# What Click says in Czech; the compiled catalogue is committed, for an installation needs no gettext tools.
words:
	msgfmt --check-format --no-hash --output-file oktui/cli/locale/cs/LC_MESSAGES/click.mo \
		oktui/cli/locale/cs/LC_MESSAGES/click.po

# Keeps the versions it has where they still fit; `make lock UPDATE=--upgrade` takes the newest.
lock:
	$(PYTHON) -m venv --clear build/lock
	build/lock/bin/pip install --quiet pip-tools==7.6.2
	$(COMPILE) --extra postgresql-binary --extra krk --extra serve --extra dev --output-file requirements-dev.lock pyproject.toml
	$(COMPILE) --extra postgresql --extra krk --extra serve --constraint requirements-dev.lock --output-file requirements.lock pyproject.toml
	$(COMPILE) --all-build-deps --only-build-deps --constraint requirements-dev.lock \
		--output-file requirements-build.lock pyproject.toml

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

postgresql:
	@ls $(POSTGRESQL) >/dev/null 2>&1 || command -v initdb >/dev/null || .ci/apt-install postgresql

# With a library that knows an account by another name, so that the tests touch no list of users.
openssh:
	@ls /usr/sbin/sshd /usr/lib/*/libnss_wrapper.so >/dev/null 2>&1 || .ci/apt-install openssh-server openssh-client libnss-wrapper

strace:
	@command -v strace >/dev/null || .ci/apt-install strace

slapd:
	@{ ls /usr/lib/ldap/back_sock.so && command -v ldapsearch; } >/dev/null 2>&1 || .ci/apt-install slapd ldap-utils

mandoc:
	@command -v mandoc >/dev/null || .ci/apt-install mandoc

# Debian's own Python builds for Debian's own Python.
debhelper:
	@{ command -v dh && /usr/bin/python3 -c 'import ensurepip'; } >/dev/null 2>&1 || \
		.ci/apt-install debhelper dpkg-dev python3-venv

nspawn:
	@{ command -v debootstrap && command -v systemd-nspawn; } >/dev/null || .ci/apt-install debootstrap systemd-container

cluster:
	@{ command -v patroni && command -v etcd && /usr/bin/python3 -c 'import etcd'; } >/dev/null 2>&1 || \
		.ci/apt-install patroni python3-etcd etcd-server
