"""Words of the line, and how a due moment is written."""

import datetime as dt

from apiflask import APIFlask

from web.line_words import PRICE_LINES, amount, deadline, word


def test_the_end_of_a_day_is_written_as_that_days_midnight(app: APIFlask) -> None:
    """Due "by Friday" ends at Friday 24:00 and is not written as Saturday 00:00."""
    with app.test_request_context():
        assert deadline(dt.datetime(2026, 12, 4, 23, tzinfo=dt.UTC)) == "Fri 4 Dec, 24:00"
        assert deadline(dt.datetime(2026, 12, 4, 22, 30, tzinfo=dt.UTC)) == "Fri 4 Dec, 23:30"
        assert deadline(None) == "\N{EN DASH}"


def test_an_unknown_code_shows_itself(app: APIFlask) -> None:
    """A word that is missing never hides what it stood for."""
    with app.test_request_context():
        assert word(PRICE_LINES, "powder") == "Powder"
        assert word(PRICE_LINES, "laser-dust") == "laser-dust"


def test_a_price_counts_builds_and_parts_as_people_do(app: APIFlask) -> None:
    """One part, two parts; hours with their sign, less than one in minutes."""
    with app.test_request_context():
        told = [amount(1, "part"), amount(2, "part"), amount(1, "build"), amount(8.333, "h")]
        told.append(amount(0.08, "h"))

    assert told == ["1 part", "2 parts", "1 build", "8.33 h", "5 min"]
