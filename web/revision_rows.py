"""The table of two revisions of a part: what changed from the former one to this."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from printlab.money import Price
from printlab.records import PartRevision
from web.localise import duration, fixed, money, number, significant

__all__ = ["ChangeRow", "change_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One number before and after, as it is written, and whether it reads differently."""

    name: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether a reader sees a difference."""
        return self.before != self.after


def change_rows(
    former: tuple[PartRevision, Price | None], now: tuple[PartRevision, Price | None]
) -> tuple[ChangeRow, ...]:
    """Return errors, warnings, time, price, supports and height of two revisions, side by side."""
    names = (
        _l("Errors"),
        _l("Warnings"),
        _l("Printing time"),
        _l("Price without VAT"),
        _l("Supports (g)"),
        _l("Taking them off"),
        _l("Height (mm)"),
    )
    told = zip(names, _told(*former), _told(*now), strict=True)
    return tuple(ChangeRow(name=str(name), before=one, after=two) for name, one, two in told)


def _told(row: PartRevision, price: Price | None) -> tuple[str, ...]:
    known = row.mass_g is not None
    return (
        number(row.error_count),
        number(row.warning_count),
        duration(row.time_s if known else None),
        money(None if price is None else price.net_cents),
        significant(row.support_mass_g if known else None),
        duration(row.removal_s if known else None),
        fixed(row.size_z_mm, 1),
    )
