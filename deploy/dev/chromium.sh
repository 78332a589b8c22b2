#!/usr/bin/env bash
# Prints the path of a Chromium that runs here, installing one if need be: from the distribution where root can
# install it, else by Playwright's own download. Nothing but the path goes to standard output.
set -euo pipefail
cd "$(dirname "$0")/../../storefront"

runs() { "$1" --version > /dev/null 2>&1; }

installed() {
  local name path
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    # Ubuntu's chromium-browser may be a script that only says to install a snap: it has to run.
    if [ -n "$name" ] && path=$(command -v "$name") && runs "$path"; then
      echo "$path"
      return
    fi
  done
  path=$(node --input-type=module --eval 'import { chromium } from "playwright-core"; console.log(chromium.executablePath())')
  if [ -x "$path" ] && runs "$path"; then
    echo "$path"
    return
  fi
  return 1
}

from_distribution() {
  export DEBIAN_FRONTEND=noninteractive
  [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null || return 1
  apt-get install -y --no-install-recommends chromium || { apt-get update && apt-get install -y --no-install-recommends chromium; }
}

installed && exit
echo "No Chromium here; it is installed from the distribution, or else by Playwright." >&2
from_distribution > /dev/null && installed && exit
if [ "$(id -u)" = 0 ]; then
  npx --no-install playwright-core install --with-deps chromium >&2 || true
else
  npx --no-install playwright-core install chromium >&2 || true
fi
installed && exit
echo "No Chromium could be installed: install one (apt-get install chromium), or name one in CHROMIUM, and try again." >&2
exit 1
