"""The files that ``printlab plan`` writes on request: a page of pictures, a calendar."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from printlab.commands.plan_search import Found
from printlab.out_file import refuse_unfit, write_whole
from printlab.plan_calendar import plan_calendar
from scheduler import Problem
from scheduler.moments import Moments
from scheduler.pictures import page

__all__ = ["PlanFiles"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFiles:
    """Where to write what; None for what nobody asked for."""

    png: Path | None
    ics: Path | None

    def refuse_unfit(self, problem: Path) -> None:
        """Refuse files that cannot be written, before any work is done."""
        for out, endings in ((self.png, (".png", ".svg")), (self.ics, (".ics",))):
            if out is not None:
                refuse_unfit(problem, out, endings)

    def write(
        self, problem: Problem, found: Found, moments: Moments, made_at: datetime
    ) -> list[Path]:
        """Write what was asked for, where there is a schedule; return what is not written."""
        schedule = found.result.schedule
        if schedule is None:
            return [out for out in (self.png, self.ics) if out is not None]
        if self.png is not None:
            picture = page(problem, schedule, moments.origin, moments.lang, history=found.history)
            is_svg = self.png.suffix.lower() == ".svg"
            write_whole(self.png, picture.svg() if is_svg else picture.png())
        if self.ics is not None:
            write_whole(self.ics, plan_calendar(problem, schedule, moments, made_at))
        return []
