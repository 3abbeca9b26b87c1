"""Holds the tests, in Python and C++, to two rules: no test sleeps, and each asserts something.

A wait for a condition counts as an assertion: it fails when the condition does not come about. Prints each breach as
FILE:LINE: and exits with status 1.
"""

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("tests", "clients/python")
# Functions and methods that fail by themselves: assertions, waits with a deadline.
ASSERTING = {
    "check",
    "done",
    "expect",
    "expect_once",
    "raises",
    "wait_for",
    "wait_for_part",
    "wait_until",
}
ASSERTING_PREFIXES = ("assert", "check_", "expect_", "wait_for_", "wait_until_")
# Not "exec sleep", which is a process to be killed.
SHELL_SLEEP = re.compile(r"(^|[;&|(]\s*)u?sleep\s+[\d.]+")
# The one place where a test may pause: between two looks at a condition.
MAY_SLEEP = {"wait_until", "_wait_until"}

CPP_TEXT = re.compile(r'R"(\w*)\(.*?\)\1"|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)\'', re.DOTALL)
CPP_SLEEP = re.compile(r"\b(sleep_for|sleep_until|usleep|nanosleep)\(")
# A guest on a CPU of its own, which pauses as a guest does; nothing waits for it.
CPP_MAY_SLEEP = {"device_runner_test.cpp"}
CPP_ASSERTION = re.compile(r"\b(EXPECT|ASSERT)_\w+\(|\b(FAIL|ADD_FAILURE|SUCCEED)\(\)")
CPP_TEST = re.compile(r"^TEST(?:_F|_P)?\(([^)]*)\) \{", re.MULTILINE)
CPP_FUNCTION = re.compile(r"\b(\w+)\([^;{}]*\)(?: const)?(?: override)? \{")


def name_of(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def asserts(function, helpers):
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            name = name_of(node)
            if name in ASSERTING or name in helpers or name.startswith(ASSERTING_PREFIXES):
                return True
    return False


def sleeps(node):
    """A call of sleep, or a shell command that does."""
    if isinstance(node, ast.Call) and name_of(node) == "sleep":
        return True
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and SHELL_SLEEP.search(node.value) is not None
    )


def breaches(path):
    tree = ast.parse(path.read_text(), str(path))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    # A helper of the same file that asserts makes its callers assert.
    helpers = set()
    while True:
        more = {f.name for f in functions if f.name not in helpers and asserts(f, helpers)}
        if not more:
            break
        helpers |= more
    for function in functions:
        if function.name.startswith("test_") and function.name not in helpers:
            yield function.lineno, f"{function.name} asserts nothing"
    allowed = {n for f in functions if f.name in MAY_SLEEP for n in ast.walk(f)}
    for node in ast.walk(tree):
        if sleeps(node) and node not in allowed:
            yield node.lineno, "sleeps; wait for a condition instead"


def bodies(source, head):
    """Each match of `head`, which ends at an opening brace, with the text up to the closing one."""
    for match in head.finditer(source):
        depth, end = 1, match.end()
        while depth and end < len(source):
            depth += {"{": 1, "}": -1}.get(source[end], 0)
            end += 1
        yield match, source[match.end() : end]


def cpp_breaches(path, shared_helpers):
    source = without_texts(path)
    for match in CPP_SLEEP.finditer(source):
        if path.name not in CPP_MAY_SLEEP:
            yield source.count("\n", 0, match.start()) + 1, "sleeps; wait for a condition instead"
    helpers = cpp_helpers(source, shared_helpers)
    for match, body in bodies(source, CPP_TEST):
        called = set(re.findall(r"\b(\w+)\(", body))
        if not CPP_ASSERTION.search(body) and not called & helpers:
            line = source.count("\n", 0, match.start()) + 1
            yield line, f"{match[1].replace(' ', '')} asserts nothing"


def without_texts(path):
    """The source; texts are empty, on as many lines."""
    return CPP_TEXT.sub(lambda text: '""' + "\n" * text[0].count("\n"), path.read_text())


def cpp_helpers(source, helpers=frozenset()):
    """The functions that assert, themselves or by one of these."""
    found = set(helpers)
    functions = [(match[1], body) for match, body in bodies(source, CPP_FUNCTION)]
    while True:
        more = {
            name
            for name, body in functions
            if CPP_ASSERTION.search(body) or found & set(re.findall(r"\b(\w+)\(", body))
        }
        if more <= found:
            return found
        found |= more


def cpp_findings():
    headers = (ROOT / "src").rglob("testing/*.hpp")
    shared = set().union(*(cpp_helpers(without_texts(h)) for h in headers))
    for path in sorted((ROOT / "src").rglob("*_test.cpp")):
        for line, problem in cpp_breaches(path, shared):
            yield path, line, problem


def python_findings():
    files = sorted(f for folder in FOLDERS for f in (ROOT / folder).rglob("*.py") if f.is_file())
    for path in files:
        if "test" in path.name or path.parent.name == "tests":
            for line, problem in breaches(path):
                yield path, line, problem


def main():
    findings = [*python_findings(), *cpp_findings()]
    for path, line, problem in findings:
        print(f"{path.relative_to(ROOT)}:{line}: {problem}")
    print("== check_tests: Python and C++", file=sys.stderr)
    return 1 if findings else 0


sys.exit(main())
