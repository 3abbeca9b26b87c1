"""Your own parts for programs that block."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import CancelledError
from types import TracebackType
from typing import Self

from .bench import Bench
from .errors import DisconnectedError
from .own_part import PartLink, PartStand, PinSensed, Strength
from .values import ControlValue, Level, State


class OwnPart(PartStand):
    """A part that this program is, for a `with` block. Its pins are released after the block.

    To be subclassed: the three methods below are called as things happen, one at a time, in a separate
    thread. `part` is a custom chip of the board (`chip-NAME`), or a part of an unknown type."""

    def __init__(self, bench: Bench, part: str) -> None:
        super().__init__(part)
        self.bench = bench
        self._portal = bench._portal
        self._thread = threading.Thread(target=self._run, name=f"pinbridge {part}", daemon=True)
        self._error: BaseException | None = None

    def started(self) -> None:
        """The program embodies the part from here on. Called before the block begins."""

    def pin_changed(self, pin: str, state: State, time: int) -> None:
        """The level of a pin has changed, also by the part's own drive. `time` is in ns."""

    def control_set(self, name: str, value: ControlValue, time: int) -> None:
        """A control was set, by a client or at the page."""

    def drive(self, levels: Mapping[str, Level], strength: Strength = "strong") -> None:
        """Drives pins, all at the same time, until they are driven otherwise; "z" releases a pin. `"pull"` is
        weaker than any output."""
        self._portal.run(self._opened().drive(levels, strength))

    def show(self, **shown: ControlValue) -> None:
        """Adds to what the part shows, on the page and to clients. An empty text removes a value."""
        self._portal.run(self._opened().show(shown))

    def wait(self, timeout: float | None = None) -> bool:
        """Until the bench has ended, or its board has lost the part: False if that was not so in time. Raises
        what a method raised."""
        self._opened()
        self._thread.join(timeout)
        self._raise_error()
        return not self._thread.is_alive()

    def __enter__(self) -> Self:
        self._link = self._portal.run(
            PartLink.open(self.bench.socket, self.part, self.pins, self.bench.timeout)
        )
        try:
            self.started()
        except BaseException:
            self._portal.run(self._link.close())
            raise
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # A bench that was closed has taken its connections with it.
        if self.bench.is_open:
            self._portal.run(self._opened().close())
        self._thread.join()
        if kind is None:
            self._raise_error()

    def _run(self) -> None:
        link = self._opened()
        try:
            while event := self._portal.run(link.next()):
                if isinstance(event, PinSensed):
                    self.pin_changed(event.pin, event.state, event.time)
                else:
                    self.control_set(event.name, event.value, event.time)
        except CancelledError:
            pass
        # It is raised again in the thread of the block.
        except BaseException as error:  # noqa: BLE001
            self._error = error
            self._portal.run(link.close())

    def _raise_error(self) -> None:
        error, self._error = self._error, None
        # The block ended while a method was at work.
        if error is not None and type(error) is not DisconnectedError:
            raise error
