"""Tests of the test tools: no output of a program is missed."""

from console import Console


def test_all_output_is_read_when_waiting_is_over():
    # A child holds the streams until its parent has been waited for, and prints only then.
    child = "while kill -0 $$ 2>/dev/null; do :; done; echo late; echo too late >&2"
    with Console(["sh", "-c", f"({child}) &"]) as program:
        assert program.wait() == 0
        assert (program.output, program.errors) == ("late\n", "too late\n")
