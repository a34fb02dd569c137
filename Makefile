# Everything a developer or a packager needs; `make help` lists it.

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
BUILD_FLAGS ?=
TEST_FLAGS ?=
BENCH_FLAGS ?=
MICROBENCH_FLAGS ?=
# Recordings and Falco's rules that benchmarks run with, where they are; else a simulated sandbox and
# the project's own rules.
BENCH_DATA ?= ../shared

RELEASE = $(SWIFT) build -c release $(BUILD_FLAGS)
SOURCES = Package.swift Sources Tests tools Benchmarks

.PHONY: help setup demo test build bench microbench instructions format lint install uninstall clean

help:
	@echo 'make demo      install what is missing, build, show alerts from a real sandbox'
	@echo 'make test      install what is missing, lint, build, run every test'
	@echo 'make build     release build of gvfast, gvbench and sentry-sim'
	@echo 'make bench     measure, write the benchmark report and the table in README.md'
	@echo 'make microbench  measure the parts with package-benchmark'
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

BENCH_RULES = $(wildcard $(BENCH_DATA)/falco-rules/falco_rules.yaml \
	$(BENCH_DATA)/falco-rules/falco-incubating_rules.yaml \
	$(BENCH_DATA)/falco-rules/falco-sandbox_rules.yaml)
BENCH_CAPTURES = $(wildcard $(BENCH_DATA)/captures/runsc-202608/*.trace)

# Writes bench-report/, keeps the figures in Benchmarks/results and the table in README.md.
bench: build
	"$$($(RELEASE) --show-bin-path)/gvbench" report --enable-all \
		$(addprefix -r ,$(BENCH_RULES)) --readme README.md --store Benchmarks/results \
		$(BENCH_FLAGS) $(BENCH_CAPTURES)

# package-benchmark brings its own build folder; MICROBENCH_FLAGS are those of `swift package
# benchmark`, such as --filter or --no-progress.
microbench: setup
	GVFAST_BENCHMARKS=1 $(SWIFT) package --scratch-path .build-bench $(BUILD_FLAGS) \
		--disable-sandbox benchmark $(MICROBENCH_FLAGS)

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
