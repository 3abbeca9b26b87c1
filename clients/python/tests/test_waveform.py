"""Value change dumps of edges that are given."""

import subprocess

import pytest

from pinbridge.waveform import vcd

PINS, FIRST = ("a:1", "b:2"), ("low", "highz")


def body(edges, start=1000):
    text = vcd(PINS, FIRST, start, edges)
    [unit] = [line.split()[1:3] for line in text.splitlines() if line.startswith("$timescale")]
    return unit, text.partition('$dumpvars\n0!\nz"\n$end\n')[2].splitlines()


def test_times_are_in_microseconds_and_edges_of_one_time_keep_their_order():
    unit, lines = body([(6000, 1, "high"), (6000, 0, "high"), (3_001_500, 0, "low")])
    assert unit == ["1", "us"]
    assert lines == ["#5", '1"', "1!", "#3000", "0!"]


@pytest.mark.parametrize(
    "apart, unit, times",
    [
        (100, ["100", "ns"], ["#50", "#51"]),
        (30, ["10", "ns"], ["#500", "#503"]),
        (1, ["1", "ns"], ["#5000", "#5001"]),
    ],
)
def test_closer_edges_get_the_greatest_unit_that_separates_them(apart, unit, times):
    assert body([(6000, 0, "high"), (6000 + apart, 0, "low")]) == (
        unit,
        [times[0], "1!", times[1], "0!"],
    )


def test_edges_before_the_start_are_at_its_time():
    assert body([(400, 0, "high"), (900, 1, "low"), (6000, 0, "low")])[1] == [
        "1!",
        '0"',
        "#5",
        "0!",
    ]


def test_sigrok_reads_seconds_with_a_sample_a_microsecond(tmp_path):
    file = tmp_path / "w.vcd"
    file.write_text(vcd(PINS, FIRST, 0, [(2_000_000_000, 0, "high"), (3_000_000_000, 0, "low")]))
    done = subprocess.run(["sigrok-cli", "-i", file, "--show"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Samplerate: 1000000\n" in done.stdout
    assert "Logic sample count: 3000000\n" in done.stdout
