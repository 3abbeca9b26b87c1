"""Runs ruff over Python sources, with the settings of pyproject.toml: scripts/lib/ruff.py FILE…"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]
    return subprocess.run(
        ["node", ROOT / "scripts" / "lib" / "ruff.mjs"],
        input=json.dumps({"settings": settings, "files": sys.argv[1:]}),
        text=True,
    ).returncode


sys.exit(main())
