"""Numbers, money, lengths of time and moments in the page's language and the lab's time zone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from flask import Flask, g, has_request_context, request
from flask_babel import (
    Babel,
    format_currency,
    format_date,
    format_datetime,
    format_decimal,
    format_time,
    get_locale,
    gettext,
)

__all__ = ["LANGUAGES", "TIME_ZONE", "duration", "install", "moment", "money", "number"]

LANGUAGES = (("en", "English"), ("nl", "Nederlands"), ("de", "Deutsch"))
TIME_ZONE = "Europe/Amsterdam"
LANGUAGE_COOKIE = "printlab_language"
_CODES = tuple(code for code, _ in LANGUAGES)
_MINUTES_AN_HOUR = 60
_HOURS_A_DAY = 24
_KILO = 1000
_MISSING = "\N{EN DASH}"


def choose_language() -> str:
    """Return the language of this answer: chosen on this browser, else the person's, else asked."""
    if not has_request_context():
        return "en"
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in _CODES:
        return chosen
    actor = g.get("actor")
    if actor is not None and actor.is_signed_in and actor.language in _CODES:
        return str(actor.language)
    return request.accept_languages.best_match(_CODES) or "en"


def number(value: float | None, digits: int = 0) -> str:
    """Return a number with at most so many decimals, grouped as the language groups."""
    if value is None:
        return _MISSING
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return str(format_decimal(value, format=pattern))


def fixed(value: float | None, digits: int = 1) -> str:
    """Return a number with exactly so many decimals, for columns that line up."""
    if value is None:
        return _MISSING
    return str(format_decimal(value, format="#,##0." + "0" * digits if digits else "#,##0"))


def significant(value: float | None) -> str:
    """Return a measured number with the decimals that its size can bear."""
    if value is None:
        return _MISSING
    size = abs(value)
    steps = ((100.0, 0), (10.0, 1), (1.0, 2), (0.0, 3))
    digits = next(digits for least, digits in steps if size >= least)
    return number(value, digits)


def money(cents: int | None) -> str:
    """Return an amount in euros."""
    if cents is None:
        return _MISSING
    return str(format_currency(cents / 100, "EUR"))


def duration(seconds: float | None) -> str:
    """Return a length of time in its two largest units, rounded to the minute."""
    if seconds is None:
        return _MISSING
    if seconds < _MINUTES_AN_HOUR:
        return str(gettext("%(seconds)s s", seconds=round(seconds)))
    hours, minutes = divmod(round(seconds / 60), _MINUTES_AN_HOUR)
    days, hours_left = divmod(hours, _HOURS_A_DAY)
    if days:
        return str(gettext("%(days)s d %(hours)s h", days=days, hours=hours_left))
    if hours:
        return str(gettext("%(hours)s h %(minutes)s min", hours=hours, minutes=f"{minutes:02d}"))
    return str(gettext("%(minutes)s min", minutes=minutes))


def moment(at: datetime | None) -> str:
    """Return a moment in the lab's local time: weekday, day and clock."""
    if at is None:
        return _MISSING
    return f"{weekday_day(at)}, {clock(at)}"


def weekday_day(at: datetime | None) -> str:
    """Return the local day of a moment with its weekday, short."""
    if at is None:
        return _MISSING
    return str(format_datetime(_aware(at), f"EEE {_day_pattern()}"))


def stamp(at: datetime | None) -> str:
    """Return a moment in as little room as a table has: day, month and clock."""
    if at is None:
        return _MISSING
    return str(format_datetime(_aware(at), f"{_day_pattern()} HH:mm"))


def clock(at: datetime | None) -> str:
    """Return the local clock time of a moment, 24 hours."""
    if at is None:
        return _MISSING
    return str(format_time(_aware(at), "HH:mm"))


def day(on: date | None) -> str:
    """Return a calendar day with its weekday."""
    if on is None:
        return _MISSING
    return str(format_date(on, f"EEE {_day_pattern()} y", rebase=False))


def _day_pattern() -> str:
    """Return how a day of a month is written; German numbers its days with a point."""
    return "d. MMM" if str(get_locale()) == "de" else "d MMM"


def file_size(size_bytes: int | None) -> str:
    """Return the size of a file in decimal units, as file managers do."""
    if size_bytes is None:
        return _MISSING
    value, unit = float(size_bytes), "B"
    for larger in ("kB", "MB", "GB"):
        if value < _KILO:
            break
        value, unit = value / _KILO, larger
    return f"{number(value, 0 if unit == 'B' else 1)} {unit}"


def _aware(at: datetime) -> datetime:
    """Return the moment with its zone; records hold UTC."""
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def from_timedelta(span: timedelta | None) -> str:
    """Return a span of time as ``duration`` does."""
    return duration(None if span is None else span.total_seconds())


_FILTERS: dict[str, Callable[..., str]] = {
    "number": number,
    "fixed": fixed,
    "significant": significant,
    "money": money,
    "duration": duration,
    "span": from_timedelta,
    "moment": moment,
    "clock": clock,
    "stamp": stamp,
    "weekday_day": weekday_day,
    "day": day,
    "file_size": file_size,
}


def _template_words() -> dict[str, object]:
    """Return what every template knows about language."""
    return {"language": str(get_locale()), "languages": LANGUAGES}


def install(app: Flask) -> None:
    """Give the application its languages, its time zone and the filters of templates."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    Babel(
        app,
        default_locale="en",
        default_timezone=TIME_ZONE,
        locale_selector=choose_language,
    )
    app.jinja_env.filters.update(_FILTERS)
    app.context_processor(_template_words)
