"""A connection to a bench under asyncio: requests, and recordings of pins that lose nothing.

Messages are received in order as they arrive, whether or not a call waits for them."""

import asyncio
import os
from collections import defaultdict
from collections.abc import Callable
from typing import Any, Protocol

from . import sockets, values, wire
from .errors import DisconnectedError, Error, LaggedError, ProtocolError
from .values import PinState

OnAnswer = Callable[[Any], None]


class Watcher(Protocol):
    """What follows pins."""

    pins: tuple[str, ...]

    def begin(self, states: list[PinState]) -> None:
        """The states of the pins at the start. Called once."""

    def change(self, state: PinState) -> None:
        """The next change after that."""

    def fail(self, error: Error) -> None:
        """No more changes follow, for this reason."""


class _Request:
    def __init__(self, on_answer: OnAnswer | None) -> None:
        self.on_answer = on_answer
        self.answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()


class Connection(asyncio.Protocol):
    """Made by `open`. All of it happens in one event loop."""

    def __init__(self) -> None:
        self._reader = wire.Reader()
        self._requests: dict[int, _Request] = {}
        self._last_id = 0
        self._watched: set[str] = set()
        self._watches_under_way = 0
        self._watchers: defaultdict[str, list[Watcher]] = defaultdict(list)
        self._listeners: list[Callable[[wire.Notification], None]] = []
        self._end: Error | None = None
        self._lost = asyncio.get_running_loop().create_future()
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def open(cls, path: str | os.PathLike[str]) -> "Connection":
        """Raises NoBenchError, or UntrustedSocketError if the socket might be another user's."""
        connected = sockets.connect(path)
        connected.setblocking(False)
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_unix_connection(cls, sock=connected)
        return connection

    async def close(self) -> None:
        if self._transport is not None:
            self._end = self._end or DisconnectedError("this connection was closed")
            self._transport.abort()
        await self._lost

    async def wait_for_end(self) -> None:
        """Until the bench has ended, or the connection is closed."""
        await asyncio.shield(self._lost)

    async def call(self, method: str, *parameters: Any, on_answer: OnAnswer | None = None) -> Any:
        """The result of a request; `on_answer` gets it before the next message is received.

        Raises RequestError if the bench refuses it."""
        return await self._send(method, parameters, on_answer)

    def _send(
        self, method: str, parameters: tuple[Any, ...], on_answer: OnAnswer | None
    ) -> asyncio.Future[Any]:
        request = _Request(on_answer)
        if self._end or self._transport is None:
            request.answer.set_exception(self._ended())
            return request.answer
        self._last_id += 1
        self._requests[self._last_id] = request
        self._transport.write(wire.pack_request(self._last_id, method, parameters))
        return request.answer

    def listen(self, listener: Callable[[wire.Notification], None]) -> None:
        """The listener gets each notification."""
        self._listeners.append(listener)

    def unlisten(self, listener: Callable[[wire.Notification], None]) -> None:
        self._listeners.remove(listener)

    async def watch(self, watcher: Watcher) -> None:
        """From here on the watcher gets each change of its pins. Raises RequestError for a name that is
        not a pin's."""
        wanted = True

        def begin(answer: Any) -> None:
            states = values.as_pin_states(answer)
            self._watched.update(state.pin for state in states)
            if wanted:
                watcher.begin(states)
                for pin in {state.pin for state in states}:
                    self._watchers[pin].append(watcher)

        self._watches_under_way += 1
        request = self._send("watch", watcher.pins, begin)
        request.add_done_callback(self._watch_done)
        try:
            # Not cancelled with this call: the response decides what is watched.
            await asyncio.shield(request)
        except BaseException:
            wanted = False
            self.unwatch(watcher)
            raise

    def unwatch(self, watcher: Watcher) -> None:
        """The watcher gets nothing more."""
        for pin, watchers in tuple(self._watchers.items()):
            if watcher in watchers:
                watchers.remove(watcher)
            if not watchers:
                del self._watchers[pin]
        self._unwatch_unused()

    def _watch_done(self, request: "asyncio.Future[Any]") -> None:
        if not request.cancelled():
            request.exception()  # the call that waits for it raises it
        self._watches_under_way -= 1
        self._unwatch_unused()

    def _unwatch_unused(self) -> None:
        """Not while a `watch` is under way: the bench would execute this one after it."""
        unused = tuple(pin for pin in self._watched if pin not in self._watchers)
        if self._watches_under_way or not unused or self._end:
            return
        self._watched.difference_update(unused)
        # The bench refuses it only if the board has lost a pin.
        self._send("unwatch", unused, None).add_done_callback(lambda done: done.exception())

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        try:
            for message in self._reader.feed(data):
                self._take(message)
        except ProtocolError as error:
            self._end = self._end or error
            assert self._transport is not None
            self._transport.abort()

    def connection_lost(self, _: Exception | None) -> None:
        self._end = self._end or wire.ended()
        for request in self._requests.values():
            if not request.answer.done():
                request.answer.set_exception(self._ended())
        self._requests.clear()
        self._fail_watchers(self._end)
        if not self._lost.done():
            self._lost.set_result(None)

    def _take(self, message: wire.Response | wire.Notification) -> None:
        if isinstance(message, wire.Response):
            return self._take_response(message)
        if message.name == "change":
            state = values.as_pin_state(message.parameter)
            for watcher in tuple(self._watchers.get(state.pin, ())):
                watcher.change(state)
        elif message.name == "list":
            self._check_pins(values.as_parts(message.parameter))
        elif message.name == "lagged":
            self._end = LaggedError(str(wire.error_of(message.parameter)))
        for listener in tuple(self._listeners):
            listener(message)

    def _take_response(self, response: wire.Response) -> None:
        request = self._requests.pop(response.id, None)
        if request is None:
            raise ProtocolError(f"the bench answered request {response.id}, which was not sent")
        if request.answer.done():  # the call was cancelled
            return
        if response.error is not None:
            return request.answer.set_exception(wire.error_of(response.error))
        try:
            if request.on_answer is not None:
                request.on_answer(response.result)
        except Error as error:
            return request.answer.set_exception(error)
        request.answer.set_result(response.result)

    def _check_pins(self, parts: list[values.PartInfo]) -> None:
        """After a change of the board: ends what follows a pin that the board has no more."""
        there = {pin.pin for part in parts for pin in part.pins}
        self._watched &= there
        for pin, watchers in self._watchers.items():
            for watcher in tuple(watchers) if pin not in there else ():
                watcher.fail(Error(f'the board was changed: it has no pin "{pin}" any more'))

    def _fail_watchers(self, error: Error) -> None:
        for watchers in tuple(self._watchers.values()):
            for watcher in tuple(watchers):
                watcher.fail(error)

    def _ended(self) -> Error:
        """A new exception each time: one that was raised before has its traceback."""
        end = self._end or wire.ended()
        return type(end)(*end.args)
