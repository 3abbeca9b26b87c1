"""Waiting in the bench's time, which is this host's CLOCK_MONOTONIC."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from .errors import WaitTimeoutError
from .values import NS, to_ns

T = TypeVar("T")


def now() -> int:
    """ns of the clock that the bench's times are of."""
    return time.monotonic_ns()


def after(timeout: float) -> int:
    """The moment at which a time-out is over, in ns; now if it is negative."""
    return now() + to_ns(max(timeout, 0))


async def until(moment: int) -> None:
    """Sleeps until that moment, in ns."""
    while (left := moment - now()) > 0:
        await asyncio.sleep(left / NS)


async def within(seconds: float, awaited: Awaitable[T], instead: Callable[[], str]) -> T:
    """The result, or WaitTimeoutError with what is so instead."""
    try:
        async with asyncio.timeout(seconds):
            return await awaited
    except TimeoutError:
        raise WaitTimeoutError(f"{instead()} (waited {seconds:g} s)") from None
