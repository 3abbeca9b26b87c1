"""A QEMU's monitor, for what a benchmark changes in a QEMU that runs."""

import json
import socket


class Monitor:
    """QMP on a socket. It stays connected, because QEMU serves one client at a time."""

    @staticmethod
    def arguments(path):
        """For the QEMU that is to have it at this path."""
        return ("-qmp", f"unix:{path},server=on,wait=off")

    def __init__(self, path):
        """`path` is there: its QEMU runs."""
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._lines = self._socket.makefile("rw")
        self._lines.readline()
        self._execute("qmp_capabilities")

    def trace(self, event, enabled):
        """Lets QEMU trace this event or not."""
        self._execute("trace-event-set-state", name=event, enable=enabled)

    def _execute(self, command, **arguments):
        self._lines.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self._lines.flush()
        answer = {}
        while "return" not in answer:
            answer = json.loads(self._lines.readline())
            if "error" in answer:
                raise RuntimeError(f"QEMU refuses {command}: {answer['error']['desc']}")
