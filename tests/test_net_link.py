"""Nets of several benches: the part net-link, with a real Mosquitto between real benches."""

import signal

import pytest

from machines import VIRT
from mqtt_broker import Broker
from rpc import Client, wait_until

LED = {"id": "led1", "type": "wokwi-led"}
BUTTON = {"id": "b1", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}}
GND = {"id": "gnd", "type": "wokwi-gnd"}
VCC = {"id": "vcc", "type": "wokwi-vcc"}
PULL_DOWN = {"id": "r", "type": "wokwi-resistor"}
PRESSES = 200


def link(net="bus"):
    return {"id": "link", "type": "net-link", "attrs": {"net": net}}


@pytest.fixture
def sides(make_place):
    """A bench with a button on the net "bus", and one with an LED there."""
    button, led = make_place(), make_place()
    button.use_board(
        [VCC, BUTTON, link()], [["vcc:VCC", "b1:1.l", "", []], ["b1:2.l", "link:NET", "", []]]
    )
    led.use_board(
        [LED, GND, link()], [["led1:A", "link:NET", "", []], ["led1:C", "gnd:GND", "", []]]
    )
    return button, led


def serve(place, broker, name):
    words = ["--http", "off", "--mqtt", broker.address(), "--mqtt-name", name]
    served = place.pinbridge_process("serve", place.board, *words)
    served.expect("is served on", "err")
    return served


def connected(places, broker):
    """The benches, once each has the other."""
    for i, place in enumerate(places):
        serve(place, broker, f"bench{i}")
    benches = [place.bench() for place in places]
    for bench in benches:
        bench.part("link").wait_for(broker=1, others=len(benches) - 1)
    return benches


def test_a_button_on_one_bench_lights_the_led_on_another_each_time(sides, broker):
    button, led = connected(sides, broker)
    with led.edges("led1:A") as edges:
        for _ in range(PRESSES):
            button.part("b1").hold()
            assert edges.next(30).state == "high"
            button.part("b1").release()
            assert edges.next(30).state == "highz"
    assert "missed" not in led.part("link").shows


def test_pulses_that_are_faster_than_the_broker_arrive_complete_and_in_order(sides, broker):
    connected(sides, broker)
    button, led = sides
    with Client(button.socket) as driver, led.bench().edges("led1:A") as edges:
        changes = [word for i in range(2000) for word in (i * 50_000, i % 2)]
        driver.call("load", "link:NET", changes)
        driver.call("play", 2000 * 50_000, 1)
        seen = [edge.state for edge in edges.take(2000, 60)]
    assert seen == ["low", "high"] * 1000
    assert "missed" not in led.bench().part("link").shows


@pytest.fixture
def forgetful_broker(tmp_path):
    broker = Broker(tmp_path, ["max_queued_messages 1", "max_inflight_messages 1"]).start()
    yield broker
    broker.end()


def test_benches_come_to_the_same_level_also_when_the_broker_drops_messages(
    make_place, tmp_path, forgetful_broker
):
    places = [make_place() for _ in range(2)]
    for place in places:
        place.use_board([link()], [])
    here, there = connected(places, forgetful_broker)
    waveform = tmp_path / "waveform.txt"
    waveform.write_text("0 200us\n1 200us\n" * 2000)
    with there.edges("link:NET") as edges:
        places[0].pinbridge("play", waveform, "link:NET")
        wait_until(lambda: there.pin("link:NET").state == here.pin("link:NET").state == "highz")
        assert edges.so_far()


def test_benches_that_drive_against_each_other_are_both_in_conflict(sides, broker):
    button, led = connected(sides, broker)
    led.pin("led1:A").set("low")
    button.pin("link:NET").wait_for("low")
    button.pin("link:NET").set("high")
    button.pin("link:NET").wait_for("conflict")
    led.pin("link:NET").wait_for("conflict")
    led.pin("led1:A").release()
    button.pin("link:NET").wait_for("high")
    led.pin("link:NET").wait_for("high")


def test_a_level_that_both_drive_ends_when_both_have_released_it(sides, broker):
    benches = connected(sides, broker)
    for bench in benches:
        bench.pin("link:NET").set("high")
    for bench in benches:
        bench.pin("link:NET").release()
    for bench in benches:
        bench.pin("link:NET").wait_for("highz")


def test_a_bench_that_is_killed_releases_the_net(sides, broker):
    button, led = sides
    served = serve(button, broker, "bench0")
    serve(led, broker, "bench1")
    button.bench().part("b1").hold()
    lit = led.bench().part("led1")
    lit.wait_for(lit=1)
    served.signal(signal.SIGKILL)
    lit.wait_for(lit=0)
    led.bench().part("link").wait_for(others=0)


def test_when_the_broker_returns_the_net_is_as_it_should_be(sides, broker):
    button, led = connected(sides, broker)
    button.part("b1").hold()
    led.part("led1").wait_for(lit=1)
    broker.kill()
    led.part("led1").wait_for(lit=0)
    button.part("link").wait_for(broker=0)
    broker.start()
    led.part("led1").wait_for(60, lit=1)
    button.part("b1").release()
    led.part("led1").wait_for(lit=0)


def test_a_guest_is_interrupted_by_a_button_on_another_bench(sides, broker):
    button, guest = sides
    guest.use_board(
        [{"id": "vm", "type": "chip-virtio-gpio"}, GND, PULL_DOWN, link()],
        [["vm:3", "link:NET", "", []], ["vm:3", "r:1", "", []], ["r:2", "gnd:GND", "", []]],
    )
    serve(button, broker, "bench0")
    words = ["--http", "off", "--mqtt", broker.address(), "--mqtt-name", "bench1"]
    console = guest.booted(
        guest.pinbridge_process("run", *words, guest.board, "--", *VIRT.command())
    )
    bench = guest.bench()
    bench.part("link").wait_for(broker=1, others=1)
    pressed = button.bench().part("b1")
    console.start("gpio-count -v -t 30000 3 rising")
    console.expect("counting")
    for count in range(1, 6):
        pressed.hold()
        console.expect(rf"edge rising seqno {count}\b")
        pressed.release()
        bench.pin("vm:3").wait_for("low")


def test_without_a_broker_the_log_reports_that_the_net_is_not_connected(sides):
    served = sides[0].pinbridge_process("serve", sides[0].board)
    served.expect("part link is not connected: --mqtt names the broker that shares its net", "err")
