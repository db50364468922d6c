# How every job begins; read by the others, not run by itself. Wants $here, the folder of the job.

. "${KEHU_ENV:-$here/kehu.env}"
export PATH

# Says why, and ends.
fail() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  exit 1
}

mkdir -p "$KEHU_OUT" "$(dirname "$KEHU_MIRROR")"

# One job at a time, where there is flock; the lock goes with the process.
if command -v flock >/dev/null 2>&1; then
  exec 9>"$KEHU_MIRROR.lock"
  flock -w 900 9 || fail "another job has held $KEHU_MIRROR.lock for 15 minutes"
fi

# What was begun and not finished goes, however the job ends.
new=
trap 'test -z "$new" || rm -rf "$new"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Brings the mirror in step, and makes it the first time. Fails when the origin cannot be reached.
fetch() {
  if [ -d "$KEHU_MIRROR" ]; then
    git -C "$KEHU_MIRROR" remote set-url origin "$KEHU_ORIGIN" || return
    git -C "$KEHU_MIRROR" fetch -q --prune origin || return
  else
    new=$KEHU_MIRROR.new
    rm -rf "$new"
    git clone -q --mirror "$KEHU_ORIGIN" "$new" || return
    mv "$new" "$KEHU_MIRROR"
    new=
  fi
}

# The same, but goes on with what the mirror has, and says so.
fetch_or_stale() {
  fetch && return
  [ -d "$KEHU_MIRROR" ] || fail "no mirror, and $KEHU_ORIGIN cannot be reached"
  last=$(git -C "$KEHU_MIRROR" log -1 --format=%cI)
  printf '%s: %s cannot be reached; going on with the book of %s\n' "$(basename "$0")" "$KEHU_ORIGIN" "$last" >&2
}

# kehu on the mirror, with the eyes of KEHU_AS. It writes nothing there but what it keeps below kehu/ to be quick.
book() {
  if [ "$(git -C "$KEHU_MIRROR" config --local user.email || true)" != "$KEHU_AS" ]; then
    git -C "$KEHU_MIRROR" config user.email "$KEHU_AS"
  fi
  kehu -C "$KEHU_MIRROR" --lang "$KEHU_SAYS" --no-input -q "$@"
}

# put FILE COMMAND …: what the command says becomes the file at once and whole, or, when it fails, not at all.
put() {
  to=$KEHU_OUT/$1
  shift
  mkdir -p "$(dirname "$to")"
  new=$(mktemp "$to.XXXXXX")
  status=0
  "$@" >"$new" || status=$?
  if [ "$status" -eq 0 ]; then
    mv -f "$new" "$to"
  else
    rm -f "$new"
  fi
  new=
  return "$status"
}

# send NAME FILE: hands a written file on, where a program for it is set.
send() {
  if [ -n "$KEHU_SEND" ]; then
    "$KEHU_SEND" "$1" "$KEHU_OUT/$2"
  fi
}
