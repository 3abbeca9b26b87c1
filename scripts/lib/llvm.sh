# Which clang-format, clang-tidy and clang are used. Versions differ in spacing and in findings, so one version decides
# on every machine: 19, which is Debian 13's default and is in Debian 12 as well. Source common.sh first.
# shellcheck shell=bash

llvm_version=19

# llvm_program NAME: prints the path of that version of it. A missing one is an error: nothing passes unread.
llvm_program() {
  local program
  for program in "$1-$llvm_version" "$1"; do
    program=$(type -P "$program") || continue
    [[ "$("$program" --version)" == *"version $llvm_version."* ]] || continue
    printf '%s\n' "$program"
    return
  done
  die "$1 of version $llvm_version is missing: install the Debian package $1-$llvm_version, or run scripts/setup test"
}

# symbolize_reports: the reports of clang's sanitizers name functions and lines. They take only a program whose name has no
# version.
symbolize_reports() {
  ASAN_SYMBOLIZER_PATH=/usr/lib/llvm-$llvm_version/bin/llvm-symbolizer
  [ ! -x "$ASAN_SYMBOLIZER_PATH" ] || export ASAN_SYMBOLIZER_PATH
  export UBSAN_OPTIONS=print_stacktrace=1
}
