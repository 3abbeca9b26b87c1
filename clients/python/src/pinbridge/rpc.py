"""The client protocol as it is: blocking, one connection, messages in the order in which they come.

`pinbridge.connect()` is what most programs want. This is for those who want each notification, or none.
"""

import os
from collections.abc import Iterator
from typing import Any, Self

from . import sockets, wire
from .errors import Error, ProtocolError, WaitTimeoutError
from .values import Level

_BLOCK = 1 << 16


class Client:
    """A connection that reads only while one of its methods waits.

    `notifications` has what came before an answer, in order: pairs of name and parameters.
    """

    def __init__(self, path: str | os.PathLike[str], timeout: float | None = 60) -> None:
        self._socket = sockets.connect(path)
        self._socket.settimeout(timeout)
        self._reader = wire.Reader()
        self._messages: Iterator[wire.Response | wire.Notification] = iter(())
        self._id = 0
        self.notifications: list[wire.Notification] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._socket.close()

    def call(self, method: str, *parameters: Any) -> Any:
        """The result of a request. Raises RequestError if the bench refuses it."""
        self._id += 1
        self._socket.sendall(wire.pack_request(self._id, method, parameters))
        while True:
            message = self._next()
            if isinstance(message, wire.Notification):
                self.notifications.append(message)
            elif message.id != self._id:
                raise ProtocolError(f"the bench answered request {message.id}, not {self._id}")
            elif message.error is not None:
                raise wire.error_of(message.error)
            else:
                return message.result

    def drive(self, pin: str, state: Level) -> None:
        """Sends the message of two fields, which has no answer unless it is refused."""
        self._socket.sendall(wire.pack_setting(pin, state))

    def next_notification(self) -> wire.Notification:
        """The oldest notification that was not taken yet. Raises DisconnectedError at the end."""
        while not self.notifications:
            message = self._next()
            if isinstance(message, wire.Notification):
                self.notifications.append(message)
        return self.notifications.pop(0)

    def change(self) -> dict[str, Any]:
        """The next change of a watched pin, as the protocol has it."""
        while True:
            notification = self.next_notification()
            if notification.name == "change" and isinstance(notification.parameter, dict):
                return notification.parameter
            if error := wire.complaint(notification):
                raise error

    def _next(self) -> wire.Response | wire.Notification:
        while True:
            for message in self._messages:
                return message
            try:
                data = self._socket.recv(_BLOCK)
            except TimeoutError as error:
                seconds = self._socket.gettimeout()
                raise WaitTimeoutError(f"the bench sent nothing for {seconds} s") from error
            except OSError as error:
                raise Error(f"cannot read from the bench: {error.strerror}") from error
            if not data:
                raise wire.ended()
            self._messages = self._reader.feed(data)
