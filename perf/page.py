"""The page in Chromium: how soon it appears, and how many pictures a second a large board has."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = (("perf/first_paint.ts", "5"), ("perf/board_perf.ts",))


def pictures():
    """What the scripts in web/perf print, by their names."""
    if not Path("/usr/bin/chromium").exists():
        return {"no Chromium": "the page is not measured: apt-get install chromium\n"}
    subprocess.run([ROOT / "scripts" / "page_packages"], check=True)
    return {script: _printed(script, *words) for script, *words in SCRIPTS}


def _printed(*words):
    command = ["npx", "vite-node", *words]
    return subprocess.run(
        command, cwd=ROOT / "web", capture_output=True, text=True, check=True
    ).stdout


def print_pictures(printed):
    for script, text in printed.items():
        print(f"\n{script}:\n{text}", end="")
