#!/bin/sh
# month-end.sh [YYYY-MM]: every report of the last day of a month, the past one when none is named, as the book was
# committed by then: out/month/YYYY-MM/index.html, with pages and CSV files.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/begin.sh"

# The month before this one, with nothing but what every `date` knows.
past() {
  year=$(date +%Y)
  month=$(date +%m)
  month=$((${month#0} - 1))
  if [ "$month" -eq 0 ]; then
    year=$((year - 1))
    month=12
  fi
  printf '%04d-%02d\n' "$year" "$month"
}

# The last day of a month YYYY-MM.
last_day() {
  year=${1%-*}
  month=${1#*-}
  case $month in
    04 | 06 | 09 | 11) day=30 ;;
    02)
      day=28
      if [ $((year % 4)) -eq 0 ] && { [ $((year % 100)) -ne 0 ] || [ $((year % 400)) -eq 0 ]; }; then
        day=29
      fi
      ;;
    *) day=31 ;;
  esac
  printf '%s-%s\n' "$1" "$day"
}

month=${1:-$(past)}
case $month in
  [1-9][0-9][0-9][0-9]-0[1-9] | [1-9][0-9][0-9][0-9]-1[0-2]) ;;
  *) fail "a month is YYYY-MM, not $month" ;;
esac
# A month is closed on the whole book or not at all.
fetch || fail "$KEHU_ORIGIN cannot be reached; nothing was written"
name=$month
day=$(last_day "$month")
book report --all --out "$KEHU_OUT/month/$name" --files html,csv --at "$day" --as-of "$day"
send month-end "month/$name/index.html"
