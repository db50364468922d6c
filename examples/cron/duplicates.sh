#!/bin/sh
# The likely duplicates that wait for a decision: out/duplicates.csv for people, out/duplicates.ndjson for scripts.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/begin.sh"

fetch_or_stale
put duplicates.csv book duplicates --format csv
put duplicates.ndjson book duplicates --json
if [ "$(wc -l <"$KEHU_OUT/duplicates.csv")" -gt 1 ]; then
  send duplicates duplicates.csv
fi
