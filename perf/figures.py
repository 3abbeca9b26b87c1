"""Shared by the benchmarks in this folder: the measuring programs, and the system's data of a process."""

import json
import os
import platform
import statistics
import subprocess
from pathlib import Path

TOOL = Path(__file__).resolve().parent.parent / "build" / "perf" / "pinbridge_perf"
TICK = os.sysconf("SC_CLK_TCK")


def output(*arguments):
    """What a measuring program prints."""
    words = [str(word) for word in (TOOL, *arguments)]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def measure(*arguments):
    return json.loads(output(*arguments))


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def machine_line():
    cpu = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            cpu = line.partition(":")[2].strip()
            break
    return f"{os.cpu_count()} x {cpu}, Linux {platform.release()}"


def medians(rounds):
    """{key: the median of this key's figures in all rounds}."""
    return {key: statistics.median(figures[key] for figures in rounds) for key in rounds[0]}


def toggles_per_second(guest, toggles, *arguments):
    """The rate of gpio-toggle in the guest, by the guest's clock."""
    return float(
        guest.sh(" ".join(["gpio-toggle", *map(str, arguments), str(toggles)])).split("per_second")[
            1
        ]
    )
