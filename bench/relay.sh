#!/usr/bin/env bash
# Words between client and professional (bench/relay.ts), bundled first: pages are JSX, which Node does not run by itself.
# bash bench/relay.sh [messages a second, default 100] [seconds, default 20]
set -euo pipefail
cd "$(dirname "$0")/.."
npx esbuild bench/relay.ts --bundle --platform=node --format=esm --packages=external --jsx=automatic \
  --jsx-import-source=hono/jsx --outfile=dist/bench/relay.mjs --log-level=error
PATH="$PWD/node_modules/.bin:$PATH" node dist/bench/relay.mjs "$@"
