# Everything a developer asks of the machine. Needs Rust (stable, by rustup), Node 20.19+ with npm, and make.
# Nothing here needs a database server, a broker or a key.

.DEFAULT_GOAL := help
.PHONY: help run web check test test-rust test-web e2e bench faults fuzz fmt openapi binary packages

CARGO ?= cargo
NPM ?= npm
TARGET := $(or $(CARGO_TARGET_DIR),target)
# Tests share one build without optimisation; what one looks at runs on `demo`: only what is not ours is optimised.
ROADBOOK := $(TARGET)/debug/roadbook
DEMO := $(TARGET)/demo/roadbook

# Tests don't go into the pages, so a changed test builds nothing.
PAGES := web/dist/index.html
PAGE_SOURCES := $(shell find web/staff web/owner web/shared web/public -type f ! -name '*.test.ts' ! -name '*.test.tsx' 2>/dev/null) \
	web/index.html web/vite.config.ts web/tsconfig.json web/package.json web/package-lock.json

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(PAGES) ## Build pages and binary, serve the demo world on http://127.0.0.1:8080
	$(CARGO) build --package server --profile demo
	exec $(DEMO) serve --demo

web: $(PAGES) ## Build the pages into web/dist

check: packages ## Format, clippy, biome, tsc, and the TypeScript client against the OpenAPI document
	$(CARGO) fmt --all -- --check
	$(CARGO) clippy --workspace --all-targets --quiet -- -D warnings
	$(NPM) --prefix web run --silent check
	.ci/typescript-client --check

test: check test-rust test-web ## All checks and all tests but the browser's

test-rust: ## Rust tests; TEST_DATABASE_URL=postgres://… runs them on that engine too
	@if $(CARGO) nextest --version >/dev/null 2>&1; then \
		set -ex; $(CARGO) nextest run; $(CARGO) test --doc --quiet; \
	else \
		set -ex; $(CARGO) test --quiet; \
	fi

test-web: packages ## Unit tests of the pages
	$(NPM) --prefix web run --silent test

e2e: $(PAGES) binary ## Browser tests against the real binary with a seeded file (needs Chromium)
	.ci/browser-tests $(ROADBOOK)

bench: $(PAGES) ## Load and scale measurements: make bench ARGS="--customers 20000"
	$(CARGO) build --release --package server --package bench
	$(TARGET)/release/bench --roadbook $(TARGET)/release/roadbook $(ARGS)

faults: binary ## Kill it, fill its disk, take its database away: make faults ARGS="--kills 5 --gone-seconds 5"
	$(CARGO) build --package bench --bin faults
	bench/faults/run $(TARGET)/debug/faults --roadbook $(ROADBOOK) $(ARGS)

SECONDS ?= 600
fuzz: ## Give every parser of outside bytes what nobody would send: make fuzz SECONDS=600 (each; needs nightly Rust and cargo-fuzz)
	set -e; for target in $$($(CARGO) +nightly fuzz list); do \
		mkdir -p fuzz/corpus/$$target; \
		$(CARGO) +nightly fuzz run $$target fuzz/corpus/$$target fuzz/seeds/$$target -- -max_total_time=$(SECONDS) -timeout=10 -rss_limit_mb=3000; \
	done

fmt: packages ## Format Rust and TypeScript
	$(CARGO) fmt --all
	$(NPM) --prefix web run --silent format

openapi: binary packages ## Write docs/openapi.json and the TypeScript client's types from the code
	$(ROADBOOK) openapi > docs/openapi.json.new
	mv docs/openapi.json.new docs/openapi.json
	.ci/typescript-client

binary:
	$(CARGO) build --package server

$(PAGES): $(PAGE_SOURCES) | packages
	$(NPM) --prefix web run --silent build

# Installed anew only when the lock file differs from the one that was installed.
packages:
	@cmp -s web/package-lock.json web/node_modules/.installed-lock.json || { \
		$(NPM) --prefix web ci --no-audit --no-fund && cp web/package-lock.json web/node_modules/.installed-lock.json; }
