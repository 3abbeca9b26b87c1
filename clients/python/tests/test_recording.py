"""A recording is bounded, and reports when it is full."""

import asyncio

import pytest

from pinbridge import OverflowedError, PinState
from pinbridge.recording import Recording


def test_a_recording_that_is_not_read_keeps_the_first_changes_and_reports_that_it_is_full():
    async def fill():
        recording = Recording(None, ("a:1",), most_kept=2)
        recording.begin([PinState("a:1", "in", "low", 0)])
        for at, state in enumerate(["high", "low", "high"]):
            recording.change(PinState("a:1", "in", state, at))
        with pytest.raises(OverflowedError):
            recording.take_all()
        assert [recording.take().time, recording.take().time] == [0, 1]
        with pytest.raises(OverflowedError, match="the recording of a:1 is full: 2 changes wait"):
            recording.take()

    asyncio.run(fill())
