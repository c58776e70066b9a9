#!/bin/sh
# Installs what the lock file names when node_modules does not hold just that. Prints only errors:
# the machine's own Node may be older than the one in the lock file, which the scripts run on.
set -eu
cd "$(dirname "$0")/.."
stamp=node_modules/.naervaer-lock
if ! cmp -s package-lock.json "$stamp"; then
  echo "Installing packages …"
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json "$stamp"
fi
