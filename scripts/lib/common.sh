# Sourced by every script: how they speak, where they keep things, how they become root.
# shellcheck shell=bash

# say TEXT: one line about what is being done.
say() { printf '== %s\n' "$*" >&2; }

# die TEXT: one sentence about what went wrong and what cures it; exit status 1.
die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# die_usage TEXT: the command line was wrong; exit status 2.
die_usage() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 2
}

# need COMMAND PACKAGE: ends with an error if the command is not installed.
need() {
  command -v "$1" >/dev/null || die "$1 is missing: install the Debian package $2, or run scripts/setup test"
}

# cache_dir: prints the directory for what is slow to make and may be thrown away.
cache_dir() {
  local dir=${PINBRIDGE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pinbridge}
  mkdir -p "$dir" || die "cannot make the cache directory $dir; set PINBRIDGE_CACHE to another"
  (cd "$dir" && pwd)
}

# with_lock NAME COMMAND…: one at a time on this machine, for what shares the cache.
with_lock() {
  local lock
  lock=$(cache_dir)/$1.lock
  shift
  (
    flock --nonblock 9 || {
      say "waiting for another run that holds $lock"
      flock 9
    }
    "$@" 9>&-
  ) 9>"$lock"
}

# as_root COMMAND…: as root, through sudo if need be.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo -- "$@"
  else
    die "this needs root (to run: $*), and there is no sudo: run it as root once"
  fi
}

# quietly LOG WHAT COMMAND…: runs a long command with its output in LOG, says every half minute that it
# still runs, and shows the end of LOG if it fails. A function has to look after its own failures: set -e does
# not hold in it.
quietly() {
  local log=$1 what=$2 started=$SECONDS ticker status=0
  shift 2
  mkdir -p "$(dirname "$log")"
  (
    # A sleep left behind would hold the pipe that we write to, and its reader, for half a minute.
    trap 'kill "$!" 2>/dev/null; exit' INT TERM
    while sleep 30 & wait "$!"; do say "still $what: $((SECONDS - started)) s"; done
  ) &
  ticker=$!
  # In the foreground, where Ctrl-C ends it together with us.
  "$@" >"$log" 2>&1 || status=$?
  kill "$ticker" 2>/dev/null
  wait "$ticker" 2>/dev/null || true
  if [ "$status" -ne 0 ]; then
    tail -n 40 "$log" >&2
    die "failed while $what; the whole output is in $log"
  fi
}
