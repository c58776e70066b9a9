#!/bin/sh
# npm test: installs what is needed, proves types, style and house, runs every test.
# Ends with a line "N passed, N failed".
set -eu
cd "$(dirname "$0")/.."
sh scripts/install.sh
PATH="$PWD/node_modules/.bin:$PATH"
export PATH
sh scripts/system-packages.sh
turbo run build typecheck --output-logs=errors-only --log-prefix=none
oxlint --deny-warnings
prettier --check . --log-level warn
exec vitest run --reporter=default --reporter=./tests/support/closing-line.ts "$@"
