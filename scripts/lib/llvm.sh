# Which clang-format and clang-tidy decide. Each version wants other spaces and finds other faults, so one is
# the judge for all: Debian 12's. Source common.sh first.
# shellcheck shell=bash

llvm_version=14

# llvm_program NAME: prints the path of that version of it. Fails, having said so, if it is not here.
llvm_program() {
  local program
  for program in "$1-$llvm_version" "$1"; do
    program=$(type -P "$program") || continue
    [[ "$("$program" --version)" == *"version $llvm_version."* ]] || continue
    printf '%s\n' "$program"
    return
  done
  say "$1 $llvm_version decides here, which Debian 12 has and this machine has not: nothing is checked"
  return 1
}
