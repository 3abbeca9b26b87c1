"""Benches on an MQTT broker: a real Mosquitto, and clients of it that share no code with ours."""

import json
import os
import signal
from pathlib import Path

import pytest

import paths
from mqtt_broker import Broker, Certificates
from rpc import wait_until

LED = {"id": "led1", "type": "wokwi-led"}
BUTTON = {"id": "b1", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}}
CHIP = {"id": "vm", "type": "chip-virtio-gpio"}
VCC = {"id": "vcc", "type": "wokwi-vcc"}
STATUS = "lab/bench/status"
LED_A = "lab/bench/pin/led1/A"
EDGES = "lab/bench/edges"
ERRORS = "lab/bench/errors"


@pytest.fixture
def make_broker(tmp_path):
    brokers = []

    def make(*lines, **options):
        directory = tmp_path / f"broker{len(brokers)}"
        directory.mkdir()
        broker = Broker(directory, lines, **options)
        brokers.append(broker)
        return broker

    yield make
    for broker in brokers:
        broker.end()


@pytest.fixture
def broker(make_broker):
    return make_broker().start()


@pytest.fixture
def board(place):
    place.use_board(
        [LED, BUTTON, CHIP, VCC], [["vcc:VCC", "b1:1.l", "", []], ["b1:2.l", "led1:A", "", []]]
    )
    return place


def serve(place, broker, *arguments, address=None):
    words = [
        "--mqtt",
        address or broker.address(),
        "--mqtt-name",
        "bench",
        "--http",
        "off",
        *arguments,
    ]
    bench = place.pinbridge_process("serve", place.board, *words)
    bench.expect("is served on", "err")
    return bench


def online(status):
    return status["state"] == "online"


def set_led(place, high):
    place.pinbridge("set", f"led1:A={int(high)}")


def number_of_pins(place):
    return sum(len(part["pins"]) for part in json.loads(place.pinbridge("info", "--json"))["parts"])


def edges_of(subscriber):
    """All edges with their numbers; a message that was sent twice counts once."""
    edges = {}
    for batch in subscriber.json(EDGES):
        for number, edge in enumerate(batch["edges"], batch["first"]):
            assert edges.setdefault(number, edge) == edge
    return edges


def test_states_of_all_pins_and_parts_are_retained(board, broker):
    serve(board, broker)
    broker.subscribe("lab/#").wait(STATUS, online)
    late = broker.subscribe("lab/#")
    status = late.wait(STATUS, online)
    assert status["board"] == board.directory.name or status["board"] == "diagram"
    assert status["control"] is False
    led = late.wait(LED_A)
    assert (led["state"], led["direction"], led["edges"]) == ("highz", "in", 0)
    assert late.wait("lab/bench/part/b1")["controls"] == {"pressed": 0}
    assert all(retain for _, _, retain in late.messages)
    pins = [topic for topic, _, _ in late.messages if topic.startswith("lab/bench/pin/")]
    assert len(pins) == len(set(pins)) == number_of_pins(board)


def test_a_change_is_published_with_the_number_of_edges(board, broker):
    serve(board, broker)
    client = broker.subscribe("lab/#")
    client.wait(STATUS, online)
    set_led(board, True)
    changed = client.wait(LED_A, lambda pin: pin["state"] == "high")
    assert changed["edges"] == 1
    set_led(board, False)
    changed = client.wait(LED_A, lambda pin: pin["state"] == "low")
    assert changed["edges"] == 2


def test_every_edge_arrives_once_in_order_and_with_its_number(board, broker):
    serve(board, broker, "--mqtt-edges", "led1:A")
    client = broker.subscribe("lab/#")
    assert client.wait(STATUS, online)["edges"] == ["led1:A"]
    pin = board.bench().pin("led1:A")
    for i in range(500):
        pin.set(1 - i % 2)
    client.wait_until(lambda c: len(edges_of(c)) == 500)
    edges = edges_of(client)
    assert sorted(edges) == list(range(1, 501))
    assert [edges[i]["state"] for i in range(1, 501)] == ["high", "low"] * 250
    times = [edges[i]["time"] for i in range(1, 501)]
    assert times == sorted(times)
    assert {edge["pin"] for edge in edges.values()} == {"led1:A"}


def test_commands_set_pins_and_controls_and_press_buttons(board, broker):
    serve(board, broker, "--mqtt-control")
    client = broker.subscribe("lab/#")
    assert client.wait(STATUS, online)["control"] is True
    broker.publish(LED_A + "/set", "high")
    client.wait(LED_A, lambda pin: pin["state"] == "high")
    broker.publish(LED_A + "/set", '{"state": "z"}')
    client.wait(LED_A, lambda pin: pin["state"] == "highz" and pin["edges"] == 2)
    broker.publish("lab/bench/part/b1/control/pressed/set", "true")
    client.wait("lab/bench/part/b1", lambda part: part["controls"]["pressed"] == 1)
    client.wait(LED_A, lambda pin: pin["state"] == "high" and pin["edges"] == 3)
    broker.publish("lab/bench/part/b1/control/pressed/set", "0")
    client.wait(LED_A, lambda pin: pin["edges"] == 4)
    broker.publish("lab/bench/part/b1/control/pressed/press", "")
    client.wait(LED_A, lambda pin: pin["edges"] == 6)


def test_commands_are_not_subscribed_to_without_the_option(board, broker):
    serve(board, broker)
    client = broker.subscribe("lab/#")
    client.wait(STATUS, online)
    broker.publish(LED_A + "/set", "high")
    set_led(board, False)
    assert client.wait(LED_A, lambda pin: pin["state"] != "highz")["state"] == "low"


@pytest.mark.parametrize(
    ["topic", "payload", "words", "expected"],
    [
        (LED_A + "/set", "purple", [], '"purple" is not a state'),
        (LED_A + "/set", "[" * 4000, [], "is not a state"),
        (LED_A + "/set", "1" * 5000, [], "a command has up to 4096"),
        (LED_A + "/set", "1", ["-r"], "retain"),
        ("lab/bench/pin/led1/X/set", "1", [], 'no pin "led1:X"'),
        ("lab/bench/pin/%ZZ/X/set", "1", [], "not the topic of a command"),
        ("lab/bench/pin/a%00b/X/set", "1", [], r"no part \"a\\x00b\""),
        ("lab/bench/part/b1/control/pressed/set", "{}", [], 'no key "value"'),
        ("lab/bench/part/b1/control/pressed/set", "7", [], "pressed"),
        ("lab/bench/part/b1/control/pressed/press", "ever", [], "ever"),
    ],
)
def test_a_wrong_command_is_answered_and_changes_nothing(
    board, broker, topic, payload, words, expected
):
    serve(board, broker, "--mqtt-control")
    client = broker.subscribe("lab/#")
    client.wait(STATUS, online)
    before = board.pinbridge("info")
    broker.publish(topic, payload, *words)
    answer = client.wait(ERRORS)
    assert expected.replace('\\"', '"') in answer["message"] or expected in json.dumps(
        answer["message"]
    )
    assert answer["code"] in (1, 2, 3, 5)
    assert board.pinbridge("info") == before


def test_the_broker_drops_what_no_command_can_be(board, broker):
    serve(board, broker, "--mqtt-control")
    client = broker.subscribe("lab/bench/#")
    client.wait(STATUS, online)
    broker.publish_lines(LED_A + "/set", ["1" * 200_000, "purple"])
    assert '"purple"' in client.wait(ERRORS)["message"]
    broker.publish(LED_A + "/set", "high")
    client.wait(LED_A, lambda pin: pin["state"] == "high")
    assert len(client.json(ERRORS)) == 1


def test_a_flood_of_wrong_commands_does_not_stop_the_bench(board, broker):
    bench = serve(board, broker, "--mqtt-control")
    client = broker.subscribe("lab/#")
    client.wait(STATUS, online)
    broker.publish_lines(LED_A + "/set", ["\x01\xff" * 100] * 3000)
    set_led(board, True)
    client.wait(LED_A, lambda pin: pin["state"] == "high")
    broker.publish(LED_A + "/set", "low")
    client.wait(LED_A, lambda pin: pin["state"] == "low")
    assert len(client.json(ERRORS)) < 100
    assert len(bench.errors) < 10_000


def test_states_are_current_after_each_of_many_restarts_of_the_broker(board, broker):
    """Mosquitto keeps nothing without persistence: all that is retained, it got again."""
    bench = serve(board, broker)
    broker.subscribe("lab/#").wait(STATUS, online)
    descriptors = None
    for i in range(20):
        broker.kill()
        set_led(board, i % 2 == 0)
        broker.start()
        client = broker.subscribe("lab/#")
        client.wait(STATUS, online)
        assert client.wait(LED_A)["state"] == ("high" if i % 2 == 0 else "low")
        assert client.wait(LED_A)["edges"] == i + 1
        client.end()
        now = len(list(Path(f"/proc/{bench.pid}/fd").iterdir()))
        descriptors = descriptors or now
        assert now <= descriptors


def test_edges_of_the_time_without_a_broker_follow(board, broker):
    bench = serve(board, broker, "--mqtt-edges", "all")
    client = broker.subscribe("lab/#")
    client.wait(STATUS, online)
    set_led(board, True)
    client.wait_until(lambda c: len(edges_of(c)) >= 1)
    first = edges_of(client)
    broker.kill()
    for i in range(10):
        set_led(board, i % 2 != 0)
    # Edges that arrive before the subscription are gone: no broker keeps what has no subscriber.
    bench.signal(signal.SIGSTOP)
    try:
        broker.start()
        after = broker.subscribe("lab/#")
    finally:
        bench.signal(signal.SIGCONT)
    after.wait(STATUS, online)
    after.wait_until(lambda c: max(edges_of(c), default=0) >= max(first) + 10)
    numbers = sorted(first | edges_of(after))
    # Joined pins change together; each has a number.
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_broker_reports_that_a_killed_bench_is_offline(board, broker):
    bench = serve(board, broker)
    client = broker.subscribe(STATUS)
    run = client.wait(STATUS, online)["run"]
    bench.signal(9)
    assert client.wait(STATUS, lambda status: not online(status)) == {
        "state": "offline",
        "run": run,
    }


def test_a_bench_that_ends_is_offline_after_its_last_edge(board, broker):
    bench = serve(board, broker, "--mqtt-edges", "led1:A")
    client = broker.subscribe("lab/#")
    client.wait(STATUS, online)
    set_led(board, True)
    bench.signal(15)
    assert bench.wait() == 0
    client.wait(STATUS, lambda status: not online(status))
    order = [
        topic for topic, payload, _ in client.messages if topic == EDGES or "offline" in payload
    ]
    assert order == [EDGES, STATUS]


def test_a_bench_ends_promptly_without_its_broker(board, make_broker):
    bench = serve(board, make_broker())
    bench.expect("not connected", "err")
    bench.signal(15)
    assert bench.wait() == 0


def test_parts_that_leave_the_board_leave_the_broker(board, broker):
    serve(board, broker)
    client = broker.subscribe("lab/#")
    client.wait(STATUS, online)
    board.use_board([LED], [])
    gone = {topic for topic, _, _ in client.messages if "b1" in topic}
    assert len(gone) > 1
    client.wait_until(lambda c: all(c.payloads(topic)[-1] == "" for topic in gone))
    late = broker.subscribe("lab/#")
    late.wait(LED_A)
    late.wait(STATUS)
    assert not [topic for topic, _, _ in late.messages if "b1" in topic]


def test_leds_and_buttons_are_announced_to_home_assistant(board, broker):
    serve(board, broker, "--mqtt-control", "--mqtt-discovery", "homeassistant")
    client = broker.subscribe("#")
    client.wait(STATUS, online)
    late = broker.subscribe("homeassistant/#")
    node = "pinbridge_lab_2fbench"
    led = late.wait(f"homeassistant/binary_sensor/{node}/led1/config")
    assert led["state_topic"] == "lab/bench/part/led1"
    assert client.wait(led["state_topic"])["shows"]["lit"] == 0
    button = late.wait(f"homeassistant/button/{node}/b1/config")
    broker.publish(button["command_topic"], button["payload_press"])
    client.wait(LED_A, lambda pin: pin["edges"] == 2)
    board.use_board([LED], [])
    late.wait_until(lambda c: "" in c.payloads(f"homeassistant/button/{node}/b1/config"))


class TestWithAccessControl:
    @pytest.fixture
    def guarded(self, make_broker, tmp_path):
        rules = tmp_path / "acl"
        rules.write_text(
            "user bench\ntopic readwrite lab/bench/#\n"
            "user reader\ntopic read lab/#\n"
            "user mute\ntopic readwrite lab/bench/status\ntopic readwrite lab/bench/edges\n"
        )
        return make_broker(f"acl_file {rules}", users=["bench", "reader", "mute"]).start()

    def password_file(self, place, user):
        file = place.directory / "password"
        file.write_text(f"{user}-secret\n")
        return ["--mqtt-password-file", file]

    def test_a_password_file_is_used_and_nothing_shows_it(self, board, guarded):
        words = self.password_file(board, "bench")
        bench = serve(board, guarded, *words, address=guarded.address(user="bench"))
        guarded.subscribe("lab/#", user="reader").wait(STATUS, online)
        assert b"bench-secret" not in Path(f"/proc/{bench.pid}/cmdline").read_bytes()
        assert "bench-secret" not in bench.errors + bench.output

    def test_a_password_in_the_environment_is_used_and_not_inherited(
        self, board, guarded, monkeypatch
    ):
        monkeypatch.setenv("PINBRIDGE_MQTT_PASSWORD", "bench-secret")
        qemu = board.directory / "qemu-system-aarch64"
        real = paths.qemu(10, "qemu-system-aarch64")
        qemu.write_text(f'#!/bin/sh\nenv >>{board.directory}/environment\nexec {real} "$@"\n')
        qemu.chmod(0o755)
        words = ["--mqtt", guarded.address(user="bench"), "--mqtt-name", "bench", "--http", "off"]
        machine = [qemu, "-M", "virt", "-nographic", "-S", "-monitor", "none"]
        board.pinbridge_process("run", board.board, *words, "--", *machine)
        guarded.subscribe("lab/#", user="reader").wait(STATUS, online)
        assert "PINBRIDGE_MQTT" not in (board.directory / "environment").read_text()

    def test_a_password_in_the_environment_is_not_inherited_by_a_guest_that_joins(
        self, board, monkeypatch
    ):
        monkeypatch.setenv("PINBRIDGE_MQTT_PASSWORD", "bench-secret")
        board.serve()
        directory = board.directory
        qemu = directory / "qemu-system-aarch64"
        real = paths.qemu(10, "qemu-system-aarch64")
        qemu.write_text(
            f'#!/bin/sh\n(echo "$@"; env) >{directory}/new.$$\n'
            f'mv {directory}/new.$$ {directory}/started.$$\nexec {real} "$@"\n'
        )
        qemu.chmod(0o755)
        machine = [qemu, "-M", "virt", "-nographic", "-S", "-monitor", "none"]
        board.pinbridge_process("attach", "--", *machine)

        def started():
            return [file.read_text() for file in directory.glob("started.*")]

        wait_until(lambda: any("-nographic" in text for text in started()))
        assert "PINBRIDGE_MQTT" not in "".join(started())

    def test_a_wrong_password_is_reported_and_the_bench_continues(self, board, guarded):
        file = board.directory / "password"
        file.write_text("wrong\n")
        bench = serve(
            board, guarded, "--mqtt-password-file", file, address=guarded.address(user="bench")
        )
        bench.expect("(?i)not connected: .*not authori", "err")
        set_led(board, True)
        assert bench.errors.count("not connected") < 5

    def test_refused_topics_are_reported_and_the_bench_continues(self, board, guarded):
        words = self.password_file(board, "mute")
        address = guarded.address(user="mute")
        bench = serve(
            board, guarded, *words, "--mqtt-edges", "led1:A", "--mqtt-control", address=address
        )
        client = guarded.subscribe("lab/#", user="reader")
        client.wait(STATUS, online)
        bench.expect("refused a message: lab/bench/", "err")
        set_led(board, True)
        client.wait(EDGES)


class TestWithTls:
    @pytest.fixture
    def certificates(self, tmp_path):
        return Certificates(tmp_path)

    @pytest.fixture
    def secure(self, make_broker, certificates):
        return make_broker(*certificates.lines(), tls=certificates).start()

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
    def test_the_bench_connects_and_reconnects(self, board, secure, certificates, host):
        words = ["--mqtt-cafile", certificates.ca, "--mqtt-control"]
        serve(board, secure, *words, address=secure.address(host=host))
        secure.subscribe("lab/#").wait(STATUS, online)
        secure.restart()
        client = secure.subscribe("lab/#")
        client.wait(STATUS, online)
        secure.publish(LED_A + "/set", "1")
        client.wait(LED_A, lambda pin: pin["state"] == "high")

    def test_a_renewed_certificate_is_used(self, board, make_broker, tmp_path_factory):
        """Of a bench that has no rights to the folder for another reason."""
        folder = board.directory / "board"
        folder.mkdir()
        board.board = board.board.rename(folder / "diagram.json")
        old = Certificates(tmp_path_factory.mktemp("certificates"))
        broker = make_broker(*old.lines(), tls=old).start()
        serve(board, broker, "--mqtt-cafile", old.ca, address=broker.address())
        broker.subscribe("lab/#").wait(STATUS, online)
        new = Certificates(tmp_path_factory.mktemp("new"))
        broker.kill()
        for before, after in (
            (old.ca, new.ca),
            (old.certificate, new.certificate),
            (old.key, new.key),
        ):
            os.replace(after, before)
        broker.start()
        broker.subscribe("lab/#").wait(STATUS, online)

    def test_a_certificate_of_another_authority_is_refused(self, board, secure):
        bench = serve(board, secure, address=secure.address())
        bench.expect("not connected: .*certificate", "err")

    def test_a_certificate_of_another_host_is_refused(self, board, secure, certificates):
        words = ["--mqtt-cafile", certificates.ca]
        bench = serve(board, secure, *words, address=secure.address(host="127.0.0.2"))
        bench.expect("not connected", "err")

    def test_a_broker_without_tls_is_reported(self, board, broker, certificates):
        address = broker.address().replace("mqtt:", "mqtts:")
        bench = serve(board, broker, "--mqtt-cafile", certificates.ca, address=address)
        bench.expect("not connected", "err")


@pytest.mark.parametrize(
    ["words", "expected"],
    [
        (["--mqtt", "broker"], '"broker" is not the address of a broker'),
        (["--mqtt", "mqtt://me:secret@broker"], "takes no password"),
        (["--mqtt", "mqtt://me:p%secret@broker"], "takes no password"),
        (["--mqtt", "mqtt://broker/#"], "not the address of a broker"),
        (["--mqtt", "mqtt://broker", "--mqtt-edges", "led9:A"], '"led9"'),
        (["--mqtt", "mqtt://broker", "--mqtt-cafile", "/etc/hosts"], "require mqtts://"),
        (["--mqtt", "mqtts://broker", "--mqtt-cafile", "/nowhere"], "--mqtt-cafile"),
        (["--mqtt", "mqtts://broker", "--mqtt-cert", "/etc/hosts"], "require each other"),
        (["--mqtt", "mqtt://broker", "--mqtt-password-file", "/nowhere"], "/nowhere"),
        (["--mqtt", "mqtt://broker", "--mqtt-discovery", "#"], "not a prefix of topics"),
        (["--mqtt-control"], "--mqtt"),
    ],
)
def test_wrong_options_are_refused_before_anything_starts(board, words, expected):
    done = board.tool("serve", board.board, "--http", "off", *words)
    assert done.returncode == 2
    assert expected in done.stderr
    assert "secret" not in done.stderr
