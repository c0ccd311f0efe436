"""What the pages of a plan share: the drawing with its hours, the table's rows, the window."""

from collections.abc import Callable
from datetime import date

from flask import request, url_for

from printlab.convert.insight import SURE
from printlab.lab import Desk
from printlab.services import insight, lab
from printlab.services.plan_view import PlanView
from web.closed_rows import closed_rows
from web.drawings.gantt_build import stage_key, state_key
from web.drawings.gantt_closed import closed_key
from web.drawings.palette import material_class
from web.operation_rows import operation_rows
from web.people_load import crews, people_days
from web.schedule_drawing import PlanRows, Surroundings, build_rows, draw_plan
from web.speech import speech
from web.window import SPANS_DAYS, Window

__all__ = ["plan_parts", "window_address"]


def plan_parts(desk: Desk, plan: PlanView, address: Callable[..., str]) -> dict[str, object]:
    """Return what the template of a plan's schedule needs: drawing, rows, window and spans.

    ``address`` makes the page's own address from the arguments ``from`` and ``days``.
    """
    window = Window.asked(request.args, desk.now, lab.terms(desk).time_zone)
    staffed = lab.staffed(desk, since=window.start, until=window.end)
    people = crews(plan, staffed, window) if desk.actor.is_staff else ()
    around = Surroundings(
        now=desk.now,
        window=window,
        staffed=staffed,
        crews=people,
        closed=closed_rows(desk, plan, window),
    )
    builds = build_rows(plan)
    labels = {row.build.id: row.label for row in builds}
    hrefs = {
        row.build.id: url_for("builds.show", build_id=row.build.id)
        for row in builds
        if not row.build.reserved
    }
    operations = operation_rows(plan, labels, hrefs)
    rows = PlanRows(builds=builds, operations=operations, hrefs=hrefs)
    return {
        "drawing": draw_plan(plan, rows, around),
        "rows": builds,
        "briefs": insight.of_plan(desk, plan.id, speech()),
        "sure": SURE,
        "operations": operations,
        "people": people_days(people, window),
        "closed": around.closed,
        "closed_key": closed_key,
        "labels": labels,
        "hrefs": hrefs,
        "window": window,
        "spans": SPANS_DAYS,
        "window_url": window_address(address),
        "materials": sorted({row.build.material for row in builds if not row.build.reserved}),
        "material_class": material_class,
        "stage_key": stage_key,
        "state_key": state_key,
    }


def window_address(address: Callable[..., str]) -> Callable[[date | None, int], str]:
    """Return how the page makes the address of another window."""

    def url(first: date | None, days: int) -> str:
        return address(**{"from": None if first is None else first.isoformat(), "days": days})

    return url
