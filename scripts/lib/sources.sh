# Which files the linters read: found by what they are, so that a new one is never forgotten. Run from the project's
# directory. Each function prints one path a line.
# shellcheck shell=bash

# C++ and C. The driver for the guests' kernel is formatted as the kernel is, so it is left out.
c_sources() {
  find src perf fuzz guest/programs guest/firmware examples -type f -regex '.*\.[ch]\(pp\)?' | sort
}

# Files of the project, without what is built or installed.
project_files() {
  find . \( -name .git -o -name node_modules -o -path './build' -o -path './build-*' -o -name __pycache__ \
    -o -name .pytest_cache -o -name .cache -o -path './packaging/out' \) -prune -o -type f -print | sed 's|^\./||' | sort
}

# Scripts of bash and sh, by their first line or, if they are only sourced, their name.
shell_sources() {
  project_files | while IFS= read -r file; do
    case $file in
      *.sh | *.bash) printf '%s\n' "$file" ;;
      *.*) ;;
      *) is_script "$file" '(ba|da)?sh' && printf '%s\n' "$file" ;;
    esac
  done
}

python_sources() {
  project_files | while IFS= read -r file; do
    case $file in
      *.py) printf '%s\n' "$file" ;;
      *.*) ;;
      *) is_script "$file" 'python3?' && printf '%s\n' "$file" ;;
    esac
  done
}

# is_script FILE INTERPRETER: its first line names that interpreter.
is_script() {
  local line
  IFS= read -r line <"$1" 2>/dev/null || [ -n "$line" ] || return 1
  [[ $line =~ ^'#!'[^[:space:]]*/(env[[:space:]]+)?$2([[:space:]]|$) ]]
}
