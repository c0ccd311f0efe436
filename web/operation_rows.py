"""What follows printing, made into the rows of a table and of the Gantt drawing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import ngettext

from printlab.services.operation_view import OperationView, StationView
from printlab.services.plan_view import PlanView
from web.closed_rows import ClosedRow, spans_at
from web.drawings.palette import material_class
from web.drawings.timeline import BuildState, GanttBuild, GanttMachine, Stage
from web.localise import moment
from web.words import state_mark

__all__ = ["OperationRow", "following_rows", "operation_rows", "station_rows"]

TIMES = "\N{MULTIPLICATION SIGN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationRow:
    """One row of the table: what is done where, and with what."""

    operation: OperationView
    label: str
    where: str
    state: str
    name: str
    material: str
    href: str | None = None
    next: bool = False
    undoable: bool = False


def operation_rows(
    plan: PlanView, labels: Mapping[str, str], hrefs: Mapping[str, str]
) -> tuple[OperationRow, ...]:
    """Return what is over, then the plan's own, each with its label and its sentence.

    ``labels`` and ``hrefs`` are of the builds that the reader knows.
    """
    materials = {build.id: build.material for build in (*plan.past, *plan.builds)}
    rows = []
    for one in (*plan.past_operations, *plan.operations):
        is_new = plan.state == "proposed" and one.plan_id == plan.id
        metals = {materials.get(build.id, "") for build in one.builds}
        href = next((hrefs[build.id] for build in one.builds if build.id in hrefs), None)
        rows.append(
            _row(
                one,
                labels,
                state="proposed" if is_new else one.state,
                material=metals.pop() if len(metals) == 1 else "",
                href=None if href is None else f"{href}#after",
            )
        )
    return tuple(rows)


def following_rows(operations: Sequence[OperationView]) -> tuple[OperationRow, ...]:
    """Return what follows one build, in the order of the flow, with what can be noted next."""
    labels = {build.id: build.number or "" for one in operations for build in one.builds}
    return tuple(
        replace(
            _row(one, labels, state=one.state),
            next=_is_next(one, operations[:place]),
            undoable=_is_undoable(one, operations[place + 1 :]),
        )
        for place, one in enumerate(operations)
    )


def _is_next(one: OperationView, before: Sequence[OperationView]) -> bool:
    """Whether nothing is left to be done first with what is in it."""
    undone = (
        other
        for other in before
        if not other.is_over
        and other.station.id != one.station.id
        and other.job_number in {None, one.job_number}
    )
    return not one.is_over and next(undone, None) is None


def _is_undoable(one: OperationView, after: Sequence[OperationView]) -> bool:
    """Whether what was noted last can be taken back: nothing that comes after it has begun."""
    begun = (
        other
        for other in after
        if other.state in {"running", "finished", "failed"}
        and other.station.id != one.station.id
        and one.job_number in {None, other.job_number}
    )
    return one.state in {"running", "finished"} and next(begun, None) is None


def _row(
    one: OperationView,
    labels: Mapping[str, str],
    *,
    state: str,
    material: str = "",
    href: str | None = None,
) -> OperationRow:
    label = _label(one, labels)
    where = _unit_name(one.station, one.unit)
    return OperationRow(
        operation=one,
        label=label,
        where=where,
        state=state,
        name=_sentence(one, label, where, state),
        material=material,
        href=href,
    )


def _label(one: OperationView, labels: Mapping[str, str]) -> str:
    """Return what is in it: a job with how many copies, or platforms by their builds."""
    if one.reserved:
        return str(_("reserved"))
    if one.job_number is not None:
        count = len(one.copies)
        return f"{one.job_number} {TIMES} {count}" if count > 1 else one.job_number
    return ", ".join(labels.get(build.id) or build.number or "" for build in one.builds)


def _unit_name(station: StationView, unit: int) -> str:
    return station.name if station.units == 1 else f"{station.name} {unit}"


def _sentence(one: OperationView, label: str, where: str, state: str) -> str:
    """Return what a screen reader says of it, and what a pointer shows."""
    at = one.expected
    words = [
        _("%(label)s at %(place)s", label=label, place=where),
        *([one.programme] if one.programme else []),
        _("loaded %(time)s", time=moment(at.load_at)),
        _("works %(start)s to %(end)s", start=moment(at.start_at), end=moment(at.end_at)),
        _("taken out %(time)s", time=moment(at.unload_end_at)),
        _("proposed") if state == "proposed" else str(state_mark("operation", state).word),
    ]
    return "; ".join(words)


def station_rows(
    plan: PlanView, rows: Iterable[OperationRow], closed: Sequence[ClosedRow]
) -> tuple[GanttMachine, ...]:
    """Return a row of the drawing for each unit of each station, with what is done there."""
    known = list(rows)
    places = {row.operation.station.id: row.operation.station for row in known}
    places |= {station.id: station for station in plan.stations}
    ordered = [*plan.stations, *(s for s in places.values() if s not in plan.stations)]
    return tuple(
        GanttMachine(
            name=_unit_name(station, unit),
            note=_note(station),
            builds=tuple(_drawn(row) for row in known if _is_at(row.operation, station, unit)),
            closed=spans_at(closed, station.id),
        )
        for station in ordered
        for unit in range(1, station.units + 1)
    )


def _is_at(one: OperationView, station: StationView, unit: int) -> bool:
    return one.station.id == station.id and one.unit == unit


def _note(station: StationView) -> str:
    """Return under a station's name what it takes at once."""
    if station.kind == "batch":
        return str(ngettext("%(num)s platform", "%(num)s platforms", station.capacity))
    if station.kind == "platform":
        return str(ngettext("%(num)s platform", "%(num)s platforms", 1))
    return str(_("single parts"))


def _drawn(row: OperationRow) -> GanttBuild:
    at = row.operation.expected
    stages = [
        Stage(kind="setup", start=at.load_at, end=at.start_at),
        Stage(kind="print", start=at.start_at, end=at.end_at),
        Stage(kind="wait", start=at.end_at, end=at.unload_at),
        Stage(kind="unload", start=at.unload_at, end=at.unload_end_at),
    ]
    shown = tuple(stage for stage in stages if stage.start < stage.end)
    return GanttBuild(
        label=row.label,
        detail=row.operation.programme or "",
        name=row.name,
        material=material_class(row.material),
        stages=shown or (stages[1],),
        state=_drawn_state(row.state),
        href=row.href,
    )


def _drawn_state(state: str) -> BuildState:
    known: dict[str, BuildState] = {
        "proposed": "proposed",
        "running": "running",
        "finished": "finished",
        "failed": "failed",
        "superseded": "cancelled",
    }
    return known.get(state, "planned")
