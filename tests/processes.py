"""What the system knows of a process."""

from pathlib import Path


def resident_mb(pid):
    """The memory that it has, in MB of 1024 kB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024
