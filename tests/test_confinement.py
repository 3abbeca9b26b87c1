"""What a bench in service may still do: it gives up the rights that it does not need, and QEMU keeps its own."""

import ctypes
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from rpc import wait_until

LED = {"id": "led", "type": "wokwi-led"}
CHIP = {"id": "vm", "type": "chip-virtio-gpio"}
CREATE_RULESET = 444  # landlock_create_ruleset, the same on all architectures


def statuses(pid):
    """What /proc has of each thread but those that end meanwhile."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):
            lines = (line.split(":", 1) for line in (task / "status").read_text().splitlines())
            yield {key: value.strip() for key, value in lines}


def rights(pid):
    """(no new privileges, system calls filtered) of each thread."""
    return {(s["NoNewPrivs"], s.get("Seccomp", "2")) for s in statuses(pid)}


def has_landlock():
    return ctypes.CDLL(None).syscall(CREATE_RULESET, None, 0, 1) > 0


@pytest.fixture
def bench(place):
    """A board in a folder of its own, served."""
    (place.directory / "board").mkdir()
    place.use_board([LED, CHIP], [])
    place.board = place.board.rename(place.directory / "board" / "diagram.json")
    serving = place.serve()
    wait_until(lambda: rights(serving.pid) == {("1", "2")})
    return serving


def change(place, *parts):
    """Saves a board of other parts beside the one that is served: the paths of both."""
    served = place.board
    place.use_board(list(parts), [])
    saved = place.board.rename(served.with_suffix(".new"))
    place.board = served
    return saved, served


def test_every_thread_of_a_bench_is_confined_and_no_sandbox_leaves_it_as_it_was(place, bench):
    bench.end()
    free = place.pinbridge_process("serve", "--no-sandbox", place.board)
    free.expect("is served on", "err")
    place.client().call("list")
    assert ("1", "2") not in rights(free.pid)


def test_a_confined_bench_follows_its_board_and_makes_sockets_for_new_chips(place, bench):
    new, served = change(place, LED, {**CHIP, "id": "vm2"})
    new.rename(served)
    bench.expect("the board changed", "err")
    assert (place.directory / "s.vm2").is_socket()
    assert not (place.directory / "s.vm").exists()
    native = {"id": "own", "type": "chip-native-gpio", "attrs": {"machine": "m"}}
    new, served = change(place, native)
    new.rename(served)
    bench.expect("the board changed", "err")
    assert (place.directory / "s-m" / "log").is_fifo()
    bench.end()
    assert sorted(path.name for path in place.directory.iterdir()) == ["board"]


def test_a_confined_bench_follows_a_folder_that_is_replaced(place, bench):
    new, served = change(place, LED)
    old = served.parent
    shutil.copytree(old, place.directory / "next")
    (place.directory / "next" / new.name).rename(place.directory / "next" / served.name)
    old.rename(place.directory / "before")
    (place.directory / "next").rename(old)
    bench.expect("the board changed: it has 1 parts now", "err")


@pytest.mark.skipif(not has_landlock(), reason="this kernel has no Landlock")
def test_a_confined_bench_reads_no_board_elsewhere(place, bench, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "diagram.json"
    new, served = change(place, LED)
    shutil.move(new, elsewhere)
    new.symlink_to(elsewhere)
    new.rename(served)
    bench.expect("Permission denied; the old board is kept", "err")


def test_qemu_keeps_its_own_rights(place):
    place.use_board([CHIP], [])
    qemu = ["qemu-system-aarch64", "-M", "virt", "-nodefaults", "-display", "none", "-S"]
    running = place.pinbridge_process("run", place.board, "--", *qemu)
    wait_until(lambda: rights(running.pid) == {("1", "2")}, lambda: running.errors)
    child = int(Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text())
    free = rights("self")
    assert rights(child) == free
