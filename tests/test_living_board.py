"""Boards whose file changes while they run."""

from machines import VIRT
from rpc import wait_until

LED = {"id": "led1", "type": "wokwi-led", "attrs": {"color": "red"}}
VCC = {"id": "vcc", "type": "wokwi-vcc"}
GND = {"id": "gnd", "type": "wokwi-gnd"}
SWITCH = {"id": "sw", "type": "wokwi-slide-switch", "attrs": {"bounce": "0"}}
SWITCH_WIRES = [["sw:1", "gnd:GND", "", []], ["sw:3", "vcc:VCC", "", []]]


def chip(**attributes):
    return {
        "id": "vm",
        "type": "chip-virtio-gpio",
        "attrs": {"lines": "4", "names": "w,x,y,z", **attributes},
    }


def next_list(client):
    """Waits for the list that a client receives when the board changes."""
    while True:
        told = client.notifications
        for index, (name, parameter) in enumerate(told):
            if name == "list":
                del told[: index + 1]
                return {part["part"]: part for part in parameter["parts"]}
        client.call("hello")


def test_a_changed_board_takes_effect_and_the_guest_stays(place):
    place.use_board([chip()], [])
    guest = place.run(VIRT)
    client = place.client()
    client.call("watch")
    guest.sh("gpioset --daemonize w=1")
    client.wait_for("vm:0", state="high")
    place.use_board([chip(), LED, GND], [["vm:0", "led1:A", "", []], ["led1:C", "gnd:GND", "", []]])
    board = next_list(client)
    assert board["led1"]["pins"][0]["state"] == "high"
    assert board["vm"]["shows"]["connected"] == 1
    client.wait_for_part("led1", lit=1)
    guest.sh("gpioset --daemonize x=1")
    client.wait_for("vm:1", state="high")
    guest.expect_once("QEMU has connected")


def test_a_chip_file_that_changed_is_read_when_the_diagram_is_saved_as_it_was(place):
    parts = [{"id": "own", "type": "chip-own", "attrs": {}}]
    file = place.directory / "own.chip.json"
    file.write_text('{"name": "Own", "pins": ["A"]}')
    place.use_board(parts, [])
    place.serve()
    client = place.client()
    client.call("watch")
    file.write_text('{"name": "Own", "pins": ["A", "B"]}')
    place.use_board(parts, [])
    assert [pin["pin"] for pin in next_list(client)["own"]["pins"]] == ["own:A", "own:B"]


def test_an_input_of_the_guest_receives_the_edge_of_a_new_wire_and_no_other(place):
    place.use_board([chip(pull="0-3:down"), VCC], [])
    guest = place.run(VIRT)
    guest.start("gpio-count -n 1 2 both")
    guest.expect("counting")
    client = place.client()
    client.call("watch")
    place.use_board([VCC, LED, chip(pull="0-3:down")], [])
    next_list(client)
    place.use_board([VCC, LED, chip(pull="0-3:down")], [["vcc:VCC", "vm:2", "", []]])
    next_list(client)
    guest.expect("edges 1")


def test_parts_that_are_unchanged_keep_their_state(place):
    place.use_board([SWITCH, VCC, GND], SWITCH_WIRES)
    place.serve()
    client = place.client()
    client.call("watch")
    client.call("control", "sw", "value", 1)
    client.call("set", {"pin": "gnd:GND", "state": "z"})
    place.use_board([LED, VCC, SWITCH, GND], [*SWITCH_WIRES, ["sw:2", "led1:A", "", []]])
    board = next_list(client)
    assert board["sw"]["controls"]["value"] == 1
    assert board["led1"]["pins"][0]["state"] == "high"


def test_a_broken_file_is_refused_with_its_error_and_the_old_board_stays(place):
    place.use_board([SWITCH, VCC, GND], SWITCH_WIRES)
    bench = place.serve()
    client = place.client()
    place.board.write_text('{ "parts": [')
    bench.expect("the old board is kept", "err")
    assert "diagram.json:1:" in bench.errors
    assert client.part("sw")["controls"] == {"value": 0}
    place.use_board([LED], [])
    wait_until(lambda: [p["part"] for p in client.call("list")["parts"]] == ["led1"])


def test_a_chip_with_a_guest_cannot_change_its_line_count_or_be_removed(place):
    place.use_board([chip(), LED], [])
    guest = place.run(VIRT)
    place.use_board([chip(lines="8"), LED], [])
    guest.expect(
        "chip vm cannot change its line count from 4 to 8 while a guest is connected to it", "err"
    )
    place.use_board([LED], [])
    guest.expect(
        "chip vm cannot be removed while a guest is connected to it; the old board is kept",
        "err",
    )
    guest.sh("gpio-toggle 0 2")


def test_a_chip_without_a_guest_may_change_and_a_guest_may_connect_to_a_new_one(place):
    place.use_board([chip()], [])
    place.serve()
    client = place.client()
    client.call("watch")
    place.use_board([chip(lines="8", names="7=last")], [])
    chip_now = next_list(client)["vm"]
    assert [pin["label"] for pin in chip_now["pins"]] == ["", "", "", "", "", "", "", "last"]
    assert chip_now["shows"]["socket"].endswith(".vm")
    guest = place.attach(VIRT)
    assert "last" in guest.sh("gpioinfo")


def test_mon_reports_that_its_pin_was_removed(place):
    place.use_board([LED, VCC], [["vcc:VCC", "led1:A", "", []]])
    place.serve()
    monitor = place.pinbridge_process("mon", "--banner", "led1:A")
    monitor.expect("Monitoring 1 pins")
    place.use_board([VCC], [])
    monitor.expect('the board changed: it no longer has pin "led1:A"', "err")
    assert monitor.wait() == 2


def test_the_same_text_again_changes_nothing(place):
    place.use_board([LED], [])
    bench = place.serve()
    text = place.board.read_text()
    place.board.write_text(text)
    place.use_board([LED, VCC], [])
    bench.expect("the board changed: it has 2 parts now", "err")
    bench.expect_once("the board changed")
