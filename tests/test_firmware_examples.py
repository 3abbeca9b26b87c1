"""The examples whose guest is firmware without an operating system: examples/MACHINE/firmware.c."""

import pytest

import paths


def run_firmware(place, machine, generation):
    """The client of a bench on which the machine's own example runs."""
    place.board = paths.EXAMPLES / machine / "diagram.json"
    qemu = paths.qemu(generation, "qemu-system-arm")
    words = ["-M", machine, "-nographic", "-kernel", paths.firmware(f"example-{machine}")]
    bench = place.pinbridge_process("run", place.board, "--", qemu, *words)
    bench.expect("is served on", "err")
    return place.client()


def press(client, button, held):
    """Presses a button, and waits until a pin shows the reaction of the firmware."""
    client.call("control", button, "pressed", 1)
    client.wait_for(held, state="high")


def release(client, button, held):
    client.call("control", button, "pressed", 0)
    client.wait_for(held, state="low")


def lit(client, leds):
    """Those of the LEDs that are lit."""
    return [led for led in leds if client.part(led)["shows"]["lit"]]


@pytest.mark.parametrize("generation", [7, 10], ids=["qemu-7", "qemu-10"])
def test_microbit_moves_its_point_of_light_by_its_buttons(place, generation):
    client = run_firmware(place, "microbit", generation)
    leds = [f"led{number}" for number in range(1, 6)]
    client.call("watch", "nrf51:3")
    client.wait_for_part("led3", lit=1)
    client.wait_for("nrf51:3", direction="out", state="low")
    for button, led in ("a", "led2"), ("a", "led1"), ("a", "led5"), ("b", "led1"), ("b", "led2"):
        press(client, f"button_{button}", "nrf51:3")
        client.wait_for_part(led, lit=1)
        assert lit(client, leds) == [led]
        release(client, f"button_{button}", "nrf51:3")


def test_b_l475e_iot01a_counts_presses_of_its_blue_button_on_two_leds(place):
    client = run_firmware(place, "b-l475e-iot01a", 10)
    leds = ["led1", "led2"]
    client.call("watch", "gpiob:2")
    client.wait_for("gpiob:2", direction="out", state="low")
    for expected in ["led1"], ["led2"], ["led1", "led2"], []:
        press(client, "button", "gpiob:2")
        assert lit(client, leds) == expected
        release(client, "button", "gpiob:2")
