"""The version of the wheel is the project's: CMakeLists.txt has it."""

import re
from pathlib import Path

from setuptools import setup


def version():
    for directory in Path(__file__).resolve().parents:
        cmake = directory / "CMakeLists.txt"
        if cmake.exists():
            found = re.search(r"^project\(pinbridge VERSION ([0-9.]+)", cmake.read_text(), re.M)
            if found:
                return found.group(1)
    raise SystemExit("setup.py finds no CMakeLists.txt with the project's version above it")


setup(version=version())
