"""pytest: the fixture `bench`, and what a test leaves behind when it fails.

    @pytest.mark.pinbridge(board="board/diagram.json", qemu=["qemu-system-arm", "-M", "microbit", ...])
    def test_it_blinks(bench):
        assert bench.part("led").pin("A").frequency(2.0) == pytest.approx(2, rel=0.05)

Without a marker, or for what it leaves out, the ini options pinbridge_board, pinbridge_qemu,
pinbridge_program, pinbridge_options and pinbridge_timeout hold. Paths are relative to the directory of
pytest's ini file, or without one to the current directory; QEMU is started there."""

import hashlib
import os
import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from . import bench as benches
from .aio import DEFAULT_TIMEOUT, Board
from .arguments import words_of
from .errors import Error, StartError

_MARKER = "pinbridge(board, qemu, program, options, timeout, seed, record): the bench of a test"
_WORDS = ("board", "qemu", "program", "options", "timeout", "seed", "record")
_SHOWN = 2000


@dataclass
class _Witness:
    """What a failing test is asked for."""

    bench: benches.Bench
    recorder: benches.Recorder | None
    #: Why there is no recorder.
    reason: str = ""


_WITNESS: pytest.StashKey[_Witness] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("pinbridge_board", "the board of a test whose marker names none")
    parser.addini("pinbridge_qemu", "the QEMU command of a test whose marker has none", "args")
    parser.addini(
        "pinbridge_program",
        "the pinbridge to start (default: $PINBRIDGE, or the PATH's)",
    )
    parser.addini("pinbridge_options", "more options of pinbridge run", "args")
    parser.addini(
        "pinbridge_timeout",
        "how long anything is waited for, in seconds",
        default=str(DEFAULT_TIMEOUT),
    )
    parser.addini(
        "pinbridge_artifacts",
        "the directory for waveforms and logs of tests that failed",
        default="pinbridge-artifacts",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", _MARKER)


@pytest.fixture
def bench(request: pytest.FixtureRequest) -> Iterator[benches.Bench]:
    """A board that runs, with a QEMU on it unless none is named: of the marker `pinbridge` or the ini options."""
    wanted = _wanted(request.node)
    root = _root(request.config)
    board = _board(wanted, root)
    qemu = _command(wanted.get("qemu"))
    common: dict[str, Any] = {
        "program": _program(wanted.get("program"), root),
        "timeout": _seconds(wanted.get("timeout")),
        "seed": wanted.get("seed"),
        "options": _command(wanted.get("options")),
        "cwd": root,
    }
    try:
        started = benches.run(board, qemu, **common) if qemu else benches.serve(board, **common)
    except StartError as error:
        # The program's own error is the reason: no line of this package.
        pytest.fail(str(error), pytrace=False)
    with started as running:
        request.node.stash[_WITNESS] = _witness(running, wanted.get("record", ()))
        try:
            yield running
        finally:
            del request.node.stash[_WITNESS]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, None]:
    outcome = yield
    report: pytest.TestReport = outcome.get_result()
    witness = item.stash.get(_WITNESS, None)
    if witness is not None and report.when == "call" and report.failed:
        report.sections.append(("pinbridge", _testimony(item, witness)))


def _wanted(item: pytest.Item) -> dict[str, Any]:
    """The marker's words over those of the ini file."""
    wanted = {name: item.config.getini(f"pinbridge_{name}") for name in _WORDS[:5]}
    for marker in reversed(list(item.iter_markers("pinbridge"))):
        unknown = set(marker.kwargs) - set(_WORDS)
        if unknown or len(marker.args) > 2:
            raise pytest.UsageError(
                f"{item.nodeid}: the marker is {_MARKER.partition(':')[0]}, "
                f"and has no {', '.join(sorted(unknown)) or 'third argument without a name'}"
            )
        wanted |= dict(zip(_WORDS, marker.args, strict=False))
        wanted |= marker.kwargs
    return wanted


def _root(config: pytest.Config) -> Path:
    return config.inipath.parent if config.inipath else config.invocation_params.dir


def _board(wanted: Mapping[str, Any], root: Path) -> Board:
    board = wanted["board"]
    if not board:
        raise pytest.UsageError(
            "the fixture bench has no board: give the test a marker, "
            '@pytest.mark.pinbridge(board="board/diagram.json", qemu=[…]), '
            "or set pinbridge_board in the ini file"
        )
    return board if isinstance(board, Mapping) else root / os.fspath(board)


def _command(words: str | Sequence[Any] | None) -> list[str]:
    return [os.fspath(word) for word in words_of(words or ())]


def _program(program: str | os.PathLike[str] | None, root: Path) -> str | None:
    if not program:
        return None
    named = os.fspath(program)
    return str(root / named) if "/" in named else named


def _seconds(timeout: Any) -> float:
    try:
        return float(timeout)
    except (TypeError, ValueError):
        raise pytest.UsageError(f'"{timeout}" is not a time-out in seconds') from None


def _witness(bench: benches.Bench, pins: Sequence[str]) -> _Witness:
    try:
        return _Witness(bench, bench.record(*pins))
    except Error as error:
        if pins:  # a test that names them wants them
            raise
        return _Witness(bench, None, str(error))


def _testimony(item: pytest.Item, witness: _Witness) -> str:
    """Writes the artifacts, and returns the text for the report."""
    place = _root(item.config) / item.config.getini("pinbridge_artifacts") / _name_of(item.nodeid)
    lines: list[str] = []

    def keep(name: str, text: str) -> None:
        (place / name).write_text(text)
        lines.append(str(place / name))

    try:
        place.mkdir(parents=True, exist_ok=True)
        console = witness.bench.console.text
        keep("console.txt", console)
        keep("log.txt", witness.bench.log.text)
        if witness.recorder is None:
            lines.append(f"there is no waveform: {witness.reason}")
        else:
            keep("waveform.vcd", witness.recorder.vcd())
        if console:
            lines.append(f"the end of the console:\n{console[-_SHOWN:]}")
    # The test's own failure is what the report is about.
    except Exception as error:  # noqa: BLE001
        lines.append(f"not all could be kept: {error}")
    return "\n".join(lines)


def _name_of(nodeid: str) -> str:
    """A directory's name that no other test has: readable, and short enough for a file system."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", nodeid).strip("-")
    if plain == nodeid and len(plain) <= 100:
        return plain
    return f"{plain[-100:].lstrip('-.')}-{hashlib.sha256(nodeid.encode()).hexdigest()[:8]}"
