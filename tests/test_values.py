"""Outputs and inputs: clients see what the guest drives, and the guest reads what the bench drives."""

import pytest


def test_every_edge_of_ten_thousand_toggles_arrives_in_order(place, machine):
    guest = place.run(machine)
    changes = place.bench().changes("vm:24")
    guest.sh("gpio-toggle 24 10000")
    # It starts as an output at 0, and ends with the release of the line.
    first = changes.next()
    while first.state != "low" or first.direction != "out":
        first = changes.next()
    edges = changes.take(10000)
    assert [edge.state for edge in edges] == ["high", "low"] * 5000
    times = [first.time, *(edge.time for edge in edges)]
    assert times == sorted(times)


def test_an_output_lights_its_led_and_a_client_sees_it_in_its_first_snapshot(place, machine):
    guest = place.run(machine)
    guest.sh("gpioset --daemonize led0=1 led1=0")
    bench = place.bench()
    snapshot = bench.edges("vm:24", "vm:25").first.values()
    assert [(pin.direction, pin.state) for pin in snapshot] == [("out", "high"), ("out", "low")]
    assert bench.part("led0").shows["lit"] == 1
    assert bench.part("led1").shows["lit"] == 0


def test_the_first_write_of_an_output_is_seen(place, machine):
    guest = place.run(machine)
    with place.bench().edges("led7:A") as edges:
        guest.sh("gpioset --daemonize led7=1")
        assert edges.next(state="high")


@pytest.mark.parametrize("level", ["0", "1"])
def test_an_input_driven_by_a_client_reads_so_in_the_guest(place, machine, level):
    guest = place.run(machine)
    place.bench().pin("vm:30").set(level)
    assert guest.sh("gpioget --numeric led6") == level


def test_a_switch_that_was_set_before_the_guest_booted_reads_correctly_at_once(place, machine):
    place.use_panel(bounce="0")
    place.serve()
    place.pinbridge("control", "sw3", "value=1")
    guest = place.qemu(machine)
    assert guest.sh("gpioget --numeric sw2 sw3 sw4") == "0 1 0"
    # Buttons are pulled up inside the chip, and pressed is 0.
    place.pinbridge("control", "b5", "pressed=1")
    assert guest.sh("gpioget --numeric b4 b5") == "1 0"


def test_open_drain_by_direction_leaves_the_line_to_its_pull(place, machine):
    guest = place.run(machine)
    line = place.bench().pin("vm:12")
    guest.sh("gpioset --daemonize --drive=open-drain b0=0")
    line.wait_for("low", direction="out")
    guest.sh("kill $(pidof gpioset)")
    guest.sh("gpioset --daemonize --drive=open-drain b0=1")
    line.wait_for("high", direction="in")
    # Another drive may pull it down without a conflict.
    line.set("low")
    assert line.state == "low"


def test_lines_have_the_names_of_the_parts_they_are_wired_to(place, machine):
    guest = place.run(machine)
    info = guest.sh("gpioinfo")
    for offset, name in ((0, "sw0"), (11, "sw11"), (12, "b0"), (24, "led0"), (31, "led7")):
        assert f'line {offset:3}:\t"{name}"' in info


def test_names_of_the_board_override_names_of_parts(place, machine):
    place.use_board(
        [
            {
                "id": "vm",
                "type": "chip-virtio-gpio",
                "attrs": {"lines": "4", "names": "reset,,3=ready"},
            },
            {"id": "led1", "type": "wokwi-led"},
        ],
        [["vm:0", "led1:A", "", []], ["vm:1", "led1:C", "", []]],
    )
    info = place.run(machine).sh("gpioinfo")
    for offset, name in ((0, '"reset"'), (1, '"led1:C"'), (3, '"ready"')):
        assert f"line {offset:3}:\t{name}" in info
    assert "led1:A" not in info


def test_a_floating_input_reads_random_but_the_same_again_with_the_same_seed(make_place, machine):
    def readings():
        place = make_place()
        chip = {"id": "vm", "type": "chip-virtio-gpio", "attrs": {"lines": "2", "names": "a,b"}}
        place.use_board([chip], [])
        command = machine.command(append='run="for i in $(seq 32); do gpioget --numeric a; done"')
        guest = place.pinbridge_process("run", "--seed", "7", place.board, "--", *command)
        guest.expect("run exit status 0")
        guest.wait()
        return [line for line in guest.output.split("\r\n") if line in ("0", "1")]

    first = readings()
    assert len(first) == 32 and len(set(first)) == 2
    assert readings() == first
