"""labgrid's own target, made of an environment file, is powered, spoken to and has its pins set."""

import json
import re

import pytest
import yaml

from conftest import ROOT
from machines_for_tests import FIRMWARE, firmware_board

labgrid = pytest.importorskip("labgrid", reason="Debian 13 has no labgrid")

from labgrid.driver import ExecutionError  # noqa: E402
from labgrid.protocol import ConsoleProtocol, DigitalOutputProtocol, PowerProtocol  # noqa: E402

NOTHING = [
    {"PinbridgeDigitalOutput": {"name": "nothing", "pin": "portb:99"}},
    {"PinbridgeDigitalOutputDriver": {"name": "nothing", "bindings": {"output": "nothing"}}},
]


def environment_of_the_guide(board):
    """That of docs/how-to/labgrid.md, with the paths of this build, and an output that the board does not have."""
    guide = (ROOT / "docs" / "how-to" / "labgrid.md").read_text()
    block = re.search(r"Save this as `env.yaml`:\n\n((?:    .*\n)+)", guide)[1]
    environment = yaml.safe_load(block)
    target = environment["targets"]["main"]
    target["resources"][0]["PinbridgeBench"] |= {"board": str(board), "qemu": FIRMWARE}
    for key, item in zip(("resources", "drivers"), NOTHING, strict=True):
        target[key].append(item)
    return environment


@pytest.fixture
def target(tmp_path):
    board = tmp_path / "diagram.json"
    board.write_text(json.dumps(firmware_board()))
    environment = tmp_path / "env.yaml"
    environment.write_text(yaml.safe_dump(environment_of_the_guide(board)))
    target = labgrid.Environment(str(environment)).get_target("main")
    yield target
    target.cleanup()


def output(target, name):
    return target.get_driver(DigitalOutputProtocol, name=name)


def test_power_console_and_pins_work_by_labgrids_own_protocols(target):
    power = target.get_driver(PowerProtocol)
    power.on()
    console = target.get_driver(ConsoleProtocol)
    console.expect("firmware ready", timeout=60)
    follower, button = output(target, "follower"), output(target, "button")
    for pressed in (False, True, False):
        button.set(pressed)
        assert button.get() is pressed
        # The firmware copies the button, which is low when it is pressed.
        power.bench.wait_for("portb:0", "low" if pressed else "high", direction="out")
        assert follower.get() is not pressed
    power.cycle()
    console.expect("firmware ready", timeout=60)
    power.off()
    with pytest.raises(ExecutionError, match="is off: turn it on first"):
        follower.get()


def test_what_the_bench_refuses_is_labgrids_error_with_the_benchs_sentence(target):
    target.get_driver(PowerProtocol).on()
    with pytest.raises(ExecutionError, match="portb:99"):
        output(target, "nothing").set(True)
