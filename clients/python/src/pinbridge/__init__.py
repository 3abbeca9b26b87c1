"""Test the GPIO pins of a machine in QEMU.

    import pinbridge

    with pinbridge.run("examples/panel", ["qemu-system-aarch64", ...]) as bench:
        bench.console.expect("guest ready")
        assert bench.part("led0").pin("A").state == "low"

`pinbridge.aio` is the same for asyncio. A bench is driven over its client socket; nothing else is needed but msgpack.
"""

from . import aio
from .bench import (
    Bench,
    Console,
    Edges,
    Guest,
    Log,
    Part,
    Pin,
    Recorder,
    connect,
    run,
    serve,
)
from .blocking_own_part import OwnPart
from .errors import (
    DisconnectedError,
    Error,
    InvalidArgumentError,
    LaggedError,
    NoBenchError,
    NotFoundError,
    OverflowedError,
    ProtocolError,
    RequestError,
    StartError,
    UntrustedSocketError,
    WaitTimeoutError,
)
from .measurement import Measurement, Spread, measure
from .values import BenchInfo, Edge, PartInfo, PartState, PinInfo, PinState

__all__ = [
    "Bench",
    "BenchInfo",
    "Console",
    "DisconnectedError",
    "Edge",
    "Edges",
    "Error",
    "Guest",
    "InvalidArgumentError",
    "LaggedError",
    "Log",
    "Measurement",
    "NoBenchError",
    "NotFoundError",
    "OverflowedError",
    "OwnPart",
    "Part",
    "PartInfo",
    "PartState",
    "Pin",
    "PinInfo",
    "PinState",
    "ProtocolError",
    "Recorder",
    "RequestError",
    "Spread",
    "StartError",
    "UntrustedSocketError",
    "WaitTimeoutError",
    "aio",
    "connect",
    "measure",
    "run",
    "serve",
]
