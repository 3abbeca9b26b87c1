"""`pinbridge test`: scenarios against a guest, their reports and exit statuses."""

import os
import shutil
import signal
import subprocess
import xml.etree.ElementTree as ElementTree

import pytest

import paths
from machines import VIRT


@pytest.fixture
def scenario(tmp_path):
    """Writes the steps of a scenario, and returns its path."""

    def write(steps, name="scenario.yaml"):
        path = tmp_path / name
        path.write_text("name: a test\nversion: 1\nsteps:\n" + steps)
        return path

    return write


@pytest.fixture
def browser(tmp_path, monkeypatch):
    """Makes a shell script the browser that draws pictures."""

    def use(script):
        path = tmp_path / "browser"
        path.write_text("#!/bin/sh\n" + script)
        path.chmod(0o755)
        monkeypatch.setenv("PINBRIDGE_BROWSER", str(path))

    return use


def command(board, *arguments, machine=VIRT):
    words = [paths.PINBRIDGE, "test", board, *arguments, "--", *machine.command()]
    return [str(word) for word in words]


def run(board, *arguments, machine=VIRT, timeout=120):
    words = command(board, *arguments, machine=machine)
    return subprocess.run(words, capture_output=True, text=True, timeout=timeout)


def test_wokwis_steps_run_against_a_guest(place, scenario):
    place.use_panel(bounce="0")
    path = scenario(
        """
  - wait-serial: 'guest ready'
  - write-serial: "gpioset --daemonize led0=1; gpioget --numeric b0\\n"
  - wait-serial: "\\n1"
  - expect-pin: {part-id: led0, pin: A, value: 1}
  - set-control:
      part-id: b0
      control: pressed
      value: 1
  - delay: 100ms
  - write-serial: "gpioget --numeric b0\\n"
  - wait-serial: "\\n0"
  - take-screenshot: {part-id: led0, save-to: led0.png}
"""
    )
    done = run(place.board, path)
    assert (done.returncode, done.stderr.count("error")) == (0, 0), done.stdout + done.stderr
    assert f"{path}: passed in " in done.stdout
    assert (path.parent / "led0.png.txt").read_text().startswith("lit=1\n")


def png_size(file):
    data = file.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def test_a_screenshot_is_drawn_by_a_browser_where_there_is_one(place, scenario, monkeypatch):
    path = scenario(
        """
  - set-pin: {pin: "led0:A", value: 1}
  - delay: 50ms
  - take-screenshot: {part-id: led0, save-to: shots/led0.png}
"""
    )
    picture, text = path.parent / "shots" / "led0.png", path.parent / "shots" / "led0.png.txt"
    monkeypatch.setenv("PINBRIDGE_BROWSER", "")
    assert run(place.board, path).returncode == 0
    assert text.read_text().startswith("lit=1\n") and not picture.exists()

    monkeypatch.setenv("PINBRIDGE_BROWSER", "false")
    done = run(place.board, path)
    assert done.returncode == 0 and not picture.exists()
    assert f'cannot draw {picture}: "false" failed' in done.stderr

    monkeypatch.delenv("PINBRIDGE_BROWSER")
    done = run(place.board, path)
    assert (done.returncode, "no picture" in done.stderr) == (0, False), done.stderr
    assert png_size(picture) == (40, 50)


def test_further_steps_measure_what_the_guest_does(place, scenario):
    place.use_panel(bounce="0")
    path = scenario(
        """
  - wait-serial: {text: guest ready, within: 1m}
  - write-serial: "while :; do gpioset -t 100ms,100ms,0 led0=1; done &\\n"
  - expect-blink: {part-id: led0, times: 2, within: 20s}
  - expect-edge: {pin: led0:A, edge: rising, count: 2, within: 20s}
  - expect-duty: {pin: led0:A, value: 50%, tolerance: 45%, for: 1s}
  - press: b0
  - expect-edge: {pin: vm:12, edge: falling}
  - expect-edge: {pin: vm:12, edge: rising}
"""
    )
    done = run(place.board, path, "--timeout", "1m")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_step_that_fails_reports_what_was_seen(place, scenario, tmp_path):
    place.use_panel(bounce="0")
    path = scenario(
        """
  - wait-serial: guest ready
  - press: {part-id: b0, for: 50ms}
  - expect-edge: {pin: vm:12, edge: falling, count: 2, within: 200ms}
"""
    )
    report, records = tmp_path / "report.xml", tmp_path / "records"
    done = run(place.board, path, "--junit", report, "--record-on-failure", records)
    assert done.returncode == 1
    assert "  ok   press b0 for 50 ms" in done.stdout
    assert "1 of 2 falling edges of vm:12 within 200 ms; seen: low at " in done.stdout
    [case] = ElementTree.parse(report).getroot().iter("testcase")
    assert "1 of 2 falling edges" in case.find("failure").get("message")
    assert "guest ready" in case.find("system-out").text
    vcd = (records / "scenario.vcd").read_text()
    assert "$scope module b0" in vcd and vcd.count("#") > 2
    assert "  connected=1\n" in (records / "scenario.board.txt").read_text(), "as it was then"
    assert "b0 (wokwi-pushbutton)" in (records / "scenario.board.txt").read_text()
    assert "guest ready" in (records / "scenario.console.txt").read_text()


def test_the_error_of_a_qemu_that_ends_is_in_the_reports(place, scenario, tmp_path):
    path = scenario("- wait-serial: guest ready\n")
    report, records = tmp_path / "report.xml", tmp_path / "records"
    words = command(place.board, path, "--junit", report, "--record-on-failure", records)
    done = subprocess.run([*words, "-kernel", "/none"], capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("'/none'")) == (1, 1), done.stderr
    assert "QEMU ended with status 1 while waiting for" in done.stdout
    assert "could not load kernel '/none'" in done.stdout
    [case] = ElementTree.parse(report).getroot().iter("testcase")
    assert "'/none'" in case.find("system-err").text
    assert "'/none'" in (records / "scenario.qemu.txt").read_text()


def test_a_report_is_of_this_run_even_if_qemu_cannot_be_started(place, scenario, tmp_path):
    path = scenario("- delay: 1s\n")
    report = tmp_path / "report.xml"
    report.write_text("of another run")
    words = [paths.PINBRIDGE, "test", place.board, path, "--junit", report, "--", "no-such-qemu"]
    assert subprocess.run(words, capture_output=True).returncode == 2
    [case] = ElementTree.parse(report).getroot().iter("testcase")
    assert "no-such-qemu" in case.find("failure").get("message")
    wrong = scenario("- press: b99\n", "wrong.yaml")
    words[3] = wrong
    assert subprocess.run(words, capture_output=True).returncode == 2
    assert not report.exists()


def test_a_failure_of_each_scenario_is_recorded_under_its_own_name(place, scenario, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    fails = "- expect-pin: {pin: led0:A, value: 1}\n"
    files = [scenario(fails, f"{name}.yaml") for name in ("a/press", "b/press", "once")]
    records = tmp_path / "records"
    words = [paths.PINBRIDGE, "test", place.board, *files, files[2]]
    words += ["--record-on-failure", records, "--", *VIRT.command()]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    start = str(tmp_path).strip("/").replace("/", "-")
    assert sorted(file.name for file in records.glob("*.vcd")) == sorted(
        [f"{start}-a-press.vcd", f"{start}-b-press.vcd", "once.vcd", "once-2.vcd"]
    )


def test_the_board_of_a_failure_is_drawn_by_a_browser_where_there_is_one(
    place, scenario, tmp_path, monkeypatch
):
    path = scenario(
        '- set-pin: {pin: "led0:A", value: 1}\n- expect-pin: {pin: "led0:A", value: 0}\n'
    )
    words = [path, "--record-on-failure", tmp_path / "records"]
    picture = tmp_path / "records" / "scenario.board.png"
    monkeypatch.setenv("PINBRIDGE_BROWSER", "false")
    done = run(place.board, *words)
    assert done.returncode == 1 and not picture.exists()
    assert f'cannot draw {picture}: "false" failed' in done.stderr
    assert "led0:A high" in (tmp_path / "records" / "scenario.board.txt").read_text()

    monkeypatch.delenv("PINBRIDGE_BROWSER")
    assert run(place.board, *words).returncode == 1
    width, height = png_size(picture)
    # The panel is larger than any of its parts.
    assert width > 500 and height > 500


def test_a_failure_that_cannot_be_recorded_is_reported_as_it_is_and_the_next_scenario_runs(
    place, scenario, tmp_path
):
    wrong = scenario('- expect-pin: {pin: "led0:A", value: 1}\n', "wrong.yaml")
    right = scenario("- delay: 1ms\n", "right.yaml")
    report, a_file = tmp_path / "report.xml", tmp_path / "file"
    a_file.write_text("")
    done = run(place.board, wrong, right, "--junit", report, "--record-on-failure", a_file)
    assert done.returncode == 1
    assert "warning: the failure is not recorded: cannot" in done.stderr
    assert f"{right}: passed in " in done.stdout
    failed, passed = ElementTree.parse(report).getroot().iter("testcase")
    assert "led0:A was" in failed.find("failure").get("message")
    assert passed.find("failure") is None


def test_a_report_does_not_overwrite_what_the_run_reads(place, scenario):
    path = scenario("- delay: 1ms\n")
    for file in (path, place.board / "diagram.json" if place.board.is_dir() else place.board):
        before = file.read_text()
        done = run(place.board, path, "--junit", file)
        assert (done.returncode, file.read_text() == before) == (2, True), done.stderr
        assert "--junit would overwrite" in done.stderr


def test_a_report_behind_a_link_is_of_this_run(place, scenario, tmp_path):
    link, report = tmp_path / "link.xml", tmp_path / "report.xml"
    report.write_text("of another run")
    link.symlink_to(report)
    done = run(place.board, scenario("- press: b99\n"), "--junit", link)
    assert (done.returncode, report.exists()) == (2, False)


def test_a_report_that_cannot_be_written_is_an_error_before_a_guest_starts(
    place, scenario, tmp_path
):
    report = tmp_path / "none" / "report.xml"
    done = run(place.board, scenario("- delay: 1ms\n"), "--junit", report)
    assert (done.returncode, done.stdout) == (1, "")
    assert f'cannot write "{report}"' in done.stderr


def test_the_result_of_a_scenario_stands_before_the_log_of_the_next(place, scenario):
    paths_of_both = [scenario("- delay: 1ms\n", name) for name in ("a.yaml", "b.yaml")]
    words = command(place.board, *paths_of_both)
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout
    second_begins = done.stdout.rindex("is served on")
    assert done.stdout.index("a.yaml: passed") < second_begins, done.stdout


def test_a_scenario_that_takes_too_long_ends_with_42(place, scenario):
    done = run(place.board, scenario("- wait-serial: never\n"), "--timeout", "2s")
    assert done.returncode == 42
    assert 'the time-out came while waiting for the guest to print "never"' in done.stdout


def test_a_guest_that_ends_early_fails_the_step(place, scenario):
    path = scenario('- wait-serial: guest ready\n- write-serial: "poweroff -f\\n"\n- delay: 1m\n')
    done = run(place.board, path, "--timeout", "1m")
    assert done.returncode == 1
    assert "QEMU ended with status 0 while waiting for the end of a delay" in done.stdout


@pytest.mark.parametrize(
    "steps, sentence",
    [
        ("- dely: 1s\n", ':4:3: error: there is no step "dely" (did you mean "delay"?)'),
        ("- delay: 5\n", ':4:10: error: "5" is not a duration'),
        ("- delay: 1s\n- press: b99\n", ':5:3: error: the board has no part "b99"'),
        ("- expect-edge: led0:B\n", ':4:3: error: there is no pin "led0:B"'),
        ("- press: led0\n", ':4:3: error: led0: it has no control "pressed"'),
        (
            "- set-control: {part-id: sw0, control: value, value: 7}\n",
            ":4:3: error: sw0: value must be 0 or 1, not",
        ),
        ("- press: {part-id: b0, for: 2h}\n", ":4:3: error: a press lasts from 1 ns to 1 h"),
        (
            "- delay: 1s\n- expect-text: {part-id: led0, text: a}\n",
            ":5:3: error: led0 is a wokwi-led, which shows no text",
        ),
        ("- [\n", ":"),
    ],
)
def test_a_wrong_scenario_ends_with_2_before_the_guest_starts(place, scenario, steps, sentence):
    path = scenario(steps)
    done = run(place.board, scenario("- delay: 1s\n", "before.yaml"), path)
    assert done.returncode == 2
    assert f"{path}{sentence}" in done.stderr
    assert "guest ready" not in done.stdout + done.stderr


PROJECT = paths.ROOT / "tests" / "diagrams" / "projects" / "button-uno.json"


def test_the_microcontroller_of_a_project_becomes_the_guest(scenario):
    path = scenario(
        """
  - wait-serial: guest ready
  - write-serial: "gpioset --daemonize led1=1\\n"
  - expect-pin: {part-id: mcu, pin: 13, value: 1, within: 30s}
  - set-control: {part-id: btn1, name: pressed, value: 1}
  - expect-pin: {part-id: mcu, pin: 2, value: 0, within: 5s}
  - set-pin: {part-id: mcu, pin: A0, value: 1}
  - expect-pin: {part-id: mcu, pin: 14, value: 1}
"""
    )
    done = run(PROJECT, path, "--timeout", "1m")
    assert done.returncode == 2
    assert "has no chip of a guest; make its microcontroller the guest with --chip" in done.stderr
    done = run(PROJECT, path, "--timeout", "1m", "--chip", "mcu=virtio-gpio")
    assert done.returncode == 0, done.stdout + done.stderr


def shown_on_a_terminal(command):
    """What the command prints on a terminal of its own, and its exit status."""
    ours, terminal = os.openpty()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=terminal) as process:
        os.close(terminal)
        shown = b""
        try:
            while block := os.read(ours, 4096):
                shown += block
        except OSError:  # no process has the terminal open any more
            os.close(ours)
    return shown.decode(), process.returncode


def test_a_terminal_shows_the_running_step_and_colours(place, scenario):
    path = scenario("- delay: 20ms\n- expect-pin: {pin: vm:24, value: 1}\n")
    shown, status = shown_on_a_terminal(command(place.board, path))
    assert status == 1
    assert "  ... delay 20ms\r\x1b[K  \x1b[32mok  \x1b[0m delay 20ms" in shown
    assert "  \x1b[31mFAIL\x1b[0m expect-pin vm:24 is high" in shown


def test_several_scenarios_get_a_guest_each(place, scenario, tmp_path):
    good = scenario("- wait-serial: guest ready\n", "good.yaml")
    slow = scenario("- wait-serial: never\n", "slow.yaml")
    report = tmp_path / "report.xml"
    done = run(place.board, good, slow, "--timeout", "15s", "--junit", report)
    assert done.returncode == 42
    suite = ElementTree.parse(report).getroot().find("testsuite")
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_and_not_only_one_scenario(place, scenario, number):
    slow = scenario(
        "- wait-serial: guest ready\n- set-control: {part-id: b0, control: pressed, value: 1}\n- delay: 1h\n"
    )
    words = command(place.board, slow, slow, "--timeout", "2h")
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as run_of_two:
        for line in run_of_two.stdout:
            if "pressed" in line:
                break
        run_of_two.send_signal(number)
        rest = run_of_two.stdout.read()
    assert run_of_two.returncode == 128 + number
    assert rest.count(f"{slow.name}: ") == 1, rest


def test_a_signal_between_scenarios_ends_the_run_and_the_report_is_written(
    place, scenario, tmp_path
):
    report, first = tmp_path / "report.xml", scenario("- delay: 1ms\n", "first.yaml")
    others = [scenario("- delay: 1ms\n", f"{number}.yaml") for number in range(9)]
    words = command(place.board, first, *others, "--junit", report)
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        while "first.yaml: passed" not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGTERM)
        process.stdout.read()
    assert process.returncode == 128 + signal.SIGTERM
    cases = list(ElementTree.parse(report).getroot().iter("testcase"))
    assert cases[0].find("failure") is None and len(cases) < 10


def test_a_signal_while_a_picture_is_drawn_ends_the_run_and_the_report_is_written(
    place, scenario, browser, tmp_path
):
    drawing = tmp_path / "drawing"
    browser(f"touch {drawing}\nkill -TERM $PPID\n")
    wrong = scenario('- expect-pin: {pin: "led0:A", value: 1}\n', "wrong.yaml")
    report, records = tmp_path / "report.xml", tmp_path / "records"
    done = run(place.board, wrong, wrong, "--junit", report, "--record-on-failure", records)
    assert (done.returncode, drawing.exists()) == (128 + signal.SIGTERM, True), done.stderr
    [case] = ElementTree.parse(report).getroot().iter("testcase")
    assert "led0:A was" in case.find("failure").get("message")


def test_after_a_signal_no_picture_is_drawn(place, scenario, browser, tmp_path):
    drawing = tmp_path / "drawing"
    browser(f"touch {drawing}\n")
    picture = scenario(
        "- take-screenshot: {part-id: led0, save-to: led0.png}\n"
        "- set-control: {part-id: b0, control: pressed, value: 1}\n- delay: 1h\n"
    )
    records = ("--record-on-failure", tmp_path / "records")
    words = command(place.board, picture, "--timeout", "2h", *records)
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        while "pressed" not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGINT)
        process.stdout.read()
    assert process.returncode == 128 + signal.SIGINT
    assert (picture.parent / "led0.png.txt").exists() and not drawing.exists()


def test_ctrl_c_ends_a_browser_that_hangs_and_its_children(place, scenario, browser, tmp_path):
    alive, key = tmp_path / "alive", tmp_path / "key"
    os.mkfifo(alive)
    browser(f"trap 'touch {key}' INT\ntrap '' TERM\nexec 9>{alive}\necho >&9\nsleep 1000\n")
    picture = scenario("- take-screenshot: {part-id: led0, save-to: led0.png}\n")
    with (
        subprocess.Popen(
            command(place.board, picture, picture),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as process,
        open(alive) as browsers,
    ):
        browsers.readline()
        os.killpg(process.pid, signal.SIGINT)
        errors = process.stderr.read()
        assert browsers.read() == "", "all of them have ended"
    assert process.returncode == 128 + signal.SIGINT
    assert "led0.png: a signal ends the run" in errors
    assert not key.exists(), "a key of the terminal is for pinbridge alone"


def test_no_socket_is_left(place, scenario, tmp_path, monkeypatch):
    sockets = tmp_path / "sockets"
    sockets.mkdir()
    monkeypatch.setenv("TMPDIR", str(sockets))
    assert run(place.board, scenario("- wait-serial: guest ready\n")).returncode == 0
    assert list(sockets.iterdir()) == []
    shutil.rmtree(sockets)


def test_ten_shapes_of_public_scenarios_run_unchanged(place, tmp_path):
    place.use_panel(bounce="0")
    shapes = tmp_path / "shapes"
    shutil.copytree(paths.ROOT / "tests" / "scenarios" / "shapes", shapes)
    files = sorted(shapes.glob("*.yaml"))
    report = tmp_path / "report.xml"
    done = run(place.board, *files, "--junit", report, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [done.stdout.count(f"{file}: passed in ") for file in files] == [1] * 10
    assert ElementTree.parse(report).getroot().find("testsuite").get("tests") == "10"
    assert (shapes / "off.png.txt").read_text() != (shapes / "on.png.txt").read_text()
