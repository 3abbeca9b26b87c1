"""The commands as a user types them: their output, and their errors."""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import threading

import msgpack
import pytest

import paths
from console import Console
from rpc import wait_until


@pytest.fixture
def bench(place):
    place.use_panel(bounce="0")
    return place.serve()


def test_get_prints_as_gpioget_does(place, bench):
    assert place.pinbridge("get", "vm:12", "vm:0") == '"vm:12"=high "vm:0"=low'
    assert place.pinbridge("get", "--unquoted", "vm:24") == "vm:24=highz"
    assert place.pinbridge("get", "--numeric", "vm:12", "vm:0", "vm:24") == "1 0 z"


def test_set_holds_until_it_is_set_again_or_to_z(place, bench):
    assert place.pinbridge("set", "vm:24=1", "vm:25=off") == ""
    assert place.pinbridge("get", "--numeric", "vm:24", "vm:25") == "1 0"
    place.pinbridge("set", "vm:24=0")
    assert place.pinbridge("get", "--numeric", "vm:24") == "0"
    place.pinbridge("set", "vm:24=z", "vm:25=z")
    assert place.pinbridge("get", "--numeric", "vm:24", "vm:25") == "z z"


def test_an_override_against_a_supply_changes_nothing_and_against_another_conflicts(place, bench):
    done = place.tool("set", "vm:0=1")
    assert (done.returncode, done.stderr) == (
        0,
        'pinbridge: warning: "vm:0" stays low: "gnd:GND" drives its net more strongly\n',
    )
    assert place.pinbridge("get", "--numeric", "vm:0") == "0"
    place.pinbridge("set", "vm:24=1", "led0:A=0")
    assert place.pinbridge("get", "--numeric", "vm:24") == "x"
    bench.expect("conflict: vm:24, led0:A", "err")


def test_control_and_press_move_parts(place, bench):
    place.pinbridge("control", "sw0", "value=1")
    assert place.pinbridge("get", "--numeric", "vm:0") == "1"
    place.pinbridge("press", "b0", "--for", "30ms")
    client = place.client()
    client.call("watch", "vm:12")
    client.wait_for("vm:12", state="high")


def test_info_lists_parts_and_pins(place, bench):
    everything = place.pinbridge("info").splitlines()
    assert everything[0] == (
        'vm - chip-virtio-gpio, 32 pins: connected=0 guest="no guest" merged=0 machine=vm '
        f"transport=auto socket={place.socket}.vm"
    )
    assert everything[1].split() == ["vm:0", '"sw0"', "input", "low"]
    assert "led0 - wokwi-led, 2 pins: lit=0 brightness=0" in everything
    assert place.pinbridge("info", "vm:24").split() == ["vm:24", '"led0"', "input", "highz"]
    assert (
        place.pinbridge("info", "b3").splitlines()[0] == "b3 - wokwi-pushbutton, 4 pins: pressed=0"
    )


def monitor(place, *arguments):
    console = place.pinbridge_process("mon", "--banner", *arguments)
    console.expect("Monitoring")
    return console


def test_mon_prints_each_change_and_ends_after_n(place, bench):
    console = monitor(place, "-n", "3", "vm:24")
    for state in ("1", "0", "z"):
        place.pinbridge("set", f"vm:24={state}")
    for event in ("rising", "falling", "highz"):
        console.expect(rf'^\d+\.\d{{9}}\t{event}\t"vm:24"$')
    assert console.wait() == 0


def test_mon_prints_the_edges_asked_for_in_the_format_asked_for(place, bench):
    console = monitor(place, "-e", "falling", "-n", "1", "-F", "%c/%o %e %E", "vm:24", "vm:25")
    place.pinbridge("set", "vm:24=1")
    place.pinbridge("set", "vm:25=0")
    assert console.wait() == 0
    assert console.output.splitlines()[1:] == ["vm/25 2 falling"]


def test_names_of_lines_parts_and_patterns_name_pins(place, bench):
    assert place.pinbridge("get", "led0") == '"vm:24"=highz'
    assert place.pinbridge("get", "--numeric", "vm:1[23]") == "1 1"
    assert len(place.pinbridge("get", "--numeric", "vm").split()) == 32
    place.pinbridge("set", "led0=1")
    assert place.pinbridge("get", "--numeric", "vm:24") == "1"


def test_wait_ends_at_states_and_at_edges(place, bench):
    assert place.pinbridge("wait", "vm:12=1", "vm:0=low") == ""
    console = place.pinbridge_process("wait", "vm:24=1", "vm:25=0")
    client = place.client()
    client.call("set", {"pin": "vm:24", "state": 1})
    client.call("set", {"pin": "vm:25", "state": 0})
    assert console.wait() == 0
    done = place.tool("wait", "vm:24=0", "--timeout", "10ms")
    assert (done.returncode, done.stdout) == (124, "")
    assert done.stderr == "pinbridge: time-out: vm:24 is high, not low\n"
    done = place.tool("wait", "vm:24", "--edge", "rising", "--timeout", "10ms")
    assert (done.returncode, done.stderr) == (124, "pinbridge: time-out: no rising edge of vm:24\n")


def test_press_waits_for_the_release_unless_told_not_to(place, bench):
    client = place.client()
    client.call("watch", "vm:12")
    place.pinbridge("press", "b0", "--for", "50ms")
    assert client.state("vm:12") == "high"
    assert [change["state"] for change in client.changes_so_far()] == ["low", "high"]
    place.pinbridge("press", "b0", "--for", "10m", "--no-wait")
    assert client.state("vm:12") == "low"


def test_press_ends_if_its_part_becomes_one_without_the_control(place):
    def board(part_type):
        place.use_board([{"id": "b1", "type": part_type, "attrs": {}}], [])

    board("wokwi-pushbutton")
    place.serve()
    client = place.client()
    client.call("watch")
    console = place.pinbridge_process("press", "b1", "--for", "10m")
    wait_until(lambda: '"pressed":1' in place.pinbridge("info", "--json").replace(" ", ""))
    board("wokwi-led")
    assert console.wait() == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_press_that_is_interrupted_releases_the_button(place, bench, number):
    client = place.client()
    client.call("watch", "vm:12")
    console = place.pinbridge_process("press", "b0", "--for", "10m")
    client.wait_for("vm:12", state="low")
    console.signal(number)
    assert console.wait() == 128 + number
    client.wait_for("vm:12", state="high")


def test_press_ends_if_its_control_is_set_and_the_button_stays_as_it_was_set(place, bench):
    client = place.client()
    client.call("watch", "vm:12")
    console = place.pinbridge_process("press", "b0", "--for", "10m")
    client.wait_for("vm:12", state="low")
    place.pinbridge("control", "b0", "pressed=1")
    assert console.wait() == 0
    assert client.state("vm:12") == "low"


def test_mon_ends_with_124_at_its_timeout(place, bench):
    done = place.tool("mon", "--timeout", "10ms", "vm:24")
    assert (done.returncode, done.stdout, done.stderr) == (124, "", "")


def test_mon_ends_after_its_idle_timeout_and_when_the_bench_ends(place, bench):
    assert place.tool("mon", "--idle-timeout", "10ms", "vm:24").returncode == 0
    console = monitor(place, "vm:24")
    bench.end()
    console.expect("the bench ended", "err")
    assert console.wait() == 1


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["get", "vm:32"], "part vm has 32 pins, vm:0 to vm:31"),
        (["get", "led0:B"], "part led0 has led0:A, led0:C"),
        (["get", "led99:1"], 'the board has no part "led99"'),
        (["get", "led00"], 'no pin, line or part "led00" (did you mean'),
        (["get", "vm:9?"], 'no pin matches "vm:9?"'),
        (["get", "ledd0:A"], 'no part "ledd0" (did you mean "led0"?)'),
        (["gett", "vm:24"], 'no command "gett" (did you mean "get"?)'),
        (["get", "--nmeric", "vm:24"], 'no option "--nmeric" (did you mean "--numeric"?)'),
        (["get"], '"pinbridge get" requires PIN'),
        (["info", "b99"], 'no pin or part "b99"'),
        (["mon", "--timeout", "5", "vm:24"], '"5" has no unit'),
        (["wait", "vm:24"], "write PIN=STATE, or PIN with --edge"),
        (["wait", "vm:24=2"], '"2" is not a state to wait for'),
        (["wait", "vm:24=0", "led0:A=0", "vm:24=1"], '"vm:24" cannot be low and high at once'),
        (["wait"], "nothing to wait for"),
        (["measure", "vm:24", "--for", "fast"], "such as 100ms"),
        (["measure", "vm:24", "--for", "0s"], "a measurement takes longer than 0 s"),
        (["record", "--timescale", "3us", "vm:24"], '"3us" is not a timescale'),
        (["press", "b99"], 'no part "b99"'),
        (["set", "vm:24"], "write PIN=0, PIN=1 or PIN=z"),
        (["set", "vm:24=2"], "write 0 or low, 1 or high, z or highz"),
        (["set", "vm:24=1", "vm:99=1"], 'there is no pin "vm:99"'),
        (["press", "led0"], "pressed"),
        (["press", "b0", "--for", "soon"], "such as 100ms"),
        (["control", "sw0", "value=2"], "value must be 0 or 1"),
        (["control", "sw0", "speed=1"], "speed"),
        (["control", "sw0", "value=1", "bogus"], '"bogus" is not a setting'),
        (["mon", "-F", "%q", "vm:24"], "is not a specifier"),
        (["mon", "-e", "sideways", "vm:24"], "sideways"),
        (["mon", "--json", "-F", "%o", "vm:24"], "--format excludes --json"),
        (["info", "led99"], 'no pin or part "led99"'),
        (
            ["qemu-args", "-m", "1G", paths.PANEL, "--", "qemu-system-arm", "-M", "virt"],
            "the command after -- has its own",
        ),
        (["qemu-args", paths.PANEL, "--", "qemu-none"], "qemu-none"),
        (["qemu-args", "-m", "0", paths.PANEL], '"0" is not a memory size'),
        (["mon", "-n", "0", "vm:24"], '--num-events: "0" is not a whole number of 1 or more'),
        (["play", "--times", "0", "wave.vcd"], '--times: "0" is not a whole number of 1 or more'),
        (["serve", "--seed", "-1", paths.PANEL], '"-1" is not a whole number from 0 to 4294967295'),
        (["run", "--ready-fd", "x", paths.PANEL], '"x" is not a whole number from 0 to'),
        (["press", "b0", "--for", "2h"], "a press lasts from 1 ns to 1 h"),
        (["get", ""], 'PIN of "pinbridge get" is empty'),
        (
            ["serve", "--controllers", "/dev/zero", paths.PANEL],
            "open controller file /dev/zero: it",
        ),
    ],
)
def test_a_mistake_gives_an_error_and_status_2_and_changes_nothing(
    place, bench, arguments, sentence
):
    done = place.tool(*arguments)
    assert sentence in done.stderr
    assert (done.returncode, done.stdout) == (2, "")
    assert place.pinbridge("get", "--numeric", "vm:24", "vm:12", "vm:0") == "z 1 0"


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["--bogus"], '"pinbridge" has no option "--bogus"; "pinbridge --help" lists'),
        (["parts", ""], 'TYPE of "pinbridge parts" is empty'),
        (["fleet"], '"pinbridge fleet" requires --mqtt BROKER'),
        (["serve", "--http", "off", "--http", "off", "x"], "--http is given 2 times"),
        (["serve", "--spin", "often", "x"], '"often" is not one of auto, on, off'),
        (["run", "--timeout", "5", "x", "--", "true"], '"pinbridge run --help" describes'),
        (["run", "--nope", "x"], 'no option "--nope"; "pinbridge run --help" describes'),
        (["run", "x", "-nographic"], "write QEMU's command after --"),
        (["check", ""], 'BOARD of "pinbridge check" is empty'),
        (["serve", "--socket", "", paths.PANEL], '--socket of "pinbridge serve" is empty'),
        (["check", "/proc/kmsg"], "it is a file of the kernel, not a regular file"),
    ],
)
def test_a_mistake_without_a_bench_gives_an_error_and_status_2(arguments, sentence):
    command = [str(word) for word in (paths.PINBRIDGE, *arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert sentence in done.stderr
    assert (done.returncode, done.stdout) == (2, "")


def test_another_users_bench_is_distinguished_from_none(place, bench):
    os.chmod(place.socket, 0)
    with tempfile.TemporaryDirectory() as public:
        os.chmod(public, 0o755)
        program = shutil.copy(paths.PINBRIDGE, public)
        # Root may connect to any socket.
        other_user = {"user": "nobody"} if os.geteuid() == 0 else {}
        command = [program, "info", "--socket", str(place.socket)]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", **other_user)
    assert (
        "belongs to another user (Permission denied); run this as the user who started it"
        in done.stderr
    )
    assert done.returncode == 1


def test_the_installed_program_works_without_any_other_file(place, tmp_path):
    command = ["cmake", "--install", paths.ROOT / "build", "--prefix", tmp_path / "all"]
    subprocess.run(command, check=True, capture_output=True)
    assert [path.name for path in (tmp_path / "all" / "bin").iterdir()] == ["pinbridge"]
    alone = shutil.copy(tmp_path / "all" / "bin" / "pinbridge", tmp_path)
    done = subprocess.run([alone, "check", paths.PANEL], capture_output=True, cwd="/")
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_pin_of_a_part_without_pins_is_refused(place):
    place.use_board([{"id": "box", "type": "chip-unheard-of"}], [])
    place.serve()
    for _ in range(2):
        done = place.tool("get", "box:1")
        assert (done.returncode, done.stderr) == (
            2,
            'pinbridge: there is no pin "box:1": part box has no pins\n',
        )


def test_mon_reports_lost_edges_even_if_it_was_to_end_when_idle(place):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(place.socket))
    listener.listen()

    def drop_it():
        client = listener.accept()[0]
        client.recv(1 << 16)
        client.sendall(msgpack.packb([1, 1, None, []]))
        lagged = {"code": 5, "message": "this client reads too slowly"}
        client.sendall(msgpack.packb([2, "lagged", [lagged]]))

    threading.Thread(target=drop_it, daemon=True).start()
    done = place.tool("mon", "--idle-timeout", "1m", "vm:0")
    assert (done.returncode, done.stderr) == (1, "pinbridge: this client reads too slowly\n")


def test_a_closed_log_does_not_end_the_bench(place):
    command = [paths.PINBRIDGE, "serve", "--socket", place.socket, place.board]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as bench:
        assert b"is served on" in bench.stderr.readline()
        bench.stderr.close()
        client = place.client()
        client.call("set", {"pin": "vm:24", "state": 1}, {"pin": "led0:A", "state": 0})
        assert client.state("vm:24") == "conflict"
        bench.terminate()
        assert bench.wait(30) == 0


def test_without_a_bench_a_command_reports_how_to_start_one(place):
    done = place.tool("get", "vm:0")
    assert done.returncode == 1
    assert 'start one with "pinbridge run"' in done.stderr


def test_a_second_bench_on_the_same_socket_is_refused(place, bench):
    done = place.tool("serve", place.board)
    assert done.returncode == 1
    assert "another program listens on" in done.stderr
    assert place.pinbridge("get", "--numeric", "vm:0") == "0"


def test_check_reports_all_mistakes_with_their_places(place):
    place.board = place.directory / "diagram.json"
    place.board.write_text(
        """{"version": 1, "parts": [
  {"id": "vm", "type": "chip-virtio-gpio", "attrs": {"lines": "2000"}},
  {"id": "vm", "type": "wokwi-led"}],
 "connections": [["vm:1", "led7:A", "", []]]}"""
    )
    done = subprocess.run([paths.PINBRIDGE, "check", place.board], capture_output=True, text=True)
    assert done.returncode == 2
    assert f"{place.board}:2:" in done.stdout and f"{place.board}:3:" in done.stdout
    assert done.stdout.splitlines()[-1].startswith(f"{place.directory.name}: ")
    good = subprocess.run([paths.PINBRIDGE, "check", paths.PANEL], capture_output=True, text=True)
    assert (good.returncode, good.stdout) == (0, "panel: 43 parts, 84 wires, 0 warnings\n")


MISTAKES = """{"version": 1, "parts": [
  {"id": "led", "type": "wokwi-led"},
  {"id": "vcc", "type": "wokwi-vcc"}, {"id": "gnd", "type": "wokwi-gnd"},
  {"id": "vm", "type": "chip-virtio-gpio"}], "connections": [
  ["vcc:VCC", "gnd:GND", "", []],
  ["led:A", "gnd:GND", "", []], ["led:C", "vcc:VCC", "", []]]}"""


def check(board, *options, stdout=subprocess.PIPE):
    command = [paths.PINBRIDGE, "check", *options, board]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True)


def test_check_finds_what_cannot_work_electrically(place):
    place.board = place.directory / "diagram.json"
    place.board.write_text(MISTAKES)
    done = check(place.directory)
    name = place.directory.name
    assert done.stdout.splitlines() == [
        f"{place.board}:2:10: warning: led can never light: it is the wrong way round; swap A and C",
        f"{place.board}:5:4: error: this wire is a short circuit: it connects vcc:VCC and gnd:GND; "
        "remove it, or use a resistor instead",
        f"{name}: 1 error, 1 warning",
    ]
    assert (done.returncode, done.stderr) == (2, "")


def test_check_json_reports_the_same_for_programs(place):
    place.board = place.directory / "diagram.json"
    place.board.write_text(MISTAKES)
    done = check(place.board, "--json")
    assert (done.returncode, done.stderr) == (2, "")
    report = json.loads(done.stdout)
    problems = report.pop("problems")
    assert report == {
        "board": place.directory.name,
        "file": str(place.board),
        "errors": 1,
        "warnings": 1,
        "parts": 4,
        "wires": 3,
    }
    wrong_way, short = problems
    assert wrong_way == {
        "severity": "warning",
        "line": 2,
        "column": 10,
        "part": "led",
        "pin": "A",
        "message": "led can never light: it is the wrong way round; swap A and C",
    }
    assert (short["severity"], short["line"], short["part"]) == ("error", 5, "vcc")
    good = check(paths.PANEL, "--json")
    assert (good.returncode, json.loads(good.stdout)["problems"]) == (0, [])


def test_check_reports_why_it_cannot_read(place):
    for options in ([], ["--json"]):
        done = check("/nowhere/diagram.json", *options)
        assert (done.returncode, done.stdout) == (2, "")
        assert "cannot open board /nowhere/diagram.json" in done.stderr


CASES_OF_OUTPUT = [
    ["check", paths.PANEL],
    ["parts"],
    ["get", "vm:12"],
    ["info"],
    ["--help"],
    ["record", "--for", "1ms", "vm:12"],
    ["mon", "--banner", "--timeout", "1ms", "vm:12"],
]


@pytest.mark.parametrize("words", CASES_OF_OUTPUT)
def test_output_that_cannot_be_written_is_a_failure(place, bench, words):
    environment = {**os.environ, "PINBRIDGE_SOCKET": str(place.socket)}
    command = [str(word) for word in (paths.PINBRIDGE, *words)]
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, env=environment
        )
    assert done.returncode == 1
    assert done.stderr == "pinbridge: cannot write standard output: No space left on device\n"


@pytest.mark.parametrize("words", CASES_OF_OUTPUT)
def test_output_to_a_closed_descriptor_is_a_failure(place, bench, words):
    environment = {**os.environ, "PINBRIDGE_SOCKET": str(place.socket)}
    command = shlex.join(str(word) for word in (paths.PINBRIDGE, *words))
    done = subprocess.run(
        ["sh", "-c", f"exec {command} >&-"], stderr=subprocess.PIPE, text=True, env=environment
    )
    assert done.stderr == "pinbridge: cannot write standard output: Bad file descriptor\n"
    assert done.returncode == 1


def test_a_command_without_output_needs_no_standard_output(place, bench):
    environment = {**os.environ, "PINBRIDGE_SOCKET": str(place.socket)}
    command = f"exec {shlex.quote(str(paths.PINBRIDGE))} set vm:24=1 >&-"
    subprocess.run(["sh", "-c", command], check=True, env=environment)
    assert place.pinbridge("get", "--numeric", "vm:24") == "1"


@pytest.mark.parametrize(
    "name, text", [("w.csv", "time,a\n"), ("w.vcd", "$var wire 1 ! a $end $enddefinitions $end")]
)
def test_a_waveform_without_a_level_is_refused(place, bench, tmp_path, name, text):
    (tmp_path / name).write_text(text)
    done = place.tool("play", tmp_path / name, "vm:24")
    assert f"{name} has no level for vm:24: there is nothing to play" in done.stderr
    assert done.returncode == 2


def test_an_error_of_several_lines_keeps_them_and_escapes_what_it_quotes(place, tmp_path):
    (tmp_path / "own.json").write_text('{"controllers": [{"a\\nb": 1}]}')
    done = place.tool("serve", "--controllers", tmp_path / "own.json", paths.PANEL)
    first, *more = done.stderr.splitlines()
    assert first == f"pinbridge: --controllers: {tmp_path / 'own.json'} cannot be used:"
    assert more and all(line.startswith(f"  {tmp_path}") for line in more)
    assert "a\\x0ab" in done.stderr
    assert done.returncode == 2


def refused(place, *command):
    done = place.tool("run", paths.PANEL, "--", *command)
    assert done.returncode == 2
    assert not place.socket.exists()
    return done.stderr


def test_run_refuses_what_it_cannot_do_and_names_the_cure(place):
    qemu = paths.qemu(10, "qemu-system-arm")
    assert "apt install qemu-system-arm" in refused(place, "/nowhere/qemu-system-arm")
    assert "there is no program qemo" in refused(place, "qemo")
    backend = ["-object", "memory-backend-ram,id=m,size=128M", "-machine", "memory-backend=m"]
    assert "share=on" in refused(place, qemu, "-M", "virt", "-m", "128M", *backend)
    assert "neither PCI nor virtio-mmio" in refused(place, qemu, "-M", "lm3s6965evb")
    assert "-daemonize" in refused(place, qemu, "-M", "virt", "-daemonize")


def test_run_without_a_command_reports_what_is_missing(place):
    done = place.tool("run", paths.PANEL)
    assert done.returncode == 2
    assert "qemu" in done.stderr.lower()
    done = place.tool("run", paths.PANEL, "qemu-system-aarch64", "-M", "virt")
    assert done.returncode == 2
    assert "write QEMU's command after --" in done.stderr


def test_every_command_has_help_and_the_version_is_printed():
    version = subprocess.run([paths.PINBRIDGE, "--version"], capture_output=True, text=True)
    assert version.stdout.startswith("pinbridge 0.")
    overview = subprocess.run([paths.PINBRIDGE], capture_output=True, text=True)
    asked_for = subprocess.run([paths.PINBRIDGE, "--help"], capture_output=True, text=True)
    assert (overview.returncode, overview.stdout) == (0, asked_for.stdout)
    commands = re.findall(r"(?m)^  ([a-z][a-z-]*)  ", overview.stdout)
    assert {"run", "get", "test", "check"} <= set(commands)
    for command in commands:
        done = subprocess.run([paths.PINBRIDGE, command, "--help"], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        assert f"Usage: pinbridge {command} [OPTION…]" in done.stdout
        assert done.stdout.count(f"\n  pinbridge {command}") + done.stdout.count("\n  eval") >= 2
        assert re.search(r"(?m)^  0    \w", done.stdout), "exit statuses"


def test_the_reference_equals_the_programs_output():
    command = [paths.PINBRIDGE, "--generate-reference"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True)
    page = paths.ROOT / "docs" / "reference" / "command-line.md"
    assert (
        printed.stdout == page.read_text()
    ), "pinbridge --generate-reference >docs/reference/command-line.md brings it up to date"


def test_man_pages_and_completions_are_generated(tmp_path):
    subprocess.run([paths.PINBRIDGE, "--generate-man", tmp_path], check=True)
    pages = {page.name for page in tmp_path.iterdir()}
    assert {"pinbridge.1", "pinbridge-run.1", "pinbridge-qemu-args.1"} <= pages
    get = (tmp_path / "pinbridge-get.1").read_text()
    assert get.startswith(".TH PINBRIDGE-GET 1")
    for section in ("NAME", "SYNOPSIS", "OPTIONS", "EXIT STATUS", "EXAMPLES"):
        assert f".SH {section}\n" in get
    for shell in ("bash", "zsh", "fish"):
        command = [paths.PINBRIDGE, "--generate-completions", shell]
        script = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert "qemu-args" in script and "numeric" in script
    done = subprocess.run(
        [paths.PINBRIDGE, "--generate-completions", "tcsh"], capture_output=True, text=True
    )
    assert (done.returncode, '"tcsh" is not one of bash, zsh, fish' in done.stderr) == (2, True)


def test_bash_completes_commands_and_options(tmp_path):
    command = [paths.PINBRIDGE, "--generate-completions", "bash"]
    script = tmp_path / "completion"
    script.write_bytes(subprocess.run(command, capture_output=True, check=True).stdout)

    def completed(*words):
        shell = (
            f". {script}; COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; "
            '_pinbridge; echo "${COMPREPLY[@]}"'
        )
        done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=True)
        return done.stdout.split()

    assert completed("pinbridge", "qem") == ["qemu-args"]
    assert completed("pinbridge", "get", "--num") == ["--numeric"]


def test_the_socket_is_found_by_environment_and_only_its_owner_has_access(place, tmp_path):
    environment = {"XDG_RUNTIME_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    with Console([paths.PINBRIDGE, "serve", paths.PANEL], env=environment) as bench:
        bench.expect("is served on", "err")
        socket = tmp_path / "pinbridge" / "pinbridge.sock"
        assert socket.stat().st_mode & 0o777 == 0o600
        for extra in ({}, {"PINBRIDGE_SOCKET": str(socket), "XDG_RUNTIME_DIR": "/nowhere"}):
            done = subprocess.run(
                [paths.PINBRIDGE, "get", "--numeric", "vm:12"],
                capture_output=True,
                text=True,
                env={**environment, **extra},
            )
            assert done.stdout == "1\n"


def test_the_page_of_parts_equals_the_programs_output(place):
    printed = subprocess.run(
        [paths.PINBRIDGE, "parts", "--markdown"], capture_output=True, text=True
    )
    assert (
        printed.stdout == (paths.ROOT / "docs" / "reference" / "parts.md").read_text()
    ), "pinbridge parts --markdown >docs/reference/parts.md brings it up to date"


def test_parts_describes_one_and_suggests_the_nearest_of_a_wrong_name(place):
    lists = subprocess.run([paths.PINBRIDGE, "parts"], capture_output=True, text=True)
    assert "wokwi-led " in lists.stdout and "chip-virtio-gpio" in lists.stdout
    one = subprocess.run([paths.PINBRIDGE, "parts", "slide-switch"], capture_output=True, text=True)
    assert "control value (0 or 1)" in one.stdout
    slip = subprocess.run([paths.PINBRIDGE, "parts", "wokwi-let"], capture_output=True, text=True)
    assert slip.returncode == 2
    assert 'there is no part "wokwi-let" (did you mean "wokwi-led"?)' in slip.stderr


def test_record_writes_a_waveform_of_its_pins_until_it_is_interrupted(place, bench):
    out = place.directory / "w.vcd"
    recorder = place.pinbridge_process("record", "-o", out, "vm:24", "vm:12")
    wait_until(lambda: out.exists() and "#0" in out.read_text())
    for word in ("vm:24=1", "vm:24=0", "vm:12=0", "vm:24=z"):
        place.pinbridge("set", word)
    wait_until(lambda: out.read_text().count("\n#") >= 5)
    recorder.signal(signal.SIGINT)
    assert recorder.wait() == 0
    head, _, body = out.read_text().partition("$enddefinitions $end\n")
    assert "$var wire 1 ! 24 $end" in head and '$var wire 1 " 12 $end' in head
    values = [line for line in body.splitlines() if not line.startswith("#")]
    assert values == ["z!", '1"', "1!", "0!", '0"', "z!"]
    times = [int(line[1:]) for line in body.splitlines() if line.startswith("#")]
    assert times == sorted(set(times)) and len(times) == 6


def test_record_records_the_channels_of_the_logic_analyzer_and_ends_after_its_time(place):
    place.use_board(
        [{"id": "la", "type": "wokwi-logic-analyzer"}, {"id": "vcc", "type": "wokwi-vcc"}],
        [["la:D3", "vcc:VCC", "", []]],
    )
    place.serve()
    text = place.pinbridge("record", "--for", "50ms") + "\n"
    assert text.count("$var wire 1 ") == 8
    assert "1$" in text.splitlines()
    assert text.splitlines()[-1] == "#50000"


def test_record_without_pins_and_analyzer_asks_for_pins(place, bench):
    done = place.tool("record")
    assert done.returncode == 2
    assert "the board has no wokwi-logic-analyzer: name the pins to record" in done.stderr
