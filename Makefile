# The front door. Every command does what it needs first, shows where it is, and is safe to run again.
.DEFAULT_GOAL := help
.PHONY: help demo run build test bench check-deep format install clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## a demo shop with a show on air (PORT, RTMP_PORT, SRT_PORT, LISTEN=0.0.0.0, KEEP=1)
	@tools/steps packages pages server:release demo

run: ## an empty shop on 127.0.0.1:8080, its data in data/ (ARGS="--listen 127.0.0.1:9000")
	@tools/steps packages pages server:release run $(ARGS)

build: ## the server, at build/release/nigiwai
	@tools/steps packages pages server:release

test: ## every test: unit, fuzz, house, pages, contract, journeys, simulation, browser
	@tools/steps packages pages server:release helpers server:asan tests

bench: ## speed, as ratios against real peers (ARGS="fanout --viewers 1000")
	@tools/steps packages pages server:release peers bench $(ARGS)

check-deep: ## sanitizers over the unit, contract and journey tests, FUZZ_SECONDS=600 for each fuzzer, many seeds
	@tools/steps packages pages server:release helpers server:asan server:tsan deep

format: ## put C++ into the house's form
	@tools/steps packages format

install: ## only the packages: Debian's, and those of the pages
	@tools/steps packages

clean: ## remove what was built (a shop's data in data/ stays)
	rm -rf build web/dist
