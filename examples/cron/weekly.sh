#!/bin/sh
# The week of the team: out/weekly/DAY/brief.md to be mailed, and the same as pages.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/begin.sh"

reports='pipeline forecast quiet activity plans requests'

brief() {
  book today --team --format md || return
  for report in $reports; do
    printf '\n' || return
    book report "$report" --format md || return
  done
}

fetch_or_stale
day=$(date +%Y-%m-%d)
put "weekly/$day/brief.md" brief
for report in $reports; do
  book report "$report" --out "$KEHU_OUT/weekly/$day/$report.html"
done
send weekly "weekly/$day/brief.md"
