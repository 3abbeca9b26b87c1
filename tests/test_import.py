"""Projects for Wokwi: a microcontroller that becomes the guest, and a first board."""

import json
import re
import subprocess

import pytest

import paths
from machines import VIRT

PROJECTS = paths.ROOT / "tests" / "diagrams" / "projects"
BUTTON = PROJECTS / "button-uno.json"


def pinbridge(*words):
    command = [str(word) for word in (paths.PINBRIDGE, *words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_import_prints_a_board_with_a_chip_and_the_names_of_its_lines(tmp_path):
    done = pinbridge("import", BUTTON)
    assert done.returncode == 0
    assert 'mcu:13 is mcu:13, "led1" in the guest' in done.stderr
    board = json.loads(done.stdout)
    chip = board["parts"][0]
    assert chip["type"] == "chip-virtio-gpio"
    assert chip["attrs"] == {"lines": "20", "pull": "2:up", "board": "wokwi-arduino-uno"}
    imported = tmp_path / "diagram.json"
    imported.write_text(done.stdout)
    checked = pinbridge("check", "--strict", imported)
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stdout


def test_a_way_that_is_none_is_refused_with_the_ways_that_are():
    done = pinbridge("import", "--chip", "mcu=usb", BUTTON)
    assert done.returncode == 2
    assert '"usb" is not a link to a guest; write virtio-gpio, or native:' in done.stderr


def test_run_refuses_a_board_without_a_guest_and_names_the_option(place):
    place.board = BUTTON
    done = place.tool("run", BUTTON, "--", *VIRT.command())
    assert done.returncode == 2
    assert "--chip ID=virtio-gpio" in done.stderr


@pytest.mark.parametrize("project", ["button-uno", "bluepill-blink", "pico-w-switch"])
def test_strict_fails_on_warnings(project):
    board = PROJECTS / f"{project}.json"
    assert pinbridge("check", board).returncode == 0
    assert pinbridge("check", "--strict", board).returncode == 2
    assert pinbridge("check", "--strict", "--chip", "mcu=virtio-gpio", board).returncode == 0


def test_the_guest_of_a_project_sees_its_button_and_lights_its_led(place):
    words = ["--chip", "mcu=virtio-gpio", BUTTON, "--", *VIRT.command()]
    guest = place.booted(place.pinbridge_process("run", *words))
    client = place.client()
    assert guest.sh("gpioget --numeric btn1") == "1"
    client.call("control", "btn1", "pressed", 1)
    assert guest.sh("gpioget --numeric btn1") == "0"
    guest.sh("gpioset --daemonize led1=1")
    client.wait_for_part("led1", lit=1)


def projects():
    return sorted(path.stem for path in PROJECTS.glob("*.json"))


def test_the_projects_are_as_many_as_promised():
    assert len(projects()) >= 30


@pytest.mark.parametrize("project", projects())
def test_a_guest_finds_and_moves_the_named_lines_of_a_project(place, project):
    done = pinbridge("import", PROJECTS / f"{project}.json")
    assert done.returncode == 0, done.stderr
    names = re.findall(r'^mcu:\S+ is (mcu:\S+), "(.*)" in the guest$', done.stderr, re.M)
    assert names
    place.board = place.directory / "diagram.json"
    place.board.write_text(done.stdout)
    quoted = " ".join(f"'{name}'" for _, name in names)
    guest = place.run_program(VIRT, f"gpioget --numeric {quoted} && gpioset -t 0 '{names[0][1]}=1'")
    guest.expect(rf"(?m)^[01]( [01]){{{len(names) - 1}}}\r?$")
    guest.expect("run exit status 0")
    assert guest.wait() == 0


def test_new_writes_a_board_that_checks_and_does_not_overwrite_it(tmp_path):
    done = pinbridge("new", "--output", tmp_path)
    assert done.returncode == 0
    checked = pinbridge("check", "--strict", tmp_path)
    assert checked.returncode == 0, checked.stdout
    again = pinbridge("new", "--output", tmp_path)
    assert again.returncode == 2
    assert "already exists" in again.stderr


def test_new_takes_the_controller_of_the_machine(tmp_path):
    done = pinbridge("new", "--output", tmp_path, "--", *VIRT.command())
    assert done.returncode == 0, done.stderr
    board = json.loads((tmp_path / "diagram.json").read_text())
    assert board["parts"][0]["attrs"]["controller"] == "pl061"
    assert pinbridge("check", "--strict", tmp_path).returncode == 0
