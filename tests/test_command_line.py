"""The commands as a person types them: what they print, and what they say of mistakes."""

import json
import os
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


def test_a_hand_against_a_supply_changes_nothing_and_against_a_hand_conflicts(place, bench):
    place.pinbridge("set", "vm:0=1")
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
        'vm - chip-virtio-gpio, 32 pins: connected=0 guest="no guest" machine=vm transport=auto '
        f"socket={place.socket}.vm"
    )
    assert everything[1].split() == ["vm:0", '"sw0"', "input", "low"]
    assert "led0 - wokwi-led, 2 pins: lit=0 brightness=0" in everything
    assert place.pinbridge("info", "vm:24").split() == ["vm:24", '"led0"', "input", "highz"]
    assert place.pinbridge("info", "b3").splitlines()[0] == "b3 - wokwi-pushbutton, 4 pins: pressed=0"


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


def test_mon_ends_after_its_idle_timeout_and_when_the_bench_goes(place, bench):
    assert place.tool("mon", "--idle-timeout", "10ms", "vm:24").returncode == 0
    console = monitor(place, "vm:24")
    bench.end()
    console.expect("the bench has gone", "err")
    assert console.wait() == 1


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["get", "vm:32"], "part vm has 32 pins, vm:0 to vm:31"),
        (["get", "nobody:1"], 'the board has no part "nobody"'),
        (["get", "vm"], "a pin is written PART:PIN"),
        (["set", "vm:24"], "a setting is PIN=0, PIN=1 or PIN=z"),
        (["set", "vm:24=2"], "it takes 0 or low, 1 or high, z or highz"),
        (["set", "vm:24=1", "vm:99=1"], 'there is no pin "vm:99"'),
        (["press", "led0"], "pressed"),
        (["press", "b0", "--for", "soon"], "such as 100ms"),
        (["control", "sw0", "value=2"], "value is 0 or 1"),
        (["control", "sw0", "speed=1"], "speed"),
        (["control", "sw0", "value=1", "bogus"], '"bogus" is no setting'),
        (["mon", "-F", "%q", "vm:24"], "is no specifier"),
        (["mon", "-e", "sideways", "vm:24"], "sideways"),
        (["info", "nobody"], 'no pin or part "nobody"'),
        (["qemu-args", "-m", "0", paths.PANEL], '"0" is no memory size'),
    ],
)
def test_a_mistake_is_a_sentence_and_status_2_and_changes_nothing(
    place, bench, arguments, sentence
):
    done = place.tool(*arguments)
    assert sentence in done.stderr
    assert (done.returncode, done.stdout) == (2, "")
    assert place.pinbridge("get", "--numeric", "vm:24", "vm:12", "vm:0") == "z 1 0"


def test_another_users_bench_is_told_from_none(place, bench):
    os.chmod(place.socket, 0)
    with tempfile.TemporaryDirectory() as public:
        os.chmod(public, 0o755)
        program = shutil.copy(paths.PINBRIDGE, public)
        # To root nothing is forbidden.
        stranger = {"user": "nobody"} if os.geteuid() == 0 else {}
        command = [program, "info", "--socket", str(place.socket)]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", **stranger)
    assert "is another user's (Permission denied); run this as the user who started it" in done.stderr
    assert done.returncode == 1


def test_it_is_installed_as_one_file(place, tmp_path):
    command = ["cmake", "--install", paths.ROOT / "build", "--prefix", tmp_path]
    subprocess.run(command, check=True, capture_output=True)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / "bin" / "pinbridge"]
    done = subprocess.run([tmp_path / "bin" / "pinbridge", "check", paths.PANEL], capture_output=True, cwd="/")
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_part_without_pins_has_none_to_ask_for(place):
    place.use_board([{"id": "box", "type": "chip-unheard-of"}], [])
    place.serve()
    for _ in range(2):
        done = place.tool("get", "box:1")
        assert (done.returncode, done.stderr) == (
            2,
            'pinbridge: there is no pin "box:1": part box has no pins\n',
        )


def test_mon_tells_that_it_lost_edges_even_if_it_was_to_end_when_idle(place):
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


def test_a_log_that_nobody_reads_any_more_does_not_end_the_bench(place):
    command = [paths.PINBRIDGE, "serve", "--socket", place.socket, place.board]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as bench:
        assert b"is served on" in bench.stderr.readline()
        bench.stderr.close()
        client = place.client()
        client.call("set", {"pin": "vm:24", "state": 1}, {"pin": "led0:A", "state": 0})
        assert client.state("vm:24") == "conflict"
        bench.terminate()
        assert bench.wait(30) == 0


def test_without_a_bench_a_tool_says_how_to_start_one(place):
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
  {"id": "vcc", "type": "wokwi-vcc"}, {"id": "gnd", "type": "wokwi-gnd"}],
 "connections": [
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
        f"{place.board}:5:4: error: this wire is a short circuit: it joins vcc:VCC and gnd:GND; "
        "take it off, or put a resistor in its place",
        f"{name}: 1 error, 1 warning",
    ]
    assert (done.returncode, done.stderr) == (2, "")


def test_check_json_says_the_same_to_programs(place):
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
        "parts": 3,
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


def test_check_says_why_when_it_cannot_read(place):
    for options in ([], ["--json"]):
        done = check("/nowhere/diagram.json", *options)
        assert (done.returncode, done.stdout) == (2, "")
        assert "cannot open board /nowhere/diagram.json" in done.stderr


@pytest.mark.parametrize("words", [["check", paths.PANEL], ["parts"], ["get", "vm:12"], ["info"]])
def test_output_that_cannot_be_written_is_no_success(place, bench, words):
    environment = {**os.environ, "PINBRIDGE_SOCKET": str(place.socket)}
    command = [str(word) for word in (paths.PINBRIDGE, *words)]
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, env=environment
        )
    assert done.returncode == 2
    assert "No space left on device" in done.stderr


def refused(place, *command):
    done = place.tool("run", paths.PANEL, "--", *command)
    assert done.returncode == 2
    assert not place.socket.exists()
    return done.stderr


def test_run_refuses_what_it_cannot_do_and_says_what_would_help(place):
    qemu = paths.qemu(10, "qemu-system-arm")
    assert "apt install qemu-system-arm" in refused(place, "/nowhere/qemu-system-arm")
    assert "there is no program qemo" in refused(place, "qemo")
    backend = ["-object", "memory-backend-ram,id=m,size=128M", "-machine", "memory-backend=m"]
    assert "share=on" in refused(place, qemu, "-M", "virt", "-m", "128M", *backend)
    assert "neither PCI nor virtio-mmio" in refused(place, qemu, "-M", "lm3s6965evb")
    assert "-daemonize" in refused(place, qemu, "-M", "virt", "-daemonize")


def test_run_without_a_command_says_what_is_missing(place):
    done = place.tool("run", paths.PANEL)
    assert done.returncode == 2
    assert "qemu" in done.stderr.lower()
    done = place.tool("run", paths.PANEL, "qemu-system-aarch64", "-M", "virt")
    assert done.returncode == 2
    assert "QEMU's own command stands behind --" in done.stderr


def test_every_command_has_help_and_the_version_is_told():
    version = subprocess.run([paths.PINBRIDGE, "--version"], capture_output=True, text=True)
    assert version.stdout.startswith("pinbridge 0.")
    for command in "run serve qemu-args check info get set mon press control".split():
        done = subprocess.run([paths.PINBRIDGE, command, "--help"], capture_output=True, text=True)
        assert done.returncode == 0 and "Usage:" in done.stdout


def test_the_socket_is_found_by_environment_and_is_its_owners_only(place, tmp_path):
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


def test_the_page_of_parts_is_what_the_program_knows(place):
    printed = subprocess.run([paths.PINBRIDGE, "parts", "--markdown"], capture_output=True, text=True)
    assert printed.stdout == (paths.ROOT / "docs" / "parts.md").read_text(), (
        "pinbridge parts --markdown >docs/parts.md brings it up to date"
    )


def test_parts_describes_one_and_names_the_nearest_of_a_slip(place):
    lists = subprocess.run([paths.PINBRIDGE, "parts"], capture_output=True, text=True)
    assert "wokwi-led " in lists.stdout and "chip-virtio-gpio" in lists.stdout
    one = subprocess.run([paths.PINBRIDGE, "parts", "slide-switch"], capture_output=True, text=True)
    assert "control value (0 or 1)" in one.stdout
    slip = subprocess.run([paths.PINBRIDGE, "parts", "wokwi-let"], capture_output=True, text=True)
    assert slip.returncode == 2
    assert 'there is no part "wokwi-let" (did you mean "wokwi-led"?)' in slip.stderr


def test_record_writes_a_waveform_of_what_was_asked_until_it_is_interrupted(place, bench):
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


def test_record_takes_the_channels_of_the_logic_analyzer_and_ends_after_its_time(place):
    place.use_board(
        [{"id": "la", "type": "wokwi-logic-analyzer"}, {"id": "vcc", "type": "wokwi-vcc"}],
        [["la:D3", "vcc:VCC", "", []]],
    )
    place.serve()
    text = place.pinbridge("record", "--for", "50ms") + "\n"
    assert text.count("$var wire 1 ") == 8
    assert '1$' in text.splitlines()
    assert text.splitlines()[-1] == "#50000000"


def test_record_without_pins_and_analyzer_says_what_to_do(place, bench):
    done = place.tool("record")
    assert done.returncode == 2
    assert "the board has no wokwi-logic-analyzer: name the pins to record" in done.stderr
