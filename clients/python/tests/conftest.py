"""What the package's own tests stand on: the program and the guests that the build left."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SOURCES = ROOT / "clients" / "python" / "src"
C_CLIENTS = ROOT / "examples" / "clients"
# The tests' own modules, and those that start another Python, find the package here.
os.environ["PYTHONPATH"] = os.pathsep.join([str(SOURCES), os.environ.get("PYTHONPATH", "")])
os.environ.setdefault("PINBRIDGE", str(ROOT / "build" / "pinbridge"))
sys.path.insert(0, str(SOURCES))


@pytest.fixture
def panel():
    return ROOT / "examples" / "panel"


def msgpack_c():
    """How to link with it: Debian 12's is unpacked into build/deps, Debian 13's is installed."""
    deps = ROOT / "build" / "deps" / "usr"
    if (deps / "include" / "msgpack.h").exists():
        [library] = deps.glob("lib/*/libmsgpackc.a")
        return ["-isystem", deps / "include", library]
    return ["-lmsgpack-c"]


def compile_client(source, program):
    words = ["cc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-fsanitize=address,undefined"]
    words += ["-I", C_CLIENTS, "-o", program, source]
    subprocess.run([*words, *msgpack_c()], check=True)
