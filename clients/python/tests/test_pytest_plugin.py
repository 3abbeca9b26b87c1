"""The fixture `bench` in a pytest of its own, and what a test that fails leaves behind."""

import json
import shlex

import pytest

from machines_for_tests import linux

BLINKS = """
import pytest

@pytest.mark.pinbridge(board={board!r}, qemu={qemu!r})
def test_blinks(bench):
    bench.wait_for("led0:A", "high")
    assert bench.part("led0").pin("A").frequency(1.0) {comparison} 1
"""


def blinking():
    return linux("gpioset --toggle 100ms led0=1")


@pytest.fixture
def run(pytester):
    def run(source, *arguments, ini=""):
        pytester.makepyfile(source)
        pytester.makeini(f"[pytest]\n{ini}\n")
        return pytester.runpytest_subprocess(
            "-p", "pinbridge.pytest_plugin", "-p", "no:cacheprovider", *arguments
        )

    return run


def test_a_marker_gives_a_test_its_bench(run, panel):
    run(BLINKS.format(board=str(panel), qemu=blinking(), comparison=">")).assert_outcomes(passed=1)


def test_a_test_that_fails_leaves_its_waveform_and_its_logs_and_the_report_has_their_paths(
    run, panel, pytester
):
    result = run(BLINKS.format(board=str(panel), qemu=blinking(), comparison="<"))
    result.assert_outcomes(failed=1)
    [directory] = (pytester.path / "pinbridge-artifacts").iterdir()
    for name in ("console.txt", "log.txt", "waveform.vcd"):
        result.stdout.fnmatch_lines([f"{directory / name}"])
    assert "guest ready" in (directory / "console.txt").read_text()
    result.stdout.fnmatch_lines(["*guest ready*"])
    waveform = (directory / "waveform.vcd").read_text()
    [name] = [line.split()[3] for line in waveform.splitlines() if " vm:24 " in line]
    edges = [line for line in waveform.splitlines() if line in (f"1{name}", f"0{name}")]
    assert len(edges) > 4


def test_a_test_that_passes_leaves_nothing(run, panel, pytester):
    source = (
        f"import pytest\n@pytest.mark.pinbridge(board={str(panel)!r})\ndef test_it(bench): pass"
    )
    run(source).assert_outcomes(passed=1)
    assert not (pytester.path / "pinbridge-artifacts").exists()


def test_the_ini_file_has_what_no_marker_says_and_paths_are_the_root_directorys(
    run, panel, pytester
):
    board = pytester.path / "board"
    board.mkdir()
    (board / "diagram.json").write_text((panel / "diagram.json").read_text())
    source = """
        import pytest

        def test_by_ini(bench):
            assert bench.info.board == "board"
            assert bench._bench.timeout == 33
            bench.console.expect("guest ready")

        @pytest.mark.pinbridge(qemu=(), timeout=5)
        def test_by_both(bench):
            assert bench._bench.timeout == 5
            bench.log.expect("is served on")
    """
    pytester.mkdir("elsewhere")
    ini = f"pinbridge_board = board\npinbridge_qemu = {shlex.join(linux('true'))}\npinbridge_timeout = 33"
    run(source, ini=ini).assert_outcomes(passed=2)


def test_a_board_as_a_dictionary_and_pins_to_record(run):
    board = {
        "version": 1,
        "parts": [{"id": "led", "type": "wokwi-led", "attrs": {}}],
        "connections": [],
    }
    source = f"""
        import pytest

        @pytest.mark.pinbridge({json.dumps(board)}, record=["led:C"])
        def test_it(bench):
            assert False, bench.parts[0].type
    """
    result = run(source)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*wokwi-led*", "*waveform.vcd"])


@pytest.mark.parametrize(
    "marker, words",
    [
        ("", "the fixture bench has no board: give the test a marker"),
        ("@pytest.mark.pinbridge(bored='x')", "has no bored"),
        (
            "@pytest.mark.pinbridge(board='none')",
            "ended with status 2 before it served the board",
        ),
        (
            "@pytest.mark.pinbridge(board={'version': 1}, timeout='soon')",
            '"soon" is not a time-out in seconds',
        ),
        (
            "@pytest.mark.pinbridge(board={'version': 1}, qemu='qemu \"unbalanced')",
            "is not a command line: No closing quotation",
        ),
    ],
)
def test_what_is_wrong_with_a_marker_is_a_sentence(run, marker, words):
    result = run(f"import pytest\n{marker}\ndef test_it(bench): pass")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*{words}*"])


def test_a_program_that_does_not_start_is_reported_without_lines_of_the_package(run):
    result = run("import pytest\n@pytest.mark.pinbridge(board='none')\ndef test_it(bench): pass")
    result.assert_outcomes(errors=1)
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*/aio.py*")


def test_tests_in_two_processes_have_benches_and_artifacts_of_their_own(run, panel, pytester):
    source = f"""
        import pytest

        @pytest.mark.parametrize("n", range(6))
        @pytest.mark.pinbridge(board={str(panel)!r})
        def test_it(bench, n):
            bench.set({{"led0:A": n % 2}})
            assert n < 3, str(bench.socket)
    """
    result = run(source, "-n", "2")
    result.assert_outcomes(passed=3, failed=3)
    directories = list((pytester.path / "pinbridge-artifacts").iterdir())
    assert len(directories) == 3
    for directory in directories:
        assert (directory / "waveform.vcd").exists()
        result.stdout.fnmatch_lines([str(directory / "log.txt")])
