"""The bench over HTTP: pins as resources, as curl, labgrid and scripts use them, and access control."""

import json
import re
import socket
from pathlib import Path

import jsonschema
import pytest
import requests

import paths
from machines import VIRT
from rpc import wait_until

OPENAPI = json.loads((paths.ROOT / "docs" / "reference" / "openapi.json").read_text())
LED = {"id": "led1", "type": "wokwi-led", "attrs": {"color": "red"}}
GND = {"id": "gnd", "type": "wokwi-gnd"}
BUTTON = {"id": "btn", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}}
CHIP = {
    "id": "vm",
    "type": "chip-virtio-gpio",
    "attrs": {"lines": "4", "names": "w,x,y,z", "pull": "0-1:up"},
}
WIRES = [
    ["vm:2", "led1:A", "", []],
    ["led1:C", "gnd:GND", "", []],
    ["vm:0", "btn:1.l", "", []],
    ["btn:2.l", "gnd:GND", "", []],
]


def page_of(console):
    return console.expect(r"the board's page: (http://\S+)", "err")[1]


def base_of(console):
    return page_of(console).split("?")[0].rstrip("/")


@pytest.fixture
def bench(place):
    """A served board, and where its page is."""
    place.use_board([CHIP, LED, GND, BUTTON], WIRES)
    return base_of(place.pinbridge_process("serve", place.board, "--http", "127.0.0.1:0"))


class LabgridHttpDigitalOutput:
    """Sends what labgrid's driver of that name sends, for a resource with these fields."""

    def __init__(
        self,
        url,
        body_asserted,
        body_deasserted,
        body_get_asserted,
        body_get_deasserted,
        method="PUT",
    ):
        self.url, self.method = url, method
        self.bodies = {True: body_asserted, False: body_deasserted}
        self.patterns = {True: body_get_asserted, False: body_get_deasserted}

    def set(self, status):
        requests.request(self.method, self.url, data=self.bodies[status]).raise_for_status()

    def get(self):
        response = requests.get(self.url)
        response.raise_for_status()
        for status, pattern in self.patterns.items():
            if re.fullmatch(pattern, response.text):
                return status
        raise AssertionError(f"neither asserted nor deasserted: {response.text}")


def labgrid_resource(base, pin):
    """The resource as docs/how-to/labgrid.md has it."""
    text = (paths.ROOT / "docs" / "how-to" / "labgrid.md").read_text()
    fields = dict(re.findall(r"^ +(\w+): '(.*)'$", text, re.M))
    fields["url"] = fields["url"].replace("http://127.0.0.1:8080", base).replace("vm:12", pin)
    return LabgridHttpDigitalOutput(**fields)


def test_labgrids_digital_output_drives_a_guests_input_and_reads_its_output(place):
    place.use_board([CHIP], [])
    console = place.pinbridge_process(
        "run", place.board, "--http", "127.0.0.1:0", "--", *VIRT.command()
    )
    base = base_of(console)
    guest = place.booted(console)
    button = labgrid_resource(base, "vm:0")
    for status in (False, True, False):
        button.set(status)
        assert button.get() is status
        assert guest.sh("gpioget --numeric w").strip() == str(int(status))
    output = labgrid_resource(base, "vm:2")
    guest.sh("gpioset --daemonize y=1")
    wait_until(output.get)


def test_every_path_of_the_openapi_document_answers_as_documented(bench, place):
    client = place.client()
    capture = client.call("capture", "vm:0")["capture"]
    names = {"{pin}": "vm:0", "{part}": "btn", "{control}": "pressed", "{capture}": str(capture)}
    resolver = jsonschema.RefResolver("", OPENAPI)
    asked = 0
    for path, operations in OPENAPI["paths"].items():
        url = bench + re.sub(r"\{\w+\}", lambda name: names[name[0]], path)
        for method in ("get", "put", "post"):
            response = requests.request(method, url, data="1" if method != "get" else None)
            if method not in operations:
                assert response.status_code == 405, (method, path)
                continue
            asked += 1
            assert response.status_code == 200, (method, path, response.text)
            content = operations[method]["responses"]["200"]["content"]
            ((kind, described),) = content.items()
            assert response.headers["Content-Type"].split(";")[0] == kind
            if "schema" in described and kind == "application/json":
                jsonschema.validate(response.json(), described["schema"], resolver=resolver)
    assert asked == sum(len(set(o) & {"get", "put", "post"}) for o in OPENAPI["paths"].values())
    assert requests.get(bench + "/api/openapi.json").json() == OPENAPI


def test_a_press_over_http_presses_the_button(bench, place):
    client = place.client()
    client.call("watch", "vm:0")
    requests.post(f"{bench}/api/parts/btn/pressed?for=20ms").raise_for_status()
    assert [c["state"] for c in client.changes(2)] == ["low", "high"]


def test_errors_are_json_with_a_message_and_change_nothing(bench):
    for method, path, body, status in (
        ("GET", "/api/pins/vm:9", None, 404),
        ("PUT", "/api/pins/vm:0", "on", 400),
        ("PUT", "/api/pins/vm:0", "1" * 70000, 413),
        ("POST", "/api/parts/btn/turned", "1", 404),
        ("DELETE", "/api/pins/vm:0", None, 405),
        ("GET", "/nowhere", None, 404),
    ):
        response = requests.request(method, bench + path, data=body)
        assert response.status_code == status, (method, path)
        assert response.json()["message"]
    assert requests.get(f"{bench}/api/pins/vm:0").json()["state"] == "high"


def test_other_origins_and_other_host_names_are_refused(bench):
    assert (
        requests.put(
            f"{bench}/api/pins/vm:0", "0", headers={"Origin": "http://evil.example"}
        ).status_code
        == 403
    )
    assert requests.get(f"{bench}/", headers={"Host": "evil.example"}).status_code == 421
    assert requests.get(f"{bench}/api/pins/vm:0").json()["state"] == "high"


def test_an_address_for_other_machines_requires_the_printed_token(place):
    place.use_board([CHIP], [])
    page = page_of(place.pinbridge_process("serve", place.board, "--http", "0.0.0.0:0"))
    base, token = re.fullmatch(r"(http://0\.0\.0\.0:\d+)/\?token=([a-z2-7]{26})", page).groups()
    assert requests.get(base + "/").status_code == 401
    assert requests.get(base + "/api/pins").status_code == 401
    assert (
        requests.get(base + "/api/pins", headers={"Authorization": f"Bearer {token}"}).status_code
        == 200
    )
    browser = requests.Session()
    assert browser.get(page).url == base + "/"
    assert browser.get(base + "/api/pins").status_code == 200


def test_the_next_free_port_is_used_unless_one_was_requested(make_place):
    one, two, three, four = (make_place() for _ in range(4))
    first = base_of(one.pinbridge_process("serve", one.board))
    second = base_of(two.pinbridge_process("serve", two.board))
    assert first != second
    taken = three.tool("serve", three.board, "--http", first.removeprefix("http://"))
    assert taken.returncode == 1
    assert "cannot serve the page on" in taken.stderr and "--http off" in taken.stderr
    off = four.pinbridge_process("serve", four.board, "--http", "off")
    off.expect("is served on", "err")
    four.client().call("hello")
    assert "the board's page" not in off.errors


@pytest.mark.parametrize("wrong", ["127.0.0.1", "example.com:80", "127.0.0.1:99999", "no"])
def test_an_invalid_address_is_refused_before_anything_starts(place, wrong):
    done = place.tool("serve", place.board, "--http", wrong)
    assert done.returncode == 2
    assert "is not an address for the page; write ADDRESS:PORT" in done.stderr


def test_downloads_without_a_reader_are_limited_and_more_are_refused(bench, place):
    # A download that fits into the system's buffers whole would be over: an edge takes more than ten bytes.
    most = int(Path("/proc/sys/net/ipv4/tcp_wmem").read_text().split()[2])
    pulses = most // 20
    client = place.client()
    capture = client.call("capture", "vm:3")["capture"]
    for _ in range(pulses):
        client.drive("vm:3", "high")
        client.drive("vm:3", "low")
    client.call("hello")
    host, port = bench.removeprefix("http://").split(":")
    asked = f"GET /api/captures/{capture}.vcd HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode()
    deaf = []
    while not deaf or deaf[-1].recv(12) == b"HTTP/1.1 200":
        assert len(deaf) < 5
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect((host, int(port)))
        connection.sendall(asked)
        deaf.append(connection)
    assert len(deaf) == 5
    for connection in deaf:
        connection.close()
    url = f"{bench}/api/captures/{capture}.vcd"
    wait_until(lambda: requests.get(url).status_code == 200)
    assert requests.get(url).text.count("1!") == pulses


def test_a_peer_that_sends_half_a_request_does_not_delay_others(bench):
    host, port = bench.removeprefix("http://").split(":")
    idle = [socket.create_connection((host, int(port))) for _ in range(50)]
    for connection in idle:
        connection.sendall(b"PUT /api/pins/vm:0 HTTP/1.1\r\nHost: ")
    assert requests.get(f"{bench}/healthz").json() == {"status": "ok"}
    for connection in idle:
        connection.close()
