"""Figures of a waveform, from its edges."""

import pytest

from pinbridge import Edge, Spread, measure

MS = 1_000_000


def edges(*times_and_states):
    return [Edge("p:1", "out", state, at * MS, previous="low") for at, state in times_and_states]


def square(period, high, count, start=0):
    pairs = [
        [(start + i * period, "high"), (start + i * period + high, "low")] for i in range(count)
    ]
    return edges(*sum(pairs, []))


def test_a_square_wave_has_its_frequency_duty_and_widths():
    figures = measure("low", square(500, 125, 4, start=100), 0, 2000 * MS)
    assert figures.frequency == pytest.approx(2)
    assert figures.duty == pytest.approx(0.25)
    assert (figures.edges, figures.rising, figures.falling) == (8, 4, 4)
    assert figures.period == Spread(0.5, 0.5, 0.5)
    assert figures.high == Spread(0.125, 0.125, 0.125)
    assert figures.low == Spread(0.375, 0.375, 0.375)
    assert figures.duration == 2


def test_periods_that_differ_have_a_shortest_and_a_longest():
    figures = measure(
        "low",
        edges((0, "high"), (10, "low"), (100, "high"), (110, "low"), (400, "high")),
        0,
        500 * MS,
    )
    assert figures.period == Spread(0.1, 0.2, 0.3)
    assert figures.frequency == pytest.approx(5)


def test_falling_edges_count_where_there_are_more_of_them():
    figures = measure("high", edges((0, "low"), (50, "high"), (100, "low")), 0, 120 * MS)
    assert figures.frequency == pytest.approx(10)
    assert figures.duty == pytest.approx(0.5)


@pytest.mark.parametrize("first, duty", [("low", 0), ("high", 1), ("highz", 0)])
def test_a_pin_that_rests_has_no_frequency(first, duty):
    figures = measure(first, [], 0, 1000 * MS)
    assert (figures.frequency, figures.duty, figures.period, figures.high) == (
        0,
        duty,
        None,
        None,
    )


def test_one_pulse_has_no_frequency_but_a_width_and_a_share_of_the_time():
    figures = measure("low", edges((100, "high"), (200, "low")), 0, 1000 * MS)
    assert (figures.frequency, figures.duty) == (0, pytest.approx(0.1))
    assert figures.high == Spread(0.1, 0.1, 0.1)


def test_edges_of_one_moment_have_no_frequency():
    assert measure("low", edges((5, "high"), (5, "low"), (5, "high")), 0, 10 * MS).frequency == 0
