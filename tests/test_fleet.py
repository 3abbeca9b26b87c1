"""The benches of a broker as a list, as JSON, as a stream of changes, and as a page."""

import json
import re
import signal
import urllib.request

import jsonschema
import pytest

import paths
from mqtt_broker import free_port
from rpc import wait_until

SCHEMA = json.loads((paths.ROOT / "docs" / "reference" / "cli.schema.json").read_text())
LED = {"id": "led1", "type": "wokwi-led"}


@pytest.fixture
def lab(make_place, broker):
    """Two benches that are online, and one that was killed."""
    served = {}
    statuses = broker.subscribe("lab/+/status")
    for name in ("door lock", "panel", "killed"):
        place = make_place()
        place.use_board([LED], [])
        words = ["--mqtt", broker.address(), "--mqtt-name", name]
        words += [] if name == "panel" else ["--http", "off"]
        served[name] = place.pinbridge_process("serve", place.board, *words)
        served[name].expect("connected", "err")
    statuses.wait_until(lambda seen: len(seen.messages) == 3)
    served["killed"].signal(signal.SIGKILL)
    statuses.wait("lab/killed/status", lambda status: status["state"] == "offline")
    return served


def fleet(place, broker, *words):
    return place.start(paths.PINBRIDGE, "fleet", "--mqtt", broker.address(), *words)


def test_the_list_has_each_bench_with_its_state_and_page(place, broker, lab):
    listed = fleet(place, broker)
    assert listed.wait() == 0
    lines = listed.output.splitlines()
    assert lines[0].startswith("door lock  online   ")
    assert lines[1] == "killed     offline"
    assert re.match(r"panel      online   .*http://127.0.0.1:\d+/$", lines[2])


def test_as_json_it_has_the_whole_status_of_each_bench(place, broker, lab):
    listed = fleet(place, broker, "--json")
    assert listed.wait() == 0
    jsonschema.validate(
        json.loads(listed.output), {"$ref": "#/$defs/fleet", "$defs": SCHEMA["$defs"]}
    )
    benches = {bench["name"]: bench for bench in json.loads(listed.output)}
    assert set(benches) == {"door lock", "panel", "killed"}
    assert benches["panel"]["state"] == "online" and benches["panel"]["control"] is False
    assert benches["panel"]["page"].startswith("http://127.0.0.1:")
    assert benches["killed"]["state"] == "offline"


def test_changes_are_printed_as_they_happen_also_after_the_broker_was_away(place, broker, lab):
    followed = fleet(place, broker, "--follow")
    followed.expect(r"panel\s+online")
    lab["door lock"].signal(signal.SIGTERM)
    followed.expect(r"door lock\s+offline")
    broker.restart()
    followed.expect("not connected.*will try again", "err")
    followed.expect(r"panel\s+online")
    followed.signal(signal.SIGINT)
    assert followed.wait() == 0


def test_a_bench_that_the_broker_lost_while_it_was_away_is_gone(place, broker, lab):
    followed = fleet(place, broker, "--follow", "--json")
    followed.expect('"name":"killed","state":"offline"')
    # This broker keeps nothing over a restart, and the killed bench does not connect again.
    broker.restart()
    followed.expect('{"name":"killed","state":"gone"}')
    for line in followed.output.splitlines():
        jsonschema.validate(json.loads(line), {"$ref": "#/$defs/bench", "$defs": SCHEMA["$defs"]})


def test_the_page_shows_all_benches_and_opens_theirs(place, broker, lab):
    address = f"127.0.0.1:{free_port()}"
    served = fleet(place, broker, "--http", address)
    served.expect(f"the fleet's page: http://{address}/", "err")

    def page():
        with urllib.request.urlopen(f"http://{address}/") as answer:
            return answer.read().decode()

    link = r'<a href="(http://127.0.0.1:\d+/)" [^>]*>panel</a>'
    wait_until(lambda: re.search(link, page()))
    assert "2 of 3 online" in page()
    assert '<td>killed</td><td class="offline">' in page()
    with urllib.request.urlopen(re.search(link, page())[1]) as answer:
        assert b"<title>Pinbridge" in answer.read()
    lab["door lock"].signal(signal.SIGTERM)
    wait_until(lambda: "1 of 3 online" in page())
    broker.kill()
    wait_until(lambda: "no connection to the broker" in page())


def test_foreign_names_and_texts_are_no_html_and_no_terminal_codes(place, broker):
    status = {"state": "online", "board": "<script>\u001b[31m", "page": "javascript:alert(1)"}
    broker.publish("lab/<b>/status", json.dumps(status), "-r")
    address = f"127.0.0.1:{free_port()}"
    served = fleet(place, broker, "--http", address, "--follow")
    served.expect(r"<b>\s+online\s+<script>\\x1b\[31m")
    with urllib.request.urlopen(f"http://{address}/") as answer:
        html = answer.read().decode()
    assert "&lt;b&gt;" in html and "&lt;script&gt;\\x1b[31m" in html
    assert "<script" not in html and "javascript" not in html


def test_without_a_broker_the_reason_is_one_sentence(place):
    words = ["--mqtt", f"mqtt://127.0.0.1:{free_port()}/lab"]
    failed = place.start(paths.PINBRIDGE, "fleet", *words)
    assert failed.wait() == 1
    assert re.fullmatch(
        r"pinbridge: mqtt://127.0.0.1:\d+/lab: not connected: Connection refused\n", failed.errors
    )
