"""The package's client (clients/python) for the tests of the whole program, with what many of them ask for."""

import sys
import time

import paths

sys.path.insert(0, str(paths.PYTHON_PACKAGE))

import pinbridge.rpc  # noqa: E402

PATIENCE = 60

#: The error of a request that the bench refused, or of a client that it dropped.
BenchError = pinbridge.Error


class Client(pinbridge.rpc.Client):
    """Reads only while a test waits, so that a test may be a client that lags."""

    def changes(self, count):
        return [self.change() for _ in range(count)]

    def changes_so_far(self):
        """All changes that the bench has sent until now."""
        self.call("hello")
        told, self.notifications = self.notifications, []
        return [parameter for name, parameter in told if name == "change"]

    def told_until_the_end(self):
        """Each notification, as name and parameter, up to the end of the bench."""
        try:
            while True:
                yield self.next_notification()
        except pinbridge.DisconnectedError:
            return

    def wait_for(self, pin, **wanted):
        """Waits until a watched pin has these values (state=…, direction=…); it may have them already."""
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


def wait_until(condition, instead=lambda: "it did not happen"):
    """Calls the condition until it is true; fails at a deadline, with a text about the state instead."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, instead()
        time.sleep(0.01)
