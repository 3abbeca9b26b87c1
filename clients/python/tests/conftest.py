"""What the package's own tests stand on: the program and the guests that the build left."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SOURCES = ROOT / "clients" / "python" / "src"
# The tests' own modules, and those that start another Python, find the package here.
os.environ["PYTHONPATH"] = os.pathsep.join([str(SOURCES), os.environ.get("PYTHONPATH", "")])
os.environ.setdefault("PINBRIDGE", str(ROOT / "build" / "pinbridge"))
sys.path.insert(0, str(SOURCES))


@pytest.fixture
def panel():
    return ROOT / "examples" / "panel"
