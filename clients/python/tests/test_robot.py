"""The keywords for Robot Framework, on real benches. Debian has no package of Robot Framework, so `run_suite` runs the
suite of the reference. It knows the syntax that the suite uses, and converts arguments by type hints, as Robot does.
"""

import json
import re
import typing
from datetime import timedelta

import pytest

import pinbridge
from conftest import ROOT
from machines_for_tests import FIRMWARE, firmware_board
from pinbridge.robot import Bench


@pytest.fixture
def library(panel):
    library = Bench()
    library.start_bench(str(panel))
    yield library
    library.stop_bench()


def sections(text):
    """The rows of each section, as lists of cells; a row in a test begins with an empty cell."""
    found = {}
    for line in text.splitlines():
        if heading := re.fullmatch(r"\*\*\* (.*) \*\*\*", line):
            rows = found.setdefault(heading[1], [])
        elif line:
            rows.append(re.split(r" {2,}", line))
    return found


def converted(cell, hint):
    kinds = typing.get_args(hint) or (hint,)
    if timedelta in kinds:
        number, unit = re.fullmatch(r"([0-9.]+) ?(ms|s)", cell).groups()
        return timedelta(**{"milliseconds" if unit == "ms" else "seconds": float(number)})
    return float(cell) if float in kinds else cell


def call(library, keyword, *cells):
    """Calls a keyword by its name; a cell NAME=VALUE is a named argument where the keyword has such a one."""
    method = getattr(library, keyword.lower().replace(" ", "_"))
    hints = typing.get_type_hints(method)
    names = [name for name in hints if name != "return"]
    positional, named = [], {}
    for cell in cells:
        name, equals, value = cell.partition("=")
        if equals and name in names:
            named[name] = converted(value, hints[name])
        else:
            positional.append(converted(cell, hints[names[min(len(positional), len(names) - 1)]]))
    return method(*positional, **named)


def run_suite(text, library):
    """Runs each test of a suite; returns their names."""
    suite = sections(text)
    variables = dict(suite.get("Variables", []))
    settings = {row[0]: row[1:] for row in suite["Settings"]}
    tests = {}
    for first, *cells in suite["Test Cases"]:
        if first:
            rows = tests.setdefault(first, [])
        else:
            rows.append(cells)
    for rows in tests.values():
        for row in [settings["Test Setup"], *rows, settings["Test Teardown"]]:
            call(library, *[variables.get(cell, cell) for cell in row])
    return list(tests)


def test_the_suite_of_the_reference_passes_with_firmware(tmp_path, monkeypatch):
    reference = (ROOT / "docs" / "reference" / "python.md").read_text()
    block = re.search(r"Save this as `firmware/firmware.robot`:\n\n((?:    .*\n|\n)+)", reference)[
        1
    ]
    text = re.sub(r"(?m)^    ", "", block)
    [[_, command]] = sections(text)["Variables"]
    # The same command, with the QEMU and the firmware of this build.
    assert [word.rpartition("/")[2] for word in command.split()] == [
        word.rpartition("/")[2] for word in FIRMWARE
    ]
    text = text.replace(command, " ".join(FIRMWARE))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "firmware").mkdir()
    (tmp_path / "firmware" / "diagram.json").write_text(json.dumps(firmware_board()))
    assert run_suite(text, Bench()) == ["The LED Blinks", "PB0 Follows The Button"]


def test_keywords_drive_pins_and_expect_their_edges_in_order(library):
    library.record_edges("led0:A")
    for level, state in [("1", "high"), ("low", "low"), ("z", "highz")]:
        library.set_pin("led0:A", level)
        library.pin_should_be("led0:A", state)
        library.wait_for_pin("led0:A", level, timedelta(0))
        assert library.get_pin("led0:A") == state
    assert library.edge_should_occur().state == "high"
    assert library.edge_should_occur("z").state == "highz"
    library.no_edge_should_occur(timedelta(milliseconds=1))
    with pytest.raises(pinbridge.WaitTimeoutError, match="no edge to low of led0:A within 0.01 s"):
        library.edge_should_occur("0", timedelta(milliseconds=10))
    library.set_pin("led0:A", "0")
    with pytest.raises(AssertionError, match='"led0:A" went low at [0-9.]+ s'):
        library.no_edge_should_occur()
    with pytest.raises(AssertionError, match='"led0:A" is low, not high'):
        library.pin_should_be("led0:A", "1")


def test_a_press_is_over_when_its_keyword_ends(library):
    library.record_edges("vm:12")
    library.press_button("b0", timedelta(milliseconds=20))
    assert library.edge_should_occur("low").pin == "vm:12"
    library.wait_for_pin("vm:12", "high")
    library.set_control("sw0", "value", 1)


def test_the_frequency_of_a_clock_is_measured():
    board = {
        "version": 1,
        "parts": [{"id": "clk", "type": "wokwi-clock-generator", "attrs": {"frequency": "50"}}],
        "connections": [],
    }
    library = Bench()
    library.start_bench(board)
    try:
        duration = timedelta(milliseconds=200)
        assert library.frequency_should_be("clk:CLK", 51, 5, duration) == pytest.approx(50)
        with pytest.raises(AssertionError, match='"clk:CLK" has 50 Hz, not 60 Hz within 5 %'):
            library.frequency_should_be("clk:CLK", 60, duration=duration)
    finally:
        library.stop_bench()


def test_wrong_words_and_a_missing_bench_are_errors(library):
    with pytest.raises(pinbridge.NotFoundError, match='"hihg" is not a state; write low, high'):
        library.wait_for_pin("led0:A", "hihg")
    with pytest.raises(pinbridge.Error, match='call "Record Edges" first'):
        library.edge_should_occur()
    library.stop_bench()
    with pytest.raises(pinbridge.Error, match='call "Start Bench" first'):
        library.get_pin("led0:A")
    library.stop_bench()
