"""What comes from a bench is taken in order, however it comes, and hostile bytes end a connection with a sentence."""

import time

import msgpack
import pytest

import pinbridge
from fake_bench import HELLO, FakeBench, change, told

PIN = "vm:1"


@pytest.fixture
def bench_of(tmp_path):
    """Makes a bench whose answers to other requests than hello are given as a dict or a function."""
    tmp_path.chmod(0o700)
    open_ones = []

    def make(answers, hello=HELLO, timeout=10):
        def answer(method, parameters):
            if method == "hello":
                return (
                    hello if hello is not HELLO else {**HELLO, "time": time.monotonic_ns()}
                ), b""
            given = answers.get(method, (None, b""))
            return given(parameters) if callable(given) else given

        fake = FakeBench(tmp_path / "s", answer)
        open_ones.append(fake)
        try:
            bench = pinbridge.connect(fake.path, timeout=timeout)
        except BaseException:
            open_ones.remove(fake)
            fake.__exit__()
            raise
        open_ones.append(bench)
        return fake, bench

    yield make
    for one in reversed(open_ones):
        one.__exit__(None, None, None)


def states(edges):
    return [edge.state for edge in edges]


def test_a_change_right_behind_the_snapshot_is_the_first_edge(bench_of):
    behind = told("change", change(PIN, "high", 20)) + told("change", change(PIN, "low", 30))
    fake, bench = bench_of({"watch": ([change(PIN, "low", 10)], behind)})
    with bench.edges(PIN) as edges:
        assert states(edges.so_far()) == ["high", "low"]
        assert edges.first[PIN].time == 10
        assert edges.so_far() == []


def test_messages_that_come_byte_by_byte_are_whole(bench_of):
    fake, bench = bench_of({"watch": ([change(PIN, "low", 10)], b"")})
    with bench.edges(PIN) as edges:
        for byte in told("change", change(PIN, "high", 20)):
            fake.send(bytes([byte]))
        assert edges.next(10).state == "high"


def test_a_pin_is_unwatched_when_the_last_of_its_recordings_ends(bench_of):
    fake, bench = bench_of(
        {
            "watch": lambda pins: ([change(pin, "low", 1) for pin in pins], b""),
            "unwatch": (None, b""),
        }
    )
    first, second = bench.edges("a:1", "a:2"), bench.edges("a:2")
    first.close()
    bench.time()
    assert [request for request in fake.requests if request[0] == "unwatch"] == [("unwatch", "a:1")]
    fake.send(told("change", change("a:2", "high", 5)))
    assert second.next(10).state == "high"
    second.close()
    bench.time()
    assert ("unwatch", "a:2") in fake.requests


def test_a_change_of_direction_alone_is_a_change_and_no_edge(bench_of):
    fake, bench = bench_of({"watch": ([change(PIN, "low", 10)], b"")})
    with bench.edges(PIN) as edges, bench.changes(PIN) as changes:
        fake.send(
            told("change", change(PIN, "low", 20, "out"))
            + told("change", change(PIN, "high", 30, "out"))
        )
        assert states(edges.so_far()) == ["high"]
        assert [(one.direction, one.state) for one in changes.so_far()] == [
            ("out", "low"),
            ("out", "high"),
        ]


def test_wait_gives_no_edge_that_the_bench_made_after_the_time_was_over(bench_of):
    late = time.monotonic_ns() + 3_600_000_000_000
    fake, bench = bench_of(
        {"watch": ([change(PIN, "low", 10)], told("change", change(PIN, "high", late)))}
    )
    with bench.edges(PIN) as edges:
        assert edges.wait(0.01) is None
        assert edges.wait(3700).time == late


def test_wait_asks_the_bench_before_it_reports_that_there_was_no_edge(bench_of):
    """One that the bench made in time, and that reaches us with its last answer only, counts."""
    fake, bench = bench_of({"watch": ([change(PIN, "low", 10)], b"")})
    moment = time.monotonic_ns()
    answered = []

    def answer(method, _):
        answered.append(method)
        fake.send(told("change", change(PIN, "high", moment)))
        return {**HELLO, "time": time.monotonic_ns()}, b""

    with bench.edges(PIN) as edges:
        fake._answer = answer
        assert edges.wait(0.01).time == moment
    assert answered[0] == "hello"


def test_the_end_of_a_bench_comes_behind_all_that_it_told(bench_of):
    fake, bench = bench_of({"watch": ([change(PIN, "low", 10)], b"")})
    edges = bench.edges(PIN)
    fake.send(told("change", change(PIN, "high", 20)) + told("change", change(PIN, "low", 30)))
    fake.hang_up()
    assert states(edges) == ["high", "low"]
    with pytest.raises(pinbridge.DisconnectedError, match="the bench ended"):
        edges.wait(1)
    with pytest.raises(pinbridge.DisconnectedError):
        bench.get(PIN)


def test_a_client_that_lagged_gets_what_came_before_and_then_the_benchs_sentence(
    bench_of,
):
    fake, bench = bench_of({"watch": ([change(PIN, "low", 10)], b"")})
    edges = bench.edges(PIN)
    lagged = told("lagged", {"code": 5, "message": "this client reads too slowly"})
    fake.send(told("change", change(PIN, "high", 20)) + lagged)
    fake.hang_up()
    assert edges.wait(10).state == "high"
    with pytest.raises(pinbridge.LaggedError, match="reads too slowly"):
        next(edges)


def test_a_pin_that_a_changed_board_has_lost_ends_its_recording(bench_of):
    fake, bench = bench_of({"watch": ([change(PIN, "low", 10)], told("list", {"parts": []}))})
    with bench.edges(PIN) as edges:
        with pytest.raises(
            pinbridge.Error,
            match='the board was changed: it has no pin "vm:1" any more',
        ):
            edges.wait(10)


def test_a_refused_request_is_the_benchs_sentence_with_its_code(bench_of):
    fake, bench = bench_of({"get": ({"code": 2, "message": "there is no pin"}, b"")})
    with pytest.raises(pinbridge.RequestError, match="^there is no pin$") as refused:
        bench.get("x:1")
    assert refused.value.code == 2


@pytest.mark.parametrize(
    "bytes_sent",
    [
        b"HTTP/1.1 400 Bad Request\r\n",
        b"\xc1",
        msgpack.packb([1, 77, None, None]),
        msgpack.packb({"a": 1}),
        told("change", {"pin": PIN}),
        told("change", change(PIN, "purple", 1)),
        b"\x91" * 100_000,
    ],
    ids=[
        "text",
        "no MessagePack",
        "foreign answer",
        "map",
        "half a change",
        "unknown state",
        "depth",
    ],
)
def test_bytes_that_no_bench_sends_end_the_connection_with_a_sentence(bench_of, bytes_sent):
    fake, bench = bench_of({"get": ([], bytes_sent), "watch": ([change(PIN, "low", 10)], b"")})
    edges = bench.edges(PIN)
    with pytest.raises(pinbridge.ProtocolError, match="client protocol|the bench (sent|answered)"):
        bench.get(PIN)
        edges.wait(10)


def test_an_answer_without_end_fills_no_memory(bench_of):
    fake, bench = bench_of({"get": lambda _: (None, b"\xc6\xff\xff\xff\xff" + bytes(80 << 20))})
    with pytest.raises(pinbridge.ProtocolError):
        bench.get(PIN)
        bench.time()


def test_a_bench_that_does_not_answer_is_a_time_out(bench_of):
    def silent(_):
        raise OSError

    fake, bench = bench_of({"get": silent}, timeout=0.2)
    with pytest.raises(
        pinbridge.WaitTimeoutError,
        match=r'the bench did not answer "get" \(waited 0.2 s\)',
    ):
        bench.get(PIN)


def test_a_bench_of_another_protocol_is_refused(bench_of):
    with pytest.raises(pinbridge.Error, match="speaks protocol 2, and this package 1"):
        bench_of({}, hello={**HELLO, "protocol": 2})
