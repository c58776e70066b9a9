#!/bin/sh
# npm start: install, build, run. From here on `node` is the project's own (node_modules/.bin).
set -eu
cd "$(dirname "$0")/.."
sh scripts/install.sh
PATH="$PWD/node_modules/.bin:$PATH"
export PATH
echo "Building …"
turbo run build --output-logs=errors-only --log-prefix=none >/dev/null
exec node sync-server/main.ts
