"""The errors of this package. The message is for people, the class for programs."""


#: The protocol's code of "not found".
NOT_FOUND = 2


class Error(Exception):
    """The base of all errors of this package."""


class RequestError(Error):
    """The bench refused a request, and changed nothing. `code` is an error code of the protocol."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


class NotFoundError(RequestError, LookupError):
    """The part, pin, control or machine does not exist."""

    def __init__(self, message: str) -> None:
        super().__init__(message, NOT_FOUND)


class InvalidArgumentError(Error, ValueError):
    """An argument that no bench could accept. Nothing was sent."""


class NoBenchError(Error):
    """No bench responds on a socket."""


class UntrustedSocketError(Error):
    """A socket, or its directory, belongs to another user or is open to others. Nothing was sent."""


class DisconnectedError(Error, EOFError):
    """The bench ended, or closed the connection."""


class LaggedError(DisconnectedError):
    """This client read too slowly, and the bench disconnected it."""


class ProtocolError(DisconnectedError):
    """The socket's peer sent data that a bench does not send."""


class WaitTimeoutError(Error, TimeoutError):
    """The awaited event did not happen in time."""


class StartError(Error):
    """The program could not be started, or ended before it served its board."""


class OverflowedError(Error):
    """A recording is full because it was not read."""
