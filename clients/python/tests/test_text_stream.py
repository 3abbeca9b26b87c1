"""A program's text: read on from where the last one was found, and shown when it does not come."""

import asyncio

import pytest

from pinbridge import DisconnectedError, WaitTimeoutError
from pinbridge.console import MOST_KEPT, TextStream


def with_stream(use, timeout=5):
    async def run():
        await use(TextStream("the console", timeout))

    asyncio.run(run())


def test_each_text_is_expected_behind_the_one_before():
    async def use(stream):
        stream.add(b"one two one")
        assert (await stream.expect("o(n)e")).group(1) == "n"
        assert (await stream.expect("one")).start() == 8
        stream.end()
        with pytest.raises(
            DisconnectedError,
            match='the console ended without "one"; it printed:\none two one',
        ):
            await stream.expect("one")

    with_stream(use)


def test_a_character_that_comes_in_two_pieces_is_one():
    async def use(stream):
        for byte in "µ".encode():
            stream.add(bytes([byte]))
        await stream.expect("^µ$")

    with_stream(use)


def test_what_does_not_come_is_a_time_out_with_what_came_instead():
    async def use(stream):
        with pytest.raises(
            WaitTimeoutError,
            match='did not print "ready" within 0.01 s; it printed nothing',
        ):
            await stream.expect("ready", 0.01)
        stream.add(b"panic")
        with pytest.raises(TimeoutError, match="it printed:\npanic"):
            await stream.expect("ready", 0.01)

    with_stream(use)


def test_text_without_end_keeps_its_end():
    async def use(stream):
        for _ in range(3):
            stream.add(b"x" * MOST_KEPT)
        stream.add(b"the end")
        assert len(stream.text) <= MOST_KEPT + 7
        await stream.expect("the end")

    with_stream(use)


def test_what_was_printed_is_read_once_in_pieces_up_to_the_end():
    async def use(stream):
        stream.add("guest µ ready".encode())
        await stream.expect("guest ")
        assert await stream.read(most=1) == "µ"
        assert await stream.read() == " ready"
        assert await stream.read(0.01) == ""
        stream.end()
        with pytest.raises(DisconnectedError, match="the console ended"):
            await stream.read()

    with_stream(use)
