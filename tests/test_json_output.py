"""What the commands print with --json follows docs/reference/cli.schema.json."""

import json
import subprocess

import jsonschema
import pytest

import paths

SCHEMA = json.loads((paths.ROOT / "docs" / "reference" / "cli.schema.json").read_text())


def validate(command, value):
    schema = {**SCHEMA, "$ref": f"#/$defs/{command}"}
    jsonschema.validate(value, schema)
    return value


@pytest.fixture
def bench(place):
    place.use_panel(bounce="0")
    return place.serve()


def output(place, command, *arguments):
    return validate(command, json.loads(place.pinbridge(command, "--json", *arguments)))


def test_info_and_get_describe_pins_and_parts(place, bench):
    everything = output(place, "info")
    assert {part["part"] for part in everything["parts"]} >= {"vm", "led0", "sw0"}
    some = output(place, "info", "b0", "vm:24")
    assert [part["controls"] for part in some["parts"]] == [{"pressed": 0}]
    assert [pin["label"] for pin in some["pins"]] == ["led0"]
    [pin] = output(place, "get", "vm:12")
    assert (pin["pin"], pin["state"], pin["direction"]) == ("vm:12", "high", "in")


def test_set_reports_the_resulting_states_and_what_is_stronger(place, bench):
    done = place.tool("set", "--json", "vm:24=1", "vm:0=1")
    assert (done.returncode, done.stderr) == (0, "")
    driven, overruled = validate("set", json.loads(done.stdout))
    assert (driven["pin"], driven["state"]) == ("vm:24", "high")
    assert "overruled_by" not in driven
    assert (overruled["state"], overruled["overruled_by"]) == ("low", "gnd:GND")


def test_mon_prints_an_object_a_line(place, bench):
    console = place.pinbridge_process("mon", "--json", "--banner", "-n", "2", "vm:24")
    console.expect("Monitoring")
    place.pinbridge("set", "vm:24=1")
    place.pinbridge("set", "vm:24=z")
    assert console.wait() == 0
    lines = console.output.splitlines()[1:]
    events = [validate("mon", json.loads(line))["event"] for line in lines]
    assert events == ["rising", "highz"]


def test_measure_reports_what_a_clock_does(place):
    place.use_board(
        [
            {"id": "clk", "type": "wokwi-clock-generator", "attrs": {"frequency": "50"}},
            {"id": "led", "type": "wokwi-led"},
        ],
        [["clk:CLK", "led:A", "", []]],
    )
    place.serve()
    [measured] = output(place, "measure", "led:A", "--for", "500ms")
    assert measured["pin"] == "led:A" and measured["duration"] == 500_000_000
    # The clock is the bench's own, so its periods are exact.
    assert measured["frequency"] == 50
    assert measured["duty"] == pytest.approx(0.5)
    assert measured["period"]["min"] == measured["period"]["max"] == 20_000_000
    assert 23 <= measured["rising"] <= 26


def test_measure_prints_lines_for_people(place, bench):
    printed = place.pinbridge("measure", "vm:12", "--for", "1ms").splitlines()
    assert printed[0] == "vm:12"
    assert printed[1].split() == ["edges", "0", "(0", "rising,", "0", "falling)"]
    assert printed[2].split() == ["duty", "cycle", "100.00", "%"]


def test_parts_and_check_need_no_bench(place):
    for command in (["parts"], ["parts", "led"], ["check", paths.PANEL]):
        done = subprocess.run(
            [paths.PINBRIDGE, *command, "--json"], capture_output=True, text=True, check=True
        )
        assert validate(command[0], json.loads(done.stdout))


def test_controllers_are_listed_for_programs():
    qemu = paths.qemu(10, "qemu-system-aarch64")
    done = subprocess.run(
        [paths.PINBRIDGE, "controllers", "--json", "--", qemu, "-M", "virt"],
        capture_output=True,
        text=True,
        check=True,
    )
    [pl061] = validate("controllers", json.loads(done.stdout))
    assert (pl061["controller"], pl061["lines"]) == ("pl061", 8)
