# Everything a developer or a packager needs; `make help` lists it.

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
BUILD_FLAGS ?=
TEST_FLAGS ?=
BENCH_FLAGS ?=

RELEASE = $(SWIFT) build -c release $(BUILD_FLAGS)
SOURCES = Package.swift Sources Tests tools

.PHONY: help setup demo test build bench instructions format lint install uninstall clean

help:
	@echo 'make demo      install what is missing, build, show alerts from a real sandbox'
	@echo 'make test      install what is missing, lint, build, run every test'
	@echo 'make build     release build of gvfast, gvbench and sentry-sim'
	@echo 'make bench     measure and write the benchmark report'
	@echo 'make instructions  count instructions per message against the stored figures'
	@echo 'make format    lay out the sources'
	@echo 'make lint      check the layout without changing it'
	@echo 'make install   install below $$(DESTDIR)$$(PREFIX), $(PREFIX) unless said'

setup:
	@tools/setup

demo: setup
	$(RELEASE) --product gvfast
	@tools/demo "$$($(RELEASE) --show-bin-path)/gvfast"

# Expected alerts hold times of day, so the zone is fixed.
test: setup lint
	$(SWIFT) build --build-tests $(BUILD_FLAGS)
	TZ=UTC $(SWIFT) test --skip-build $(BUILD_FLAGS) $(TEST_FLAGS)

build: setup
	$(RELEASE) --product gvfast
	$(RELEASE) --product gvbench
	$(RELEASE) --product sentry-sim

bench: build
	"$$($(RELEASE) --show-bin-path)/gvbench" report $(BENCH_FLAGS)

instructions: setup
	BUILD_FLAGS='$(BUILD_FLAGS)' tools/instruction-guard

format:
	$(SWIFT) format --in-place --recursive $(SOURCES)

lint:
	$(SWIFT) format lint --strict --recursive $(SOURCES)

install: build
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/share/gvfast'
	bin="$$($(RELEASE) --show-bin-path)" && \
	install -m 0755 "$$bin/gvfast" "$$bin/gvbench" "$$bin/sentry-sim" '$(DESTDIR)$(PREFIX)/bin/'
	install -m 0644 rules/gvfast_rules.yaml '$(DESTDIR)$(PREFIX)/share/gvfast/'
	install -D -m 0644 tools/sentry-sim/sentry-sim.1 \
		'$(DESTDIR)$(PREFIX)/share/man/man1/sentry-sim.1'

uninstall:
	rm -f '$(DESTDIR)$(PREFIX)/bin/gvfast' '$(DESTDIR)$(PREFIX)/bin/gvbench' \
		'$(DESTDIR)$(PREFIX)/bin/sentry-sim'
	rm -rf '$(DESTDIR)$(PREFIX)/share/gvfast'
	rm -f '$(DESTDIR)$(PREFIX)/share/man/man1/sentry-sim.1'

clean:
	rm -rf .build .build-*
