#!/bin/sh
# What is due in a week, for each person: out/remind/PERSON.md and a calendar, PERSON.ics.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/begin.sh"

fetch_or_stale
mkdir -p "$KEHU_OUT/remind"
said=$KEHU_OUT/remind/errors
failed=0
for person in $KEHU_PEOPLE; do
  status=0
  put "remind/$person.md" book remind --who "$person" --days 7 --format md 2>"$said" || status=$?
  if [ "$status" -eq 0 ]; then
    put "remind/$person.ics" book remind --who "$person" --days 60 --ics -
    send "$person" "remind/$person.md"
  elif [ "$status" -eq 1 ] && [ ! -s "$said" ]; then
    # 1 without a word: nothing is due.
    rm -f "$KEHU_OUT/remind/$person.md" "$KEHU_OUT/remind/$person.ics"
  else
    # The others are reminded all the same.
    cat "$said" >&2
    failed=1
  fi
done
rm -f "$said"
exit "$failed"
