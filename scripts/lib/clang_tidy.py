"""Reads all C++ sources of a build directory with clang-tidy: clang_tidy.py PROGRAM BUILD_DIR CACHE_DIR

clang-tidy spends most of its time in library headers, so it reads sources in large groups (groups.py), of any folders.
What does not compile in its group is read in another. A source that was clean is read again only when it changes, or a
header of ours that it includes, .clang-tidy, its command line or clang-tidy itself: what was clean is remembered in
CACHE_DIR.
"""

import concurrent.futures
import functools
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import groups

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src", "perf", "fuzz")
INCLUDE = re.compile(rb'^\s*#\s*include\s*"([^"]+)"', re.M)
# What a group that does not compile together says; a real error stays when a source is alone.
NOT_TOGETHER = re.compile(r"^(\S+?):\d+:\d+: error: .*\[clang-diagnostic-error\]$", re.M)
AT_ONCE = 40
APART = []  # sources that did not compile in their group


@functools.cache
def contents(path):
    return path.read_bytes()


@functools.cache
def included_by(path, search):
    """The files of ours that a file includes directly."""
    found = set()
    for name in INCLUDE.findall(contents(path)):
        for directory in (path.parent, *search):
            file = Path(os.path.normpath(directory / name.decode()))
            if file.is_file():
                found.add(file)
                break
    return found


def closure(source, search):
    """A source and all files of ours that it includes, directly or not."""
    seen, waiting = set(), [source]
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting.extend(included_by(path, search))
    return sorted(seen)


class Source:
    def __init__(self, entry, fixed):
        self.path = Path(entry["file"])
        self.directory = entry["directory"]
        self.flags = flags_of(entry)
        search = tuple(
            Path(word[2:]) for word in self.flags if word.startswith("-I") and len(word) > 2
        )
        digest = hashlib.sha256(fixed)
        digest.update("\0".join(self.flags).replace(str(ROOT), ".").encode())
        for file in closure(self.path, search):
            digest.update(hashlib.sha256(contents(file)).digest())
        self.key = digest.hexdigest()

    def group(self):
        return self.path.stem.endswith("_test"), tuple(self.flags)


def flags_of(entry):
    """The compiler's arguments without the source, the object and precompiled headers."""
    words = shlex.split(entry["command"])[1:]
    flags = []
    skip = 0
    for index, word in enumerate(words):
        if skip:
            skip -= 1
        elif word in ("-o", "-c"):
            skip = 1
        elif word == "-Xclang" and words[index + 1] in ("-include-pch", "-include"):
            skip = 3
        elif word == "-include" and "cmake_pch" in words[index + 1]:
            skip = 1
        elif word not in ("-Winvalid-pch", "-Werror"):
            flags.append(word)
    return flags


def all_sources(build, program):
    version = subprocess.run([program, "--version"], check=True, capture_output=True).stdout
    fixed = version + (ROOT / ".clang-tidy").read_bytes() + Path(__file__).read_bytes()
    entries = json.loads((build / "compile_commands.json").read_text())
    inside = [
        entry
        for entry in entries
        if any(Path(entry["file"]).is_relative_to(ROOT / folder) for folder in FOLDERS)
        and entry["file"].endswith(".cpp")
    ]
    # A source of several targets is read once.
    return [Source(entry, fixed) for entry in {entry["file"]: entry for entry in inside}.values()]


def unread_folders_complain(sources):
    """Every source in the tree is in the build directory's list, or it would pass unread."""
    known = {source.path for source in sources}
    for folder in FOLDERS:
        for file in (ROOT / folder).rglob("*.cpp"):
            if file not in known:
                raise SystemExit(f"clang-tidy: {file.relative_to(ROOT)} belongs to no target")


def groups_to_read(sources):
    together = defaultdict(list)
    for source in sources:
        together[source.group()].append(source)
    for group in together.values():
        by_path = {source.path: source for source in group}
        for paths in groups.groups_of(by_path, AT_ONCE):
            yield [by_path[path] for path in paths]


def run(program, build, group):
    """Reads a group of sources. Returns the sources that are clean, and what was found in the others."""
    main = group[0].path
    if len(group) > 1:
        name = hashlib.sha256("".join(str(source.path) for source in group).encode()).hexdigest()
        main = build / "together" / f"{name[:16]}.cpp"
        main.parent.mkdir(exist_ok=True)
        main.write_text("".join(f'#include "{source.path}"\n' for source in group))
    inside = "|".join(FOLDERS)
    done = subprocess.run(
        [
            program,
            "-quiet",
            f"--header-filter={re.escape(str(ROOT))}/({inside})/.*",
            # A file that includes sources is what this check is against.
            "--checks=-bugprone-suspicious-include",
            str(main),
            "--",
            *group[0].flags,
        ],
        cwd=group[0].directory,
        capture_output=True,
        text=True,
    )
    if done.returncode == 0:
        return group, ""
    if len(group) > 1 and (collide := set(NOT_TOGETHER.findall(done.stdout))):
        return run_apart(program, build, group, collide)
    return [], done.stdout.replace(f"{ROOT}/", "") or done.stderr


def run_apart(program, build, group, collide):
    """The same for a group of which some do not compile together: those where the compiler has found it, and the rest."""
    apart = [source for source in group if str(source.path) in collide]
    rest = [source for source in group if source not in apart]
    if not apart or not rest:
        apart, rest = group[: len(group) // 2], group[len(group) // 2 :]
    APART.extend(apart)
    clean, found = run(program, build, rest)
    more_clean, more_found = run(program, build, apart)
    return clean + more_clean, found + more_found


def main():
    program, build, cache = sys.argv[1], (ROOT / sys.argv[2]), Path(sys.argv[3])
    cache.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    sources = all_sources(build, program)
    unread_folders_complain(sources)
    only = os.environ.get("PINBRIDGE_TIDY_ONLY", "")
    to_read = [s for s in sources if only in str(s.path) and not (cache / s.key).exists()]
    for source in sources:
        if (cache / source.key).exists():
            os.utime(cache / source.key)
    print(f"== clang-tidy: {len(to_read)} of {len(sources)} sources to read", file=sys.stderr)
    failed = False
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        waiting = [pool.submit(run, program, build, group) for group in groups_to_read(to_read)]
        for done in concurrent.futures.as_completed(waiting):
            clean, found = done.result()
            for source in clean:
                (cache / source.key).touch()
            if found:
                failed = True
                print(found, flush=True)
    for marker in cache.iterdir():
        if marker.stat().st_mtime < time.time() - 60 * 24 * 3600:
            marker.unlink()
    took = time.monotonic() - started
    print(f"== clang-tidy took {took:.0f} s; {len(APART)} sources were read apart", file=sys.stderr)
    return 1 if failed else 0


sys.exit(main())
