#!/bin/sh
# The real parts that the tests run against, from Debian: two browsers, a TURN relay, networks that
# can be made bad, and an OpenID provider that is no part of ours. The provider is a Python library:
# it brings no service.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v firefox-esr >/dev/null 2>&1 || missing="$missing firefox-esr"
command -v certutil >/dev/null 2>&1 || missing="$missing libnss3-tools"
command -v ip >/dev/null 2>&1 || missing="$missing iproute2"
command -v turnserver >/dev/null 2>&1 || missing="$missing coturn"
/usr/bin/python3 -c 'import oauth2_provider' >/dev/null 2>&1 ||
  missing="$missing python3-django-oauth-toolkit"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ]; then
  echo "The tests need:$missing. Install with: sudo apt-get install$missing" >&2
  exit 1
fi
echo "Installing$missing …"
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
