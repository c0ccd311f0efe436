"""The task that promises the date of a quote against the plan that is published now."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from printlab import audit
from printlab.convert.problem import laser_factors
from printlab.errors import PrintlabError
from printlab.handler import Outcome
from printlab.lab import Desk
from printlab.records import JsonObject, Machine, PartRevision, Quote, Task
from printlab.services import lab, promises
from printlab.settings import ChildLimits, Settings

__all__ = ["PromiseQuote"]

_PLANNED = ("size_x_mm", "size_y_mm", "height_mm", "footprint_mm")


@dataclass(frozen=True, slots=True)
class PromiseQuote:
    """Promises one quote's date, on the class of machines that it was priced on."""

    child: str = "printlab.quote_work:promise"

    def limits(self, settings: Settings) -> ChildLimits:
        """Return what the child may use."""
        return settings.check_child

    def request(self, desk: Desk, task: Task, scratch: Path) -> JsonObject:
        """Ask with what the lab is doing now, and the part as it was checked."""
        del scratch
        submission = _quote(desk, task).submission
        revision = submission.part_revision
        ready = promises.ready_question(desk, revision, submission.quantity)
        low, high = laser_factors(revision)
        part = {name: getattr(revision, name) for name in _PLANNED}
        laser_s = revision.planned_laser_s or revision.scan_time_s or 0.0
        planned = {"planned_laser_s": laser_s, "planned_laser_low": low, "planned_laser_high": high}
        return {
            "ready": {**ready, "lasers": _lasers(desk, revision)},
            "part": {**part, **planned},
        }

    def store(self, desk: Desk, task: Task, outcome: Outcome) -> JsonObject:
        """Keep the date with the quote while it is offered, and with its part."""
        held = select(Quote).where(Quote.id == task.subject_id).with_for_update()
        quote, ready = desk.session.scalars(held).one(), outcome.result["ready"]
        if quote.state == "offered" and ready["at"] is not None:
            for row in (quote, quote.submission.part_revision):
                promises.keep_date(row, ready, task.started_at)
        audit.record(desk, "quote-promised", "quote", quote.id)
        return {"quote_id": quote.id}

    def fail(self, desk: Desk, task: Task, error: PrintlabError) -> None:
        """Leave the date of the check, which the quote calls an estimate."""
        quote = _quote(desk, task)
        audit.record(desk, "quote-not-promised", "quote", quote.id, detail={"code": error.code})


def _quote(desk: Desk, task: Task) -> Quote:
    return desk.session.get_one(Quote, task.subject_id)


def _lasers(desk: Desk, revision: PartRevision) -> dict[str, int]:
    """Return the lasers of the machines of the class that the part was priced on."""
    priced = desk.session.get(Machine, revision.priced_machine_id)
    return {
        machine.id: machine.lasers
        for machine in lab.machines_for(desk, revision.parameter_set, None)
        if priced is not None and machine.machine_class == priced.machine_class
    }
