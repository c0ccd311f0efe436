"""When machines and stations are out of use or kept for some: rows of a table and of a drawing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from printlab.lab import Desk
from printlab.records import MachineDowntime, StationDowntime
from printlab.services import lab, machine_time
from printlab.services.machine_time import Kept
from printlab.services.plan_view import PlanView
from web.drawings.timeline import Span
from web.localise import moment
from web.window import Window

__all__ = ["ClosedRow", "closed_rows", "closed_words", "kept_words", "spans_at"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRow:
    """One stretch: of which machine or station, from when until when, and what it is for."""

    place_id: str
    place: str
    starts_at: datetime
    ends_at: datetime
    words: str
    kept: bool


def closed_rows(desk: Desk, plan: PlanView, window: Window) -> tuple[ClosedRow, ...]:
    """Return what stands still, or is kept, in a window, of the places the reader knows of."""
    shown = {machine.id for machine in plan.machines} | {one.id for one in plan.stations}
    rows = [
        *(_down(one, one.machine_id, one.machine.name) for one in lab.downtimes(desk)),
        *(
            _down(one, one.station_id, one.station.name)
            for one in machine_time.station_downtimes(desk)
        ),
        *(_kept(one) for one in machine_time.kept(desk)),
    ]
    inside = (
        row
        for row in rows
        if row.place_id in shown and row.starts_at < window.end and row.ends_at > window.start
    )
    return tuple(sorted(inside, key=lambda row: (row.starts_at, row.place)))


def spans_at(rows: Iterable[ClosedRow], place_id: str) -> tuple[Span, ...]:
    """Return the stretches of one place for the drawing, each with its sentence."""
    return tuple(
        Span(
            start=row.starts_at,
            end=row.ends_at,
            label=_(
                "%(place)s: %(words)s, %(start)s to %(end)s",
                place=row.place,
                words=row.words,
                start=moment(row.starts_at),
                end=moment(row.ends_at),
            ),
            kept=row.kept,
        )
        for row in rows
        if row.place_id == place_id
    )


def closed_words(reason: str) -> str:
    """Say that something is out of use, and why where that is known."""
    return str(_("out of use: %(reason)s", reason=reason) if reason else _("out of use"))


def kept_words(owners: Sequence[str], reason: str) -> str:
    """Say for whom a machine is kept and why, as far as the reader may know."""
    if not owners:
        return str(_("reserved"))
    words = str(_("reserved for %(names)s", names=", ".join(owners)))
    return f"{words}: {reason}" if reason else words


def _down(row: MachineDowntime | StationDowntime, place_id: str, place: str) -> ClosedRow:
    return ClosedRow(
        place_id=place_id,
        place=place,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        words=closed_words(row.reason),
        kept=False,
    )


def _kept(row: Kept) -> ClosedRow:
    return ClosedRow(
        place_id=row.machine_id,
        place=row.machine,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        words=kept_words(row.owners, row.reason),
        kept=True,
    )
