"""Real benches: the blocking interface, and the same under asyncio."""

import asyncio
import json
import os
import shlex
import signal
import subprocess
import time
from pathlib import Path

import pytest

import pinbridge
from machines_for_tests import FIRMWARE, firmware_board, linux


def children(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


@pytest.fixture
def served(panel):
    with pinbridge.serve(panel) as bench:
        yield bench


def test_the_example_of_the_package_works_as_it_is_written(panel):
    """Issue 15's example, with a guest whose panel turns led0 at each press of b0."""
    with pinbridge.run(panel, linux()) as bench:
        bench.console.expect("guest ready")
        bench.console.write_line("gpioset --toggle 250ms led0=1")
        led, button = bench.part("led0"), bench.part("b0")
        led.pin("A").wait_for("high")
        assert led.pin("A").frequency(2.0) == pytest.approx(2, rel=0.2)
        bench.console.write("\x03")
        led.pin("A").edges().wait_quiet(1)
        with bench.edges("led0:A") as edges:
            button.press(0.1)
            assert not edges.wait(1.5)


def test_edges_between_two_statements_are_recorded_in_order(served):
    pin = served.pin("led0:A")
    with served.edges("led0:A", "led1:A") as edges:
        for level in (1, 0, 1, "z"):
            pin.set(level)
        served.set({"led0:A": 1, "led1:A": 1})
        told = edges.so_far()
    assert [(edge.pin, edge.state) for edge in told[:4]] == [
        ("led0:A", state) for state in ("high", "low", "high", "highz")
    ]
    assert [edge.previous for edge in told[:4]] == ["highz", "high", "low", "high"]
    assert {edge.pin for edge in told[4:]} == {"led0:A", "led1:A"} and told[4].time == told[5].time
    assert [edge.time for edge in told] == sorted(edge.time for edge in told)
    assert abs(told[0].seconds - time.monotonic()) < 60


def test_a_thousand_edges_are_all_there_and_those_of_a_take_that_fails_wait_on(served):
    pin = served.pin("led0:A")
    with pin.edges() as edges:
        for level in [1, 0] * 500:
            served.set({"led0:A": level})
        assert [edge.state for edge in edges.take(1000)] == ["high", "low"] * 500
        assert edges.wait(0.01) is None
        pin.set(1)
        with pytest.raises(
            pinbridge.WaitTimeoutError, match="1 of 2 edges of led0:A within 0.01 s"
        ):
            edges.take(2, 0.01)
        assert edges.take(1)[0].state == "high"


def test_a_press_lasts_as_long_as_it_says_and_is_over_when_it_returns(panel):
    board = json.loads((panel / "diagram.json").read_text())
    for part in board["parts"]:
        if part["id"] == "b0":
            part["attrs"]["bounce"] = "0"
    with pinbridge.serve(board) as bench, bench.edges("vm:12") as edges:
        state = bench.part("b0").press(0.05)
        assert state.controls["pressed"] == 0
        down, up = edges.so_far()
        assert (down.state, up.state) == ("low", "high")
        assert up.time - down.time == 50_000_000
        bench.part("b0").press(30, wait=False)
        assert bench.part("b0").controls == {"pressed": 1}


def test_parts_show_and_are_controlled(served):
    led, switch = served.part("led0"), served.part("sw0")
    assert led.type == "wokwi-led" and [pin.pin for pin in led.pins] == [
        "led0:A",
        "led0:C",
    ]
    with led.pin("A").held(1):
        assert led.wait_for(lit=1, brightness=lambda percent: percent > 0).shows["lit"] == 1
    led.wait_for(lit=0)
    switch.control("value", 1)
    assert switch.controls == {"value": 1}
    assert served.wait_for("vm:0", "high").state == "high"
    with served.part("b1").held():
        served.wait_for("vm:13", "low")
    served.wait_for("vm:13", "high")


def test_mistakes_are_sentences(served):
    with pytest.raises(
        pinbridge.NotFoundError,
        match='no part "led" on the board; did you mean "led[0-7]"',
    ):
        served.part("led")
    with pytest.raises(pinbridge.NotFoundError, match='part "led0" has no pin "B"; it has A, C'):
        served.part("led0").pin("B")
    with pytest.raises(pinbridge.NotFoundError, match='no chip of a machine "foo"'):
        served.wait_for_guest("foo")
    with pytest.raises(pinbridge.NotFoundError, match='"led9:A"'):
        served.edges("led0:A", "led9:A")
    with pytest.raises(pinbridge.NotFoundError, match="no control"):
        served.part("b0").control("value", 1)
    with pytest.raises(
        pinbridge.NotFoundError,
        match='part "led0" has no "lights"; it has lit, brightness',
    ):
        served.part("led0").wait_for(lights=1)
    with pytest.raises(
        pinbridge.WaitTimeoutError,
        match='part "led0" did not have lit=1; it has .*lit.: 0',
    ):
        served.part("led0").wait_for(2, lit=1)
    with pytest.raises(
        pinbridge.WaitTimeoutError,
        match='"led0:A" was not high within 0.05 s; it is highz and in',
    ):
        served.wait_for("led0:A", "high", timeout=0.05)
    with pytest.raises(pinbridge.WaitTimeoutError, match="no edge to high of led0:A within 0.05 s"):
        served.edges("led0:A").next(0.05, "high")


def test_wait_quiet_waits_for_the_last_edge_and_gives_up_on_a_pin_that_goes_on():
    clock = {"id": "clk", "type": "wokwi-clock-generator", "attrs": {"frequency": "20"}}
    led = {"id": "led", "type": "wokwi-led", "attrs": {}}
    with pinbridge.serve(
        {
            "version": 1,
            "parts": [clock, led],
            "connections": [["clk:CLK", "led:A", "", []]],
        }
    ) as bench:
        assert bench.pin("led:A").frequency(0.5) == pytest.approx(20, rel=0.3)
        assert bench.pin("led:A").duty(0.5) == pytest.approx(0.5, abs=0.2)
        with bench.edges("led:A") as edges:
            with pytest.raises(
                pinbridge.WaitTimeoutError,
                match=r"did not rest for 0.5 s within 0.2 s: \d+ edges",
            ):
                edges.wait_quiet(0.5, timeout=0.2)


def test_what_a_board_lost_ends_its_recordings_only(panel, tmp_path):
    board = tmp_path / "diagram.json"
    part = {"id": "led", "type": "wokwi-led", "attrs": {}}
    other = {"id": "other", "type": "wokwi-led", "attrs": {}}
    board.write_text(json.dumps({"version": 1, "parts": [part, other], "connections": []}))
    with pinbridge.serve(board) as bench:
        lost, kept = bench.edges("led:A"), bench.edges("other:A")
        board.write_text(json.dumps({"version": 1, "parts": [other], "connections": []}))
        with pytest.raises(pinbridge.Error, match='has no pin "led:A" any more'):
            lost.wait(30)
        bench.set({"other:A": 1})
        assert kept.wait(30).state == "high"


def test_a_bench_is_found_by_its_socket_and_by_its_board(served, panel, monkeypatch, tmp_path):
    with pinbridge.connect(served.socket) as other:
        other.set({"led0:A": 1})
    assert served.pin("led0:A").state == "high"
    with pytest.raises(pinbridge.Error, match="the console of this bench is where it was started"):
        with pinbridge.connect(served.socket) as other:
            print(other.console)
    monkeypatch.setenv("PINBRIDGE_SOCKET", str(served.socket))
    for target in (panel, panel / "diagram.json", None):
        with pinbridge.connect(target) as other:
            assert other.info.board == "panel"
    with pytest.raises(pinbridge.NoBenchError, match='no bench serves the board "counter"'):
        pinbridge.connect(panel.parent / "counter")


def test_arguments_that_no_bench_accepts_are_refused_at_once(served):
    led = served.pin("led0:A")
    for refused, message in (
        (lambda: led.wait_for("on"), "'on' is not a state; write conflict, high, highz, low"),
        (lambda: led.wait_for(direction="up"), "'up' is not a direction; write in, out"),
        (lambda: led.edges().wait(60, "rising"), "'rising' is not a state"),
        (lambda: led.measure(-1), "-1 is not a number of seconds"),
        (lambda: served.part("b0").press(float("nan")), "nan is not a number of seconds"),
        (lambda: served.log.expect("["), '"\\[" is not a regular expression: .*re.escape'),
        (lambda: served.attach("qemu '"), "is not a command line: No closing quotation"),
        (lambda: led.set(2**70), "cannot be sent"),
        (lambda: served.part("sw0").control("value", object()), "cannot be sent"),
        (lambda: served.call("get", "\udcff"), "cannot be sent"),
        (
            lambda: pinbridge.serve("board", options=["--socket", "s"]),
            "options cannot have --socket",
        ),
    ):
        with pytest.raises(pinbridge.InvalidArgumentError, match=message):
            refused()
    assert led.edges().wait(-1) is None, "a time that is over already"


def test_a_wait_for_a_part_that_times_out_leaves_no_task_behind(panel):
    program = (
        f"import pinbridge\nwith pinbridge.serve({str(panel)!r}) as bench:\n"
        "  try: bench.part('led0').wait_for(0.2, lit=1)\n  except pinbridge.WaitTimeoutError: pass\n"
    )
    done = subprocess.run(["/usr/bin/python3", "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_command_may_be_one_string_and_options_may_ask_for_the_page(panel):
    with pinbridge.run(panel, shlex.join(linux()), options="--http 127.0.0.1:0") as bench:
        bench.log.expect("the board's page: http://127.0.0.1:")
        bench.console.expect("guest ready")


def test_a_bench_that_is_closed_has_an_error_of_its_own(panel):
    with pinbridge.serve(panel) as bench:
        led = bench.pin("led0:A")
    for use in (led.get, bench.time, lambda: bench.log.expect("x")):
        with pytest.raises(pinbridge.DisconnectedError, match="this bench is closed"):
            use()


def test_a_guest_that_cannot_be_attached_ends_the_wait_for_it(served):
    guest = served.attach(["no-such-qemu"])
    with pytest.raises(pinbridge.StartError, match="(?s)attach ended with status 2.*no-such-qemu"):
        served.wait_for_guest()
    assert guest.exit_status == 2


def test_a_wait_for_a_guest_that_fails_leaves_no_exception_behind(panel):
    program = (
        "import pinbridge\nfor _ in range(20):\n"
        f"  with pinbridge.serve({str(panel)!r}) as bench:\n"
        "    bench.attach(['no-such-qemu'])\n"
        "    try: bench.wait_for_guest()\n    except pinbridge.StartError: pass\n"
    )
    done = subprocess.run(["/usr/bin/python3", "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_bench_that_does_not_start_says_why(tmp_path, panel):
    with pytest.raises(
        pinbridge.StartError,
        match="(?s)ended with status 2 before it served the board; .*none",
    ):
        pinbridge.serve(tmp_path / "none")
    with pytest.raises(
        pinbridge.StartError, match='there is no program "/none"; install pinbridge'
    ):
        pinbridge.serve(panel, program="/none")
    with pytest.raises(pinbridge.StartError, match="(?s)ended with status .*no-such-qemu"):
        pinbridge.run(panel, ["no-such-qemu"])
    with pytest.raises(pinbridge.StartError, match="cannot start .*/none"):
        pinbridge.serve(panel, cwd="/none")


def test_a_qemu_that_ends_at_once_is_explained_by_its_log(panel):
    with pinbridge.run(panel, [*linux(), "-kernel", "/none"]) as bench:
        with pytest.raises(
            pinbridge.DisconnectedError, match="(?s)console .* ended without .*/none"
        ):
            bench.console.expect("guest ready")


def test_when_a_bench_is_killed_the_error_has_its_status(panel):
    with pinbridge.serve(panel) as bench:
        edges = bench.edges("led0:A")
        bench.send_signal(signal.SIGKILL)
        assert list(edges) == []
        assert bench.wait() == 128 + signal.SIGKILL
        with pytest.raises(
            pinbridge.DisconnectedError, match="pinbridge serve ended with status 137"
        ):
            bench.get("led0:A")


def test_nothing_is_left_behind(panel):
    with pinbridge.run(panel, linux()) as bench:
        directory, pid = bench.socket.parent, bench.pid
        [qemu] = children(pid)
        bench.wait_for_guest()
        assert bench.part("vm").shows["connected"] == 1
        assert directory.stat().st_mode & 0o777 == 0o700
    assert not directory.exists()
    assert not Path(f"/proc/{pid}").exists() and not Path(f"/proc/{qemu}").exists()


def test_a_program_that_ends_without_closing_its_bench_leaves_nothing_behind(panel):
    program = f"import pinbridge; bench = pinbridge.serve({str(panel)!r}); print(bench.pid); raise SystemExit(3)"
    done = subprocess.run(["/usr/bin/python3", "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (3, "")
    assert not Path(f"/proc/{int(done.stdout)}").exists()


def test_an_interrupted_wait_leaves_the_bench_usable(served):
    """Ctrl-C while a statement waits."""
    signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    with served.edges("led0:A") as edges:
        with pytest.raises(KeyboardInterrupt):
            edges.wait(60)
        served.set({"led0:A": 1})
        assert edges.wait(60).state == "high"


def test_guests_are_attached_to_a_served_board_and_their_exit_status_is_theirs(panel):
    with pinbridge.serve(panel) as bench, bench.changes("vm:24") as changes:
        with bench.attach(linux("gpio-toggle 24 100")) as guest:
            guest.console.expect("run exit status 0")
            assert guest.wait() == 0
        states = [(change.direction, change.state) for change in changes.so_far()]
        assert [state for direction, state in states if direction == "out"] == ["low"] + [
            "high",
            "low",
        ] * 50
        assert states[-1] == ("in", "highz")


def test_a_guest_that_ends_ends_the_bench_and_every_edge_is_there(panel):
    with pinbridge.run(panel, linux("gpio-toggle 24 10000")) as bench:
        with bench.changes("vm:24") as changes:
            edges = [change.state for change in changes if change.direction == "out"]
        assert edges == ["low"] + ["high", "low"] * 5000
        assert bench.wait() == 0
        bench.console.expect("run exit status 0")


def test_firmware_follows_a_button(tmp_path):
    with pinbridge.run(firmware_board(), FIRMWARE) as bench:
        bench.console.expect("firmware ready")
        assert bench.part("led").pin("A").frequency(1.0) > 0
        bench.pin("portb:0").wait_for("high", direction="out")
        with bench.edges("portb:0") as edges:
            bench.part("button").press(0.5)
            assert [edge.state for edge in edges.take(2)] == ["low", "high"]


def test_a_waveform_is_a_value_change_dump(served, tmp_path):
    recorder = served.record("led0:A", "led1:A")
    for level in (1, 0, "z"):
        served.set({"led0:A": level})
    recorder.save(tmp_path / "w.vcd")
    lines = (tmp_path / "w.vcd").read_text().splitlines()
    assert "$var wire 1 ! led0:A $end" in lines and '$var wire 1 " led1:A $end' in lines
    changes = [
        line for line in lines[lines.index("$dumpvars") :] if line[-1] == "!" and line[0] != "$"
    ]
    assert changes == ["z!", "1!", "0!", "z!"]


def test_the_default_waveform_is_of_the_guests_chips(served):
    assert served.record().pins == tuple(f"vm:{line}" for line in range(32))


def test_under_asyncio_it_is_the_same(panel):
    async def test():
        async with pinbridge.aio.serve(panel) as bench:
            led = bench.part("led0")
            async with bench.edges("led0:A") as edges:
                async with led.pin("A").held(1):
                    await led.wait_for(lit=1)
                assert [edge.state for edge in await edges.take(2)] == ["high", "highz"]
                waiting = asyncio.create_task(edges.wait(60))
                await bench.set({"led0:A": 0})
                assert (await waiting).state == "low"
                waiting = asyncio.create_task(edges.wait(60))
                waiting.cancel()
                await asyncio.wait({waiting})
                await bench.set({"led0:A": 1})
                async for edge in edges:
                    assert edge.state == "high"
                    break
            async with pinbridge.aio.connect(bench.socket) as other:
                assert (await other.part("led0").shows())["lit"] == 1

    asyncio.run(test())


def test_the_program_that_was_started_gets_no_terminal_signals(served):
    assert os.getsid(served.pid) != os.getsid(0)


def test_mypy_knows_the_types_of_those_who_use_it(tmp_path):
    source = tmp_path / "use.py"
    source.write_text(
        "import pinbridge\n"
        "with pinbridge.connect() as bench:\n"
        "    reveal_type(bench.part('led0').pin('A').frequency(2.0))\n"
        "    reveal_type(bench.edges('led0:A').wait(1.5))\n"
        "    bench.wait_for('led0:A', 'hihg')\n"
    )
    done = subprocess.run(
        ["/usr/bin/mypy", "--strict", source],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": os.environ["PYTHONPATH"].rstrip(":")},
    )
    assert 'note: Revealed type is "builtins.float"' in done.stdout
    assert "Union[pinbridge.values.Edge, None]" in done.stdout
    assert 'Argument 2 to "wait_for" of "Bench" has incompatible type' in done.stdout
    assert "Found 1 error" in done.stdout
