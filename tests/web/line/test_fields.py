"""What is typed into fields is read into values or refused by name."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from printlab.errors import Invalid
from web.fields import day_field, moment_field, number_field, page_number


def test_a_day_is_read_and_an_empty_one_is_none() -> None:
    """A calendar day as browsers send it."""
    assert day_field({"due": " 2026-12-01 "}, "due") == dt.date(2026, 12, 1)
    assert day_field({}, "due") is None


@pytest.mark.parametrize("text", ["1/12/2026", "2026-13-01", "soon"])
def test_an_odd_day_is_refused_at_its_field(text: str) -> None:
    """The refusal names the field."""
    with pytest.raises(Invalid) as refusal:
        day_field({"due": text}, "due")

    assert refusal.value.field == "due"


@pytest.mark.parametrize("text", ["soon", "0001-01-01T00:00"])
def test_an_odd_moment_is_refused_at_its_field(text: str) -> None:
    """Neither words nor a moment that is before all moments in UTC."""
    with pytest.raises(Invalid) as refusal:
        moment_field({"since": text}, "since", ZoneInfo("Europe/Amsterdam"))

    assert (refusal.value.code, refusal.value.field) == ("moment-malformed", "since")


@pytest.mark.parametrize(("text", "value"), [("2,5", 2.5), ("3", 3.0), ("", 1.0)])
def test_a_number_may_have_a_comma(text: str, value: float) -> None:
    """Both ways of writing a fraction are read; nothing typed is the usual value."""
    assert number_field({"weight": text}, "weight", 1.0) == value


@pytest.mark.parametrize("text", ["nan", "inf", "1e999", "two", "1" * 50])
def test_what_is_no_number_is_refused(text: str) -> None:
    """Words, infinities and endless digits are no numbers here."""
    with pytest.raises(Invalid):
        number_field({"weight": text}, "weight", 1.0)


@pytest.mark.parametrize(("text", "page"), [("3", 3), ("-1", 1), ("x", 1), ("²", 1), ("9" * 20, 1)])
def test_a_page_is_a_small_whole_number(text: str, page: int) -> None:
    """Anything odd is the first page."""
    assert page_number({"page": text}) == page
