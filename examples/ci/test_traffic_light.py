"""The traffic light of examples/traffic-light in a Linux guest: cars stop before pedestrians walk."""

import pytest

LINUX = (
    "qemu-system-aarch64 -M virt -cpu cortex-a53 -m 128M -nographic"
    " -kernel guest/kernel -initrd guest/initramfs.cpio.gz -append"
    " 'console=ttyAMA0 run=\"example-traffic-light -n 1 -t 1\"'"
)


@pytest.mark.pinbridge(board="traffic-light", qemu=LINUX)
def test_cars_stop_before_pedestrians_walk(bench):
    bench.console.expect("waiting for the button")
    bench.wait_for("green:A", "high")
    with bench.edges("red:A", "walk:A") as edges:
        bench.part("button").press(0.1)
        assert [edges.next(state="high").pin for _ in range(2)] == ["red:A", "walk:A"]
    bench.console.expect("pedestrians have crossed")
