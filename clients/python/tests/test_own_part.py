"""Your own parts: the files of the guide as they are written, and what happens at the ends of a part."""

import asyncio
import json
import os
import re
import shlex
import subprocess
import sys
import threading

import pytest

import pinbridge
from fake_bench import FakeBench, change, told
from conftest import ROOT, compile_client
from pinbridge.own_part import PartLink, PinSensed

GUIDE = (ROOT / "docs" / "how-to" / "own-parts.md").read_text()


def save_files(directory):
    """The files of the guide, under the names that it gives."""
    found = re.findall(r"(?s)Save this as\s`([^`]+)`:\n\n((?:    [^\n]*\n|\n)+)", GUIDE)
    for name, block in found:
        file = directory / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(re.sub(r"(?m)^    ", "", block).rstrip("\n") + "\n")
    assert len(found) == 5


@pytest.fixture
def guide(tmp_path):
    save_files(tmp_path)
    return tmp_path


@pytest.fixture
def bench(guide):
    with pinbridge.serve(guide / "board") as served:
        yield served


class Recorder(pinbridge.OwnPart):
    """Keeps what it is notified of."""

    pins = ("IN", "OUT")

    def __init__(self, bench, part="inverter"):
        super().__init__(bench, part)
        self.told = []
        self.has_new = threading.Condition()

    def pin_changed(self, pin, state, time):
        self.add((pin, state))

    def control_set(self, name, value, time):
        self.add((name, value))

    def add(self, event):
        with self.has_new:
            self.told.append(event)
            self.has_new.notify()

    def take(self, count):
        with self.has_new:
            assert self.has_new.wait_for(lambda: len(self.told) >= count, 30), self.told
            return self.told


def test_the_guides_program_is_the_inverter(bench, guide):
    commands = [
        [word.replace("board.sock", str(bench.socket)) for word in shlex.split(line)]
        for line in re.findall(r"(?m)^    ((?:pinbridge (?!serve)|python3 ).*)$", GUIDE)
    ]
    assert len(commands) == 3
    led = bench.part("led")
    with subprocess.Popen([sys.executable, *commands[0][1:]], cwd=guide) as program:
        bench.wait_for_part("inverter", lambda part: part.shows.get("output") == "off")
        for words in commands[1:]:
            subprocess.run([os.environ["PINBRIDGE"], *words[1:]], check=True, cwd=guide)
        led.wait_for(lit=1)
        bench.wait_for_part("inverter", lambda part: part.shows.get("output") == "on")
        program.kill()
    led.wait_for(lit=0)
    assert bench.part("inverter").shows == {}


def test_the_guides_inverter_in_c_follows_its_pin_and_ends_with_the_bench(bench, guide):
    program = guide / "inverter"
    compile_client(guide / "inverter.c", program)
    led = bench.part("led")
    bench.pin("inverter:IN").set("low")
    with subprocess.Popen([program, bench.socket, "inverter"], stderr=subprocess.PIPE) as running:
        led.wait_for(lit=1)
        bench.pin("inverter:IN").set("high")
        led.wait_for(lit=0)
        other = subprocess.run([program, bench.socket, "led"], stderr=subprocess.PIPE, text=True)
        assert other.returncode == 1
        assert "which has a behaviour of its own" in other.stderr
        diagram = guide / "board" / "diagram.json"
        board = json.loads(diagram.read_text())
        board["parts"] = [part for part in board["parts"] if part["id"] != "inverter"]
        board["connections"] = []
        diagram.write_text(json.dumps(board))
        assert (running.wait(30), running.stderr.read()) == (0, b"")


def test_the_guides_test_passes(guide):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "pinbridge.pytest_plugin", "test_inverter.py"],
        cwd=guide,
        capture_output=True,
        text=True,
    )
    assert "1 passed" in done.stdout, done.stdout


def test_a_part_is_notified_of_its_pins_and_controls_in_order(bench):
    with Recorder(bench) as chip:
        assert chip.states == {"IN": "highz", "OUT": "highz"} and chip.controls == {"enabled": 0}
        bench.pin("inverter:IN").set("high")
        bench.part("inverter").control("enabled", 1)
        chip.drive({"OUT": 1})
        chip.drive({"OUT": "z"})
        assert chip.take(4) == [("IN", "high"), ("enabled", 1), ("OUT", "high"), ("OUT", "highz")]
        assert chip.states == {"IN": "high", "OUT": "highz"} and chip.controls == {"enabled": 1}


def test_a_part_drives_strongly_or_as_a_pull_and_is_released_after_its_block(bench):
    with bench.edges("inverter:OUT") as edges:
        with Recorder(bench) as chip:
            chip.drive({"IN": "high", "OUT": "low"}, strength="pull")
            with bench.pin("inverter:OUT").held("high") as state:
                assert state.state == "high"
        bench.wait_for("inverter:OUT", "highz")
        assert [edge.state for edge in edges.so_far()] == ["low", "high", "low", "highz"]


def test_one_program_at_a_time_embodies_a_part(bench):
    with Recorder(bench):
        with pytest.raises(pinbridge.RequestError, match='another client embodies part "inverter"'):
            Recorder(bench).__enter__()
    with Recorder(bench):
        pass


def test_a_part_that_cannot_be_embodied_is_refused_with_a_sentence(bench):
    with pytest.raises(pinbridge.RequestError, match='part "led" is a wokwi-led, which has a beha'):
        Recorder(bench, "led").__enter__()
    with pytest.raises(pinbridge.RequestError, match='"inverte" .did you mean "inverter"'):
        Recorder(bench, "inverte").__enter__()
    with pytest.raises(pinbridge.Error, match='is this program\'s only within its "with" block'):
        Recorder(bench).drive({"OUT": 1})

    class Other(pinbridge.OwnPart):
        pins = ("EN",)

    with pytest.raises(pinbridge.RequestError, match='no pin "inverter:EN"'):
        Other(bench, "inverter").__enter__()


def test_an_exception_in_a_method_ends_the_part_and_is_raised_at_the_end(bench):
    class Broken(pinbridge.OwnPart):
        def started(self):
            self.drive({"OUT": 1})

        def pin_changed(self, pin, state, time):
            if pin == "IN":
                raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        with Broken(bench, "inverter"):
            bench.wait_for("inverter:OUT", "high")
            bench.pin("inverter:IN").set(1)
            bench.wait_for("inverter:OUT", "highz")


def test_a_part_that_the_board_loses_ends(bench, guide):
    board = guide / "board" / "diagram.json"
    other = [part for part in json.loads(board.read_text())["parts"] if part["id"] != "inverter"]
    with Recorder(bench) as chip:
        assert not chip.wait(0.01)
        board.write_text(json.dumps({"version": 1, "parts": other, "connections": []}))
        assert chip.wait(30)


def test_a_part_ends_with_its_bench(guide):
    with pinbridge.serve(guide / "board") as bench, Recorder(bench) as chip:
        bench.send_signal(15)
        assert chip.wait(30)


def test_a_part_under_asyncio_is_the_same(guide):
    class Inverter(pinbridge.aio.OwnPart):
        pins = ("IN", "OUT")

        async def started(self):
            await self.show(ready=1)

        async def pin_changed(self, pin, state, time):
            if pin == "IN":
                await self.drive({"OUT": state == "low"})

        async def control_set(self, name, value, time):
            raise ValueError(f"{name}={value}")

    async def use():
        async with pinbridge.aio.serve(guide / "board") as bench:
            async with Inverter(bench, "inverter"):
                await bench.part("inverter").wait_for(ready=1)
                await bench.pin("inverter:IN").set(0)
                await bench.part("led").wait_for(lit=1)
            await bench.part("led").wait_for(lit=0)
            with pytest.raises(ValueError, match="enabled=1"):
                async with Inverter(bench, "inverter") as chip:
                    await bench.part("inverter").control("enabled", 1)
                    await chip.wait()

    asyncio.run(use())


BOX = {
    "part": "box",
    "pins": [change("box:A", "low", 1)],
    "controls": {"speed": 0},
    "shows": {},
    "time": 1,
}


def sensed(state):
    return told("sensed", {"part": "box", "pin": "A", "state": state, "time": 2})


async def events_after(path, *messages):
    """What a part's program is given of these messages of the bench, then the end or its error."""
    with FakeBench(path, lambda *_: (BOX, b"".join(messages))):
        link = await PartLink.open(path, "box", ["A"], 10)
        assert link.controls == {"speed": 0}
        given = []
        try:
            while event := await link.next():
                given.append((event, dict(link.states)))
        except pinbridge.Error as error:
            given.append(error)
        await link.close()
        assert await link.next() is None
        return given


def test_states_are_those_of_the_event_and_not_of_the_last_that_arrived(tmp_path):
    ended = told("ended", {"part": "box", "time": 3})
    given = asyncio.run(events_after(tmp_path / "s", sensed("high"), sensed("low"), ended))
    assert given == [
        (PinSensed("A", "high", 2), {"A": "high"}),
        (PinSensed("A", "low", 2), {"A": "low"}),
    ]


def test_a_part_that_lags_or_is_sent_nonsense_gets_what_came_before_and_an_error(tmp_path):
    lagged = told("lagged", {"code": 5, "message": "too slow"})
    before, error = asyncio.run(events_after(tmp_path / "s1", sensed("high"), lagged))
    assert before[0] == PinSensed("A", "high", 2)
    assert isinstance(error, pinbridge.LaggedError) and "too slow" in str(error)
    for wrong in (sensed("up"), told("controlled", {"part": "box"}), told("sensed", [])):
        [error] = asyncio.run(events_after(tmp_path / "s2", wrong))
        assert isinstance(error, pinbridge.ProtocolError)
        (tmp_path / "s2").unlink()
