"""What a script builds on: guests' exit statuses, time-outs, reports of readiness, recordings in each format."""

import os
import re
import signal
import struct
import subprocess
import zipfile

import pytest

import paths
from machines import VIRT
from rpc import wait_until


def program_that_exits(path, status):
    """A program for Arm's 64-bit processors that ends QEMU with `status`, by semihosting's SYS_EXIT."""
    code = [
        0xD2800300,  # mov x0, #0x18      SYS_EXIT
        0x10000061,  # adr x1, block
        0xD45E0000,  # hlt #0xf000
        0x14000000,  # b .
    ]
    # The block: ADP_Stopped_ApplicationExit, and the status.
    path.write_bytes(struct.pack("<4I2Q", *code, 0x20026, status))
    qemu = paths.qemu(10, "qemu-system-aarch64")
    machine = [qemu, "-M", "virt", "-cpu", "cortex-a53", "-nographic", "-semihosting"]
    return [*machine, "-device", f"loader,file={path},addr=0x40100000,cpu-num=0"]


def boot_sector_that_exits(path, number):
    """A PC's boot sector that ends QEMU with the status 2 * number + 1, by the device isa-debug-exit."""
    code = bytes([0xB0, number, 0xE6, 0xF4, 0xF4])  # mov al, number; out 0xf4, al; hlt
    path.write_bytes(code.ljust(510, b"\0") + b"\x55\xaa")
    machine = ["qemu-system-x86_64", "-M", "pc", "-nographic"]
    machine += ["-device", "isa-debug-exit,iobase=0xf4,iosize=4"]
    return [*machine, "-drive", f"file={path},format=raw"]


def run(place, *words, options=()):
    words = [paths.PINBRIDGE, "run", "--socket", place.socket, *options, place.board, "--", *words]
    return subprocess.run([str(w) for w in words], capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("status", [0, 7])
def test_the_exit_status_of_a_guests_program_becomes_that_of_run(place, tmp_path, status):
    done = run(place, *program_that_exits(tmp_path / "exit.bin", status))
    assert done.returncode == status, done.stderr


def test_a_pc_reports_its_status_by_isa_debug_exit(place, tmp_path):
    done = run(place, *boot_sector_that_exits(tmp_path / "sector.bin", 3))
    assert done.returncode == 7, done.stderr


@pytest.mark.parametrize(
    "before", [["env", "A=1"], ["nice", "-n", "1"], ["timeout", "60"], ["env", "nice", "-n", "1"]]
)
def test_a_command_that_starts_qemu_may_stand_before_it(place, tmp_path, before):
    done = run(place, *before, *program_that_exits(tmp_path / "exit.bin", 7))
    assert done.returncode == 7, done.stderr


def test_a_guest_that_takes_too_long_is_ended_with_124(place):
    done = run(place, *VIRT.command(), options=["--timeout", "500ms"])
    assert done.returncode == 124
    assert "time-out: QEMU has run for 0.5 s and is ended" in done.stderr


def test_ready_fd_and_wait_report_the_guests_driver(place):
    reader, writer = os.pipe()
    words = [paths.PINBRIDGE, "run", "--socket", place.socket, "--ready-fd", writer, place.board]
    command = [str(w) for w in [*words, "--", *VIRT.command()]]
    guest = subprocess.Popen(
        command, pass_fds=[writer], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        os.close(writer)
        with os.fdopen(reader) as ready:
            assert ready.read() == "ready\n"
        # It holds already.
        place.pinbridge("wait", "--guest", "--timeout", "10s")
    finally:
        guest.terminate()
        guest.wait()


def test_wait_for_a_guest_may_start_before_the_bench(place):
    waiting = place.pinbridge_process("wait", "--guest", "--timeout", "1m")
    missing = place.tool("wait", "--guest", "--timeout", "20ms")
    assert missing.returncode == 124
    assert f"time-out: no bench serves on {place.socket}" in missing.stderr
    place.run(VIRT)
    assert waiting.wait() == 0


def test_wait_reports_a_guest_that_does_not_come(place):
    place.serve()
    done = place.tool("wait", "--guest", "--timeout", "20ms")
    assert done.returncode == 124
    assert "no guest driver has bound the chip" in done.stderr


def test_wait_for_a_guest_of_a_board_without_one_is_refused(place):
    place.use_board([{"type": "wokwi-led", "id": "led0"}], [])
    place.serve()
    done = place.tool("wait", "--guest")
    assert (done.returncode, done.stderr) == (2, "pinbridge: the board has no chip of a guest\n")


def test_a_descriptor_that_is_not_open_is_refused_before_a_guest_starts(place):
    done = run(place, *VIRT.command(), options=["--ready-fd", "77"])
    assert done.returncode == 2
    assert "--ready-fd 77: no such file descriptor" in done.stderr


def recording(place, name, *options):
    """Records vm:24 while it goes high and low, and returns the file."""
    file = place.directory / name
    recorder = place.pinbridge_process("record", "vm:24", "-o", file, *options)
    wait_until(file.exists)
    place.pinbridge("set", "vm:24=1")
    place.pinbridge("set", "vm:24=0")
    recorder.signal(2)
    assert recorder.wait() == 0
    return file


def test_a_csv_recording_has_a_line_for_each_change(place):
    place.serve()
    lines = recording(place, "w.csv").read_text().splitlines()
    assert lines[0].split(",")[1] == "vm:24"
    levels = [line.split(",")[1] for line in lines[1:]]
    assert levels[:3] == ["z", "1", "0"]
    times = [float(line.split(",")[0]) for line in lines[1:]]
    assert times == sorted(times) and times[0] == 0


def test_a_sigrok_recording_is_a_session_that_sigrok_reads(place):
    place.serve()
    file = recording(place, "w.sr", "--timescale", "100us")
    with zipfile.ZipFile(file) as session:
        assert session.read("version") == b"2"
        assert "samplerate=10000 Hz" in session.read("metadata").decode()
    reads(file)


def test_a_recording_is_complete_when_the_bench_ends(place):
    bench = place.serve()
    file = place.directory / "w.sr"
    recorder = place.pinbridge_process("record", "vm:24", "-o", file)
    wait_until(file.exists)
    place.pinbridge("set", "vm:24=1")
    bench.signal(signal.SIGTERM)
    assert recorder.wait() == 1
    assert "the bench ended" in recorder.errors
    assert "Logic sample count: " in reads(file)


def test_a_vcd_recording_has_a_sample_a_microsecond_unless_another_unit_is_asked_for(place):
    place.serve()
    file = recording(place, "w.vcd")
    assert "$timescale 1 us $end" in file.read_text()
    assert "Samplerate: 1000000\n" in reads(file)
    file = recording(place, "slow.vcd", "--timescale", "100us")
    assert "$timescale 100 us $end" in file.read_text()
    assert "Samplerate: 10000\n" in reads(file)


def reads(file):
    """sigrok-cli reads the file; what it shows of it."""
    words = ["sigrok-cli", "-i", file, "--show"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "Logic sample count: " in done.stdout
    return done.stdout


def warnings_of_close_edges(place, name, *options):
    """Records four edges within 900 ns; what the command writes to stderr."""
    pulses, file = place.directory / "pulses.txt", place.directory / name
    pulses.write_text("1 300ns\n0 300ns\n1 300ns\n0 1ms\n")
    recorder = place.pinbridge_process("record", "vm:24", "-o", file, *options)
    wait_until(file.exists)
    place.pinbridge("play", pulses, "vm:24")
    recorder.signal(2)
    assert recorder.wait() == 0
    return recorder.errors


@pytest.mark.parametrize("name", ["w.vcd", "w.sr"])
def test_record_names_the_timescale_that_separates_edges_of_one_time(place, name):
    place.serve()
    # The edges lie in two microseconds, or in one.
    warning = r"warning: edges within 1 us have the same time in the recording \([23] in all\)"
    assert re.search(
        warning + "; --timescale 100ns separates them\n", warnings_of_close_edges(place, name)
    )


def test_record_with_that_timescale_has_each_edge_at_its_time(place):
    place.serve()
    assert warnings_of_close_edges(place, "w.vcd", "--timescale", "100ns") == ""
    times = re.findall(r"#(\d+)\n[01]!", (place.directory / "w.vcd").read_text())
    first, *others = [int(time) for time in times]
    assert [time - first for time in others] == [3, 6, 9]


def test_a_recording_ends_after_its_time(place):
    place.serve()
    file = place.directory / "w.vcd"
    place.pinbridge("record", "vm:24", "--for", "20ms", "-o", file)
    assert file.read_text().rstrip().splitlines()[-1] == "#20000"


def edges_of(client):
    changes = client.changes_so_far()
    return [(change["state"], change["time"] - changes[0]["time"]) for change in changes]


def test_play_drives_pins_by_the_benchs_own_timers(place):
    place.use_panel(bounce="0")
    place.serve()
    client = place.client()
    client.call("watch", "vm:12")
    pulses = place.directory / "pulses.txt"
    pulses.write_text("# a button that is pressed twice\n0 500us\nz 1ms\n0 250us\nz 1us\n")
    place.pinbridge("play", pulses, "b0:2.l")
    # To the nanosecond, whatever the host is busy with.
    assert edges_of(client) == [
        ("low", 0),
        ("high", 500_000),
        ("low", 1_500_000),
        ("high", 1_750_000),
    ]


def test_a_recording_of_ours_is_played_on_its_own_pins_and_on_others(place):
    place.use_panel(bounce="0")
    place.serve()
    client = place.client()
    waveform = place.directory / "w.csv"
    waveform.write_text("time,vm:24,vm:25\n0.0,1,0\n0.001,0,1\n0.002,1,0\n")
    client.call("watch", "vm:24", "vm:25")
    place.pinbridge("play", waveform)
    states = [state for state, _ in edges_of(client)]
    assert states == ["high", "low", "low", "high", "high", "low", "highz", "highz"]
    client.call("unwatch", "vm:24", "vm:25")
    client.call("watch", "vm:26")
    place.pinbridge("play", "--times", "2", waveform, "vm:26=vm:25")
    assert edges_of(client) == [("low", 0), ("high", 1_000_000), ("low", 2_000_000)] + [
        ("high", 3_000_000),
        ("low", 4_000_000),
        ("highz", 4_000_000),
    ]


def test_play_in_a_loop_ends_with_its_signal_and_releases_the_pin(place):
    place.serve()
    pulses = place.directory / "pulses.txt"
    pulses.write_text("1 1ms\n0 1ms\n")
    player = place.pinbridge_process("play", "--loop", pulses, "vm:24")
    place.pinbridge("wait", "vm:24", "--edge", "rising", "--timeout", "10s")
    player.signal(2)
    assert player.wait() == 0
    assert place.pinbridge("get", "--numeric", "vm:24") == "z"


@pytest.mark.parametrize(
    "text, words, sentence",
    [
        ("1 5us\n", [], "a list of pulses names no pins"),
        ("1 5us\n", ["vm:24", "vm:25"], 'the waveform has 1 signals, and none for "vm:25"'),
        ("1 5us\n", ["vm:24=clock"], 'the waveform has no signal "clock"'),
        ("1 5us\n", ["vm:99"], 'there is no pin "vm:99"'),
        ("5us 1\n", ["vm:24"], "pulses.txt, line 1:"),
        ("1 5us\n", ["--times", "0", "vm:24"], '"0" is not a whole number of 1 or more'),
        ("1 5us\n", ["--times", "2", "--loop", "vm:24"], "--loop excludes --times"),
    ],
)
def test_what_cannot_be_played_is_refused(place, text, words, sentence):
    place.serve()
    pulses = place.directory / "pulses.txt"
    pulses.write_text(text)
    done = place.tool("play", pulses, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr


def test_a_recording_for_sigrok_is_refused_with_what_can_be_played(place):
    place.serve()
    done = place.tool("play", "wave.sr", "vm:24")
    assert (done.returncode, done.stdout) == (2, "")
    assert "a sigrok session cannot be played; record a .vcd or .csv" in done.stderr


def test_a_session_without_an_action_is_a_scenario_too(place):
    place.serve()
    file = place.directory / "session.yaml"
    place.pinbridge("record", "--scenario", file, "--for", "50ms")
    words = [paths.PINBRIDGE, "test", place.board, file, "--", *VIRT.command()]
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_session_becomes_a_scenario_that_does_it_again(place):
    place.use_panel(bounce="0")
    place.serve()
    file = place.directory / "session.yaml"
    recorder = place.pinbridge_process("record", "--scenario", file)
    wait_until(file.exists)
    place.pinbridge("press", "b0", "--for", "20ms")
    place.pinbridge("control", "sw0", "value=1")
    place.pinbridge("set", "vm:24=1")
    wait_until(lambda: "set-pin" in file.read_text())
    recorder.signal(2)
    assert recorder.wait() == 0
    steps = file.read_text()
    assert '- press: {part-id: "b0", for: 20000000ns}' in steps
    assert '- set-control: {part-id: "sw0", control: "value", value: 1}' in steps
    assert '- set-pin: {pin: "vm:24", value: "high"}' in steps
    file.write_text(steps + '  - expect-pin: {pin: "vm:24", value: 1}\n')
    words = [paths.PINBRIDGE, "test", place.board, file, "--", *VIRT.command()]
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
