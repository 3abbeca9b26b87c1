"""An event loop in its own thread, for callers that block: it always reads what the bench sends."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar

from .errors import DisconnectedError

T = TypeVar("T")


class Portal:
    """Runs coroutines in its thread, and gives their results to the caller's."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="pinbridge", daemon=True)
        self._thread.start()

    def run(self, awaitable: Awaitable[T]) -> T:
        """The result; Ctrl-C cancels it. Raises DisconnectedError once it is closed."""
        if not self._thread.is_alive():
            if isinstance(awaitable, Coroutine):
                awaitable.close()
            raise DisconnectedError("this bench is closed")

        async def wait() -> T:
            return await awaitable

        done = asyncio.run_coroutine_threadsafe(wait(), self._loop)
        try:
            return done.result()
        except BaseException:
            done.cancel()
            raise

    def call(self, function: Callable[..., T], *arguments: Any) -> T:
        """The same for a function that has to run where the event loop does."""

        async def call() -> T:
            return function(*arguments)

        return self.run(call())

    def enter(self, context: AbstractAsyncContextManager[T]) -> tuple[T, Callable[[], None]]:
        """What the context gives, and what leaves it: both in one task, as its time-outs need it."""
        leave = asyncio.Event()

        async def hold(entered: "asyncio.Future[T]") -> None:
            try:
                async with context as value:
                    entered.set_result(value)
                    await leave.wait()
            except BaseException as error:
                if entered.done():
                    raise
                entered.set_exception(error)

        async def begin() -> tuple[T, "asyncio.Task[None]"]:
            entered: asyncio.Future[T] = asyncio.get_running_loop().create_future()
            task = asyncio.create_task(hold(entered))
            try:
                return await entered, task
            except asyncio.CancelledError:
                task.cancel()
                await asyncio.wait({task})
                raise

        value, task = self.run(begin())

        async def end() -> None:
            leave.set()
            await task

        return value, lambda: self.run(end())

    def close(self) -> None:
        """Ends the thread. Nothing may run in it any more."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
            rest = asyncio.all_tasks(self._loop)
            for task in rest:
                task.cancel()
            self._loop.run_until_complete(_all_of(rest))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._loop.close()


async def _all_of(tasks: set["asyncio.Task[Any]"]) -> None:
    await asyncio.gather(*tasks, return_exceptions=True)
