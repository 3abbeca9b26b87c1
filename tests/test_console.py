"""What the tests themselves stand on: nothing that a program printed is missed."""

from console import Console


def test_what_is_printed_by_the_end_is_read_when_waiting_is_over():
    # A child holds the stream for longer than the program itself lives: what it says comes late for sure.
    with Console(["sh", "-c", "(sleep 0.3; echo late; echo too late >&2) &"]) as program:
        assert program.wait() == 0
        assert (program.output, program.errors) == ("late\n", "too late\n")
