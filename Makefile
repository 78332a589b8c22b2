# Two commands matter: make up runs everything, make test tests everything. Both set up whatever is missing.

SHELL       := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS   += --no-print-directory
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

BLOOM       := .bloom/bin/bloom
STATICCHECK := .bloom/tools/staticcheck-0.8.0/staticcheck

# npm notes here what it installed: older than the lock means that it is not what the lock says.
INSTALLED   := node_modules/.package-lock.json
STOREFRONT  := storefront/dist/index.html
PLAYGROUND  := deploy/dev/front/playground/$(INSTALLED)
COMPOSER    := schema/gen/compose/$(INSTALLED)

# All Go modules of the workspace, and all that make generate writes.
GO_PACKAGES := ./... ./deploy/dev/...
GENERATED   := schema/supergraph.graphql schema/composed.graphql subgraphs/*/internal/graph notifier/internal/graph storefront/src/gql

##@ Running

up: tools $(STOREFRONT) $(PLAYGROUND) bloom ## Run everything on http://localhost:4000 (PORT=, PROCESSES=1, LIMITS=strict)
	@exec $(BLOOM) up

reset: tools bloom ## Forget the data of make up
	@$(BLOOM) reset

##@ Working on it

test: tools ## Run every test
	@$(MAKE) --keep-going test-go test-storefront test-browser

test-go: tools bloom
	$(BLOOM) servers -- go test $(GO_PACKAGES)

test-storefront: tools storefront/$(INSTALLED)
	cd storefront && npm test

test-browser: tools $(STOREFRONT) $(PLAYGROUND) bloom
	chromium=$$(deploy/dev/chromium.sh) && cd storefront && CHROMIUM="$$chromium" ../$(BLOOM) system -- npm run e2e

check: tools check-format check-go check-layout check-generated check-storefront check-shipped ## Check format, lint, types, generated code, layout
	@echo "make check: everything is in order"

check-format: tools
	@bad=$$(git ls-files --cached --others --exclude-standard '*.go' | while read -r file; do [ ! -e "$$file" ] || echo "$$file"; done | xargs gofmt -l); \
	  [ -z "$$bad" ] || { echo "gofmt -w these:"; echo "$$bad"; exit 1; }

check-go: tools $(STATICCHECK)
	go vet $(GO_PACKAGES)
	$(STATICCHECK) $$(go list $(GO_PACKAGES) | grep -v /graph/gen$$)

check-layout: tools
	go test ./deploy/dev

check-generated: tools $(COMPOSER) storefront/$(INSTALLED)
	@sums() { git ls-files --cached --others --exclude-standard -- $(GENERATED) | while read -r file; do [ ! -e "$$file" ] || sha256sum "$$file"; done; }; \
	  before=$$(sums); $(MAKE) generate; after=$$(sums); \
	  diff <(echo "$$before") <(echo "$$after") || { echo "The generated code was not up to date. It is now: commit it."; exit 1; }

check-storefront: tools storefront/$(INSTALLED)
	cd storefront && npm run lint && npm run typecheck

# What is shipped must build without the workspace, so without deploy/dev.
check-shipped: tools
	GOWORK=off go build ./...

generate: tools $(COMPOSER) storefront/$(INSTALLED) ## Generate the GraphQL servers, the supergraph and the storefront's documents
	go run ./schema/gen
	cd storefront && npm run codegen

bench: tools bloom ## Measure, and print the figures as a table
	@$(MAKE) bench-router
	@go build -o .bloom/bin/bench ./deploy/dev/bench
	@$(BLOOM) system -- .bloom/bin/bench

bench-router: tools ## Measure the router alone, beside any other (OTHER_ROUTER=command)
	@go build -o .bloom/bin/router ./router/cmd/router
	@go build -o .bloom/bin/bench-router ./deploy/dev/bench/router
	@ROUTER=$${ROUTER:-.bloom/bin/router} .bloom/bin/bench-router

profile: tools bloom ## Take a CPU profile of everything while the benchmark runs
	@go build -o .bloom/bin/bench ./deploy/dev/bench
	@PROFILE=.bloom/cpu.pprof $(BLOOM) system -- .bloom/bin/bench
	@echo "go tool pprof -http localhost:0 .bloom/cpu.pprof shows where the time went"

help: ## Show this
	@awk 'BEGIN { FS = ":.*## " } /^##@/ { printf "\n%s\n", substr($$0, 5) } /^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

# What the above need

tools:
	@for tool in go node npm; do command -v $$tool > /dev/null || { echo "$$tool is missing: install it (Go 1.26 or later, Node 20.19 or later) and try again." >&2; exit 1; }; done
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); if (a < 20 || (a === 20 && b < 19)) { console.error(`Node ${process.version} is too old: install 20.19 or later and try again.`); process.exit(1) }'

bloom: tools
	@mkdir -p .bloom/bin
	@[ -e $(BLOOM) ] || echo "The system is built; the first time takes a few minutes ..."
	@go build -o $(BLOOM) ./deploy/dev/cmd/bloom

%/$(INSTALLED): %/package-lock.json
	cd $* && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(STOREFRONT): storefront/$(INSTALLED) $(shell find storefront/src storefront/public storefront/*.html storefront/vite.config.ts -type f 2> /dev/null)
	cd storefront && npm run build -- --logLevel warn
	@touch $@

$(STATICCHECK):
	GOBIN=$(CURDIR)/$(@D) go install honnef.co/go/tools/cmd/staticcheck@v0.8.0

.PHONY: up reset test test-go test-storefront test-browser check check-format check-go check-layout check-generated \
  check-storefront check-shipped generate bench bench-router profile help tools bloom
