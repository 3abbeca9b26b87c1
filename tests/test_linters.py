"""The linters of our own in scripts/lib: each finds what it is for, and nothing else."""

import subprocess

import pytest

import paths

LINTERS = paths.ROOT / "scripts" / "lib"


@pytest.mark.parametrize(
    "code, found",
    [
        ("if (const auto x = co_await f(); !x) return;", True),
        ("if (auto x = co_await f()) return;", True),
        ("while (auto* x =\n  co_await f(g())) {}", True),
        ("if (co_await f() == 3) return;", False),
        ("if (x == 3) co_await f();", False),
        ("const auto x = co_await f();\nif (x) return;", False),
    ],
)
def test_co_await_is_found_in_a_condition_that_declares(tmp_path, code, found):
    source = tmp_path / "a.cpp"
    source.write_text(code + "\n")
    done = subprocess.run([LINTERS / "check_coroutines.py", source], capture_output=True, text=True)
    assert done.returncode == (1 if found else 0)
    assert (f"{source}:1: co_await" in done.stdout) is found


@pytest.mark.parametrize(
    "code, found",
    [
        ("import os\n", "F401"),
        ("def f(words=[]):\n    return words\n", "B006"),
        ("def f(:\n", "invalid-syntax"),
        ("print('in order')\n", None),
    ],
)
def test_ruff_finds_faults_in_a_python_source(tmp_path, code, found):
    source = tmp_path / "a.py"
    source.write_text(code)
    done = subprocess.run(
        ["/usr/bin/python3", LINTERS / "ruff.py", source], capture_output=True, text=True
    )
    assert done.returncode == (1 if found else 0), done.stderr
    assert (f"{source}:1: {found}" in done.stdout) is bool(found)
