"""The commands and files of the documents: what the README and the tutorial show works as they say."""

import json
import re
import shlex
import signal
import subprocess

import paths
from machines import VIRT
from rpc import wait_until

README = (paths.ROOT / "README.md").read_text()
TUTORIAL = (paths.ROOT / "docs" / "tutorial" / "first-board.md").read_text()


def indented(text, first):
    """The indented block whose first line begins with `first`, without its indentation."""
    [block] = re.findall(rf"(?m)^    {re.escape(first)}(?:.*\n(?:    .*\n|\n(?=    ))*)", text)[:1]
    return re.sub(r"(?m)^    ", "", block)


def commands_of_the_readme():
    """The commands of the table "In a second terminal", as lists of words."""
    return [
        shlex.split(cell) for cell in re.findall(r"(?m)^\| `((?:pinbridge|curl) [^`]*)`", README)
    ]


def test_the_readmes_commands_work_on_the_panel(place):
    console = place.pinbridge_process("serve", paths.PANEL, "--http", "127.0.0.1:0")
    base = console.expect(r"the board's page: (http://\S+)/", "err")[1]
    ran = set()
    for words in commands_of_the_readme():
        ran.add(words[1] if words[0] == "pinbridge" else words[0])
        if words[0] == "curl":
            words = [
                "curl",
                "-sS",
                "--fail",
                *words[1:-1],
                words[-1].replace("http://127.0.0.1:8080", base),
            ]
            done = subprocess.run(words, capture_output=True, text=True)
            assert (done.returncode, done.stderr) == (0, ""), words
            assert json.loads(done.stdout)["state"] == "low"
        elif words[1] == "mon":
            watcher = place.pinbridge_process(*words[1:], "--banner")
            watcher.expect("Monitoring")
            place.pinbridge("set", words[-1] + "=1")
            watcher.expect(f'rising\t"{words[-1]}"')
            place.pinbridge("set", words[-1] + "=z")
        elif words[1] == "record":
            waveform = place.directory / "w.vcd"
            words = [str(waveform) if word == "w.vcd" else word for word in words]
            recorder = place.pinbridge_process(*words[1:])
            wait_until(lambda: waveform.exists() and "#0" in waveform.read_text())
            recorder.signal(signal.SIGINT)
            assert recorder.wait() == 0
        else:
            place.pinbridge(*words[1:])
    assert ran >= {"info", "get", "mon", "press", "control", "set", "record", "curl"}


def test_a_drive_of_the_readme_changes_its_pin(place):
    place.serve()
    [setting] = [words[2] for words in commands_of_the_readme() if words[1] == "set"]
    pin, level = setting.split("=")
    place.pinbridge("set", setting)
    assert place.pinbridge("get", "--numeric", pin) == level


def test_the_tutorials_board_and_commands_work_with_a_guest(place):
    diagram = json.loads(indented(TUTORIAL, "{\n"))
    board = place.directory / "first"
    board.mkdir()
    place.board = board / "diagram.json"
    place.board.write_text(json.dumps(diagram))
    [shown] = re.findall(r"\$ pinbridge check first\n    (.*)\n", TUTORIAL)
    checked = subprocess.run([paths.PINBRIDGE, "check", board], capture_output=True, text=True)
    assert (checked.returncode, checked.stdout) == (0, shown + "\n")

    guest = place.run(VIRT)
    lines = guest.sh("gpioinfo")
    assert '"b1"' in lines and '"led1"' in lines
    client = place.client()
    client.call("watch")
    guest.sh("gpioset --daemonize led1=1")
    client.wait_for_part("led1", lit=1)
    guest.sh("killall gpioset")
    client.wait_for_part("led1", lit=0)

    # The tutorial's edit turns the bounce off: one edge each.
    [edited] = re.findall(r'(?m)^    (\{ "id": "b1".*\}),$', TUTORIAL)[-1:]
    diagram["parts"] = [
        json.loads(edited) if part["id"] == "b1" else part for part in diagram["parts"]
    ]
    assert "bounce" in edited
    place.board.write_text(json.dumps(diagram))
    guest.expect("the board changed: it has 4 parts now", "err")
    guest.start("gpio-count -n 2 0 both")
    guest.expect("counting")
    place.pinbridge("press", "b1")
    guest.expect("edges 2 rising 1 falling 1 gaps 0")


def log_messages():
    """The longest fixed piece of each warning and error that the program logs."""
    for source in sorted((paths.ROOT / "src").rglob("*.cpp")):
        if source.name.endswith("_test.cpp"):
            continue
        text = source.read_text()
        for call in re.finditer(r'spdlog::(?:warn|error)\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)', text):
            message = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', call[1])).replace('\\"', '"')
            piece = max(re.split(r"\{[^}]*\}", message), key=len).strip(" :;,")
            # "{}: {}" has no words of its own.
            if piece:
                yield source.relative_to(paths.ROOT), piece


def test_each_warning_and_error_of_the_log_is_on_the_troubleshooting_page():
    page = (paths.ROOT / "docs" / "how-to" / "troubleshooting.md").read_text()
    messages = list(log_messages())
    assert len(messages) > 15
    # The page may show the beginning of a long message.
    missing = [(str(file), piece) for file, piece in messages if piece[:40] not in page]
    assert missing == []
