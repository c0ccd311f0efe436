"""Numbers, money, lengths of time and moments, as each language writes them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from apiflask import APIFlask
from flask_babel import force_locale

from web.localise import (
    clock,
    day,
    duration,
    file_size,
    fixed,
    moment,
    money,
    number,
    significant,
    stamp,
)


@pytest.fixture(autouse=True)
def page(app: APIFlask) -> Iterator[None]:
    """Stand in a request, as a template does."""
    with app.test_request_context():
        yield


def test_numbers_are_grouped_as_the_language_groups() -> None:
    """Points and commas change places between English and Dutch."""
    with force_locale("en"):
        assert (number(2030), fixed(1234.5, 2), number(None)) == ("2,030", "1,234.50", "–")  # noqa: RUF001
    with force_locale("nl"):
        assert (number(2030), fixed(1234.5, 2)) == ("2.030", "1.234,50")


@pytest.mark.parametrize(
    ("value", "shown"), [(1234.56, "1,235"), (12.345, "12.3"), (1.2345, "1.23"), (0.12345, "0.123")]
)
def test_measured_numbers_keep_what_their_size_bears(value: float, shown: str) -> None:
    """Three or four digits, no more."""
    with force_locale("en"):
        assert significant(value) == shown


@pytest.mark.parametrize(
    ("seconds", "english", "dutch"),
    [
        (42.0, "42 s", "42 s"),
        (59 * 60, "59 min", "59 min"),
        (7_500.0, "2 h 05 min", "2 u 05 min"),
        (3 * 86_400 + 4 * 3_600, "3 d 4 h", "3 d 4 u"),
    ],
)
def test_lengths_of_time_show_their_two_largest_units(
    seconds: float, english: str, dutch: str
) -> None:
    """Days and hours, or hours and minutes; never more."""
    with force_locale("en"):
        assert duration(seconds) == english
    with force_locale("nl"):
        assert duration(seconds) == dutch


def test_moments_are_told_on_the_lab_s_clock() -> None:
    """UTC becomes local time, in winter and in summer."""
    with force_locale("en"):
        assert moment(datetime(2026, 11, 25, 12, 5, tzinfo=UTC)) == "Wed 25 Nov, 13:05"
        assert clock(datetime(2026, 7, 1, 12, 5, tzinfo=UTC)) == "14:05"
    with force_locale("de"):
        assert day(date(2026, 12, 4)).startswith("Fr")


def test_money_is_whole_cents_in_euros() -> None:
    """The currency stands where the language puts it."""
    with force_locale("en"):
        assert money(18389) == "€183.89"
    with force_locale("nl"):
        assert money(18389).replace("\xa0", " ") == "€ 183,89"


def test_file_sizes_are_decimal() -> None:
    """As file managers tell them."""
    with force_locale("en"):
        assert [file_size(size) for size in (684, 3_124_584)] == ["684 B", "3.1 MB"]


def test_a_table_s_moment_is_short_and_german_days_have_a_point() -> None:
    """Day, month and clock on one line; German numbers its days with a point."""
    at = datetime(2026, 11, 25, 12, 5, tzinfo=UTC)

    with force_locale("nl"):
        assert stamp(at) == "25 nov 13:05"
    with force_locale("de"):
        assert stamp(at) == "25. Nov. 13:05"
        assert moment(at) == "Mi. 25. Nov., 13:05"
