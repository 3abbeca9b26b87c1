"""A client of the bench, written from docs/client-protocol.md with nothing but a msgpack library."""

import socket
import time

import msgpack

PATIENCE = 60


class BenchError(Exception):
    """What the bench answered to a request that it refused."""


class Client:
    def __init__(self, path):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(PATIENCE)
        self._socket.connect(str(path))
        self._unpacker = msgpack.Unpacker()
        self._id = 0
        self.notifications = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()

    def call(self, method, *parameters):
        """The result of a request; notifications that come before it are kept, in order."""
        self._id += 1
        self._socket.sendall(msgpack.packb([0, self._id, method, list(parameters)]))
        while True:
            message = self._next()
            if message[0] == 2:
                self.notifications.append(message[1:])
                continue
            assert message[:2] == [1, self._id]
            if message[2] is not None:
                raise BenchError(message[2]["message"])
            return message[3]

    def drive(self, pin, state):
        """The message of two fields, which has no answer."""
        self._socket.sendall(msgpack.packb({"pin": pin, "state": state}))

    def change(self):
        """The next change of a watched pin."""
        while True:
            name, parameters = self.notifications.pop(0) if self.notifications else self._next()[1:]
            if name == "change":
                return parameters[0]
            if name in ("error", "lagged"):
                raise BenchError(parameters[0]["message"])

    def changes(self, count):
        return [self.change() for _ in range(count)]

    def changes_so_far(self):
        """All changes that the bench had told before now."""
        self.call("hello")
        told, self.notifications = self.notifications, []
        return [parameters[0] for name, parameters in told if name == "change"]

    def told_until_the_end(self):
        """Each notification, as name and parameter, up to the end of the bench."""
        try:
            while True:
                name, parameters = self.notifications.pop(0) if self.notifications else self._next()[1:]
                yield name, parameters[0]
        except EOFError:
            return

    def wait_for(self, pin, **wanted):
        """Waits until a watched pin is as wanted (state=…, direction=…), from now or already."""
        state = self.call("get", pin)[0]
        while not all(state[key] == value for key, value in wanted.items()):
            state = self.change()
            if state["pin"] != pin:
                state = self.call("get", pin)[0]
        return state

    def state(self, pin):
        return self.call("get", pin)[0]["state"]

    def part(self, part):
        return next(p for p in self.call("list")["parts"] if p["part"] == part)

    def wait_for_part(self, part, **shown):
        """Waits until a part shows that (connected=1)."""

        def as_shown():
            shows = self.part(part)["shows"]
            return {key: shows[key] for key in shown}

        wait_until(lambda: as_shown() == shown, lambda: f"{part} shows {as_shown()}, not {shown}")

    def _next(self):
        while True:
            for message in self._unpacker:
                return message
            data = self._socket.recv(1 << 16)
            if not data:
                raise EOFError("the bench closed the connection")
            self._unpacker.feed(data)


def wait_until(condition, instead=lambda: "it did not happen"):
    """Asks again and again; fails when that took too long, with a text about what there is instead."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, instead()
        time.sleep(0.01)
