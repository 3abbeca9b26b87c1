"""The client protocol's bytes: MessagePack, one message after the other (docs/reference/client-protocol.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgpack

from .errors import (
    NOT_FOUND,
    DisconnectedError,
    Error,
    InvalidArgumentError,
    LaggedError,
    NotFoundError,
    ProtocolError,
    RequestError,
)
from .values import Level

#: More than the largest board's list. What pretends to be a bench fills no memory beyond it.
LARGEST_MESSAGE = 64 << 20

_REQUEST, _RESPONSE, _NOTIFICATION = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Response:
    """The answer to the request `id`. `error` is None, or what the bench sent in place of a result."""

    id: int
    error: Any
    result: Any


class Notification(NamedTuple):
    """What the bench sends unasked."""

    name: str
    parameter: Any


def pack_request(identifier: int, method: str, parameters: tuple[Any, ...]) -> bytes:
    return _pack([_REQUEST, identifier, method, list(parameters)])


def pack_setting(pin: str, state: Level) -> bytes:
    """The message of two fields, which has no answer."""
    return _pack({"pin": pin, "state": state})


def _pack(message: Any) -> bytes:
    """Raises InvalidArgumentError for what MessagePack does not have: an object, a number of more than 64 bits."""
    try:
        packed: bytes = msgpack.packb(message)
    except (TypeError, ValueError, OverflowError) as error:
        raise InvalidArgumentError(f"{message!r} cannot be sent: {error}") from None
    return packed


class Reader:
    """Makes messages of the bytes that a bench sends, however they are cut."""

    def __init__(self) -> None:
        self._unpacker = msgpack.Unpacker(max_buffer_size=LARGEST_MESSAGE)

    def feed(self, data: bytes) -> Iterator[Response | Notification]:
        """The messages that are complete with `data`. Raises ProtocolError for what is none."""
        try:
            self._unpacker.feed(data)
            for message in self._unpacker:
                yield _as_message(message)
        except (ValueError, RecursionError, msgpack.UnpackException) as error:
            raise ProtocolError(
                "what answers on this socket does not speak the client protocol "
                f"({type(error).__name__}: {error}); is it a bench's?"
            ) from error


def _as_message(message: object) -> Response | Notification:
    match message:
        case [2, str(name), list(parameters)]:
            return Notification(name, parameters[0] if parameters else None)
        case [1, int(identifier), error, result]:
            return Response(identifier, error, result)
    raise ValueError(f"not a message: {str(message)[:100]}")


def error_of(told: object) -> Error:
    """What the bench sent as an error, as an exception."""
    if isinstance(told, dict) and isinstance(told.get("message"), str):
        code = told.get("code")
        if code == NOT_FOUND:
            return NotFoundError(told["message"])
        return RequestError(told["message"], code if isinstance(code, int) else 0)
    return ProtocolError("the bench sent an invalid error")


def complaint(notification: Notification) -> Error | None:
    """The error of a notification about this client; None for any other notification."""
    if notification.name == "error":
        return error_of(notification.parameter)
    if notification.name == "lagged":
        return LaggedError(str(error_of(notification.parameter)))
    return None


def ended() -> DisconnectedError:
    return DisconnectedError("the bench ended, or closed the connection")
