#!/usr/bin/env bash
# Kills the real server in the middle of conversations a thousand times (or as often as the first argument says)
# and checks that nothing acknowledged is lost, and nothing is applied or answered twice.
set -euo pipefail
cd "$(dirname "$0")/.."
CRASHES="${1:-1000}" npm test -- test/runtime/crash.test.ts
