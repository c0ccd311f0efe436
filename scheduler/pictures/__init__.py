"""Pictures of plans: machines against time, platforms, the use of time, and the search.

::

    picture = scheduler.pictures.gantt(problem, schedule, origin=monday, lang="nl")
    Path("plan.svg").write_bytes(picture.svg())

They depend on the values alone, and the same values give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from scheduler.limits import Progress
from scheduler.moments import Moments
from scheduler.pictures.gantt import Gantt
from scheduler.pictures.picture import Picture
from scheduler.pictures.plates import Plates
from scheduler.pictures.search_chart import SearchChart
from scheduler.pictures.utilisation import Utilisation
from scheduler.problem import Problem
from scheduler.schedule import Schedule

__all__ = ["Picture", "gantt", "page", "plates", "search", "utilisation"]


def gantt(
    problem: Problem, schedule: Schedule, origin: datetime | None = None, lang: str = "en"
) -> Picture:
    """Draw machines against time, with the people and the due dates.

    ``origin`` is the moment of tick 0; without it, time counts in days from there.
    """
    moments = Moments(tick_s=problem.tick_s, origin=origin, lang=lang)
    return Picture(panels=(Gantt(problem=problem, schedule=schedule, moments=moments),))


def plates(
    problem: Problem, schedule: Schedule, origin: datetime | None = None, lang: str = "en"
) -> Picture:
    """Draw the platform of each build, with the parts where they lie."""
    moments = Moments(tick_s=problem.tick_s, origin=origin, lang=lang)
    return Picture(panels=(Plates(problem=problem, schedule=schedule, moments=moments),))


def page(
    problem: Problem,
    schedule: Schedule,
    origin: datetime | None = None,
    lang: str = "en",
    *,
    history: Sequence[Progress] = (),
) -> Picture:
    """Draw a plan on one page: machines against time, the platforms, and the use of time.

    With the ``history`` of its search, what a progress callback was told, that is drawn below.
    """
    drawn = [make(problem, schedule, origin, lang) for make in (gantt, plates, utilisation)]
    if any(news.objective is not None for news in history):
        drawn.append(search(history, lang))
    return Picture(panels=[panel for picture in drawn for panel in picture.panels])


def utilisation(
    problem: Problem, schedule: Schedule, origin: datetime | None = None, lang: str = "en"
) -> Picture:
    """Draw what the time of machines and people goes into, from now to the plan's end."""
    moments = Moments(tick_s=problem.tick_s, origin=origin, lang=lang)
    return Picture(panels=(Utilisation(problem=problem, schedule=schedule, moments=moments),))


def search(history: Sequence[Progress], lang: str = "en") -> Picture:
    """Draw the best plan's value and the bound over time, from what `solve` told of a search."""
    return Picture(panels=(SearchChart(history=history, lang=lang),))
