"""The lab as it stands: machines, materials, parameter sets, hours and closed days, to read."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from printlab.errors import NotFound
from printlab.lab import Desk
from printlab.records import Machine, MachineDowntime
from printlab.services import lab as lab_service
from printlab.services import machine_time
from web.closed_rows import kept_words
from web.desks import reading
from web.drawings.palette import material_class
from web.sessions import signed_in

__all__ = ["lab"]

lab = Blueprint("lab", __name__)


@lab.get("/lab")
@signed_in
def page() -> ResponseReturnValue:
    """Show what the lab works with and when people are there."""
    with reading() as desk:
        machines, downtimes = _machines(desk)
        shifts = lab_service.shifts(desk)
        return render_template(
            "lab/page.html",
            terms=lab_service.terms(desk),
            machines=machines,
            downtimes=downtimes,
            station_downtimes=machine_time.station_downtimes(desk) if machines else [],
            kept=machine_time.kept(desk) if machines else [],
            kept_words=kept_words,
            members=machine_time.sharing(desk) if desk.actor.is_staff else [],
            materials=lab_service.materials(desk),
            parameter_sets=lab_service.parameter_sets(desk),
            shifts=shifts,
            skilled=any(shift.skills or shift.sites for shift in shifts) and bool(machines),
            stations=lab_service.stations(desk) if machines else [],
            closures=lab_service.closures(desk),
            weekday=weekday,
            material_class=material_class,
        )


def _machines(desk: Desk) -> tuple[list[Machine], list[MachineDowntime]]:
    """Return the machines where the one who asks may see them; a company reads on without."""
    try:
        return lab_service.machines(desk), lab_service.downtimes(desk)
    except NotFound:
        return [], []


def weekday(index: int) -> str:
    """Return the name of a day of the week in the page's language, Monday being 0."""
    return str(get_locale().days["format"]["wide"][index])
