#!/bin/sh
# The real parts that the tests run against: a browser and a TURN relay, from Debian.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v turnserver >/dev/null 2>&1 || missing="$missing coturn"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ]; then
  echo "The tests need:$missing. Install with: sudo apt-get install$missing" >&2
  exit 1
fi
echo "Installing$missing …"
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
