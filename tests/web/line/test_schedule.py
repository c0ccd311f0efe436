"""The published schedule: what each person may see of it, drawn and told."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from printlab.actor import Actor
from printlab.lab import Lab
from printlab.records import Build, Plan
from printlab.services import plans
from web.build_stages import stages_of, times_of
from web.schedule_drawing import build_rows

Visit = Callable[[str], FlaskClient]
HOUR = timedelta(hours=1)


def test_the_manager_sees_machines_builds_and_promises(visit: Visit) -> None:
    """Drawing and tables hold every build, its machine, its jobs and by how much one is late."""
    page = visit("manager").get("/schedule").text

    for word in ("EOS M 290", "TruPrint 1000", "B-0001", "B-0004", "J-0007", "1 d 21 h late"):
        assert word in page
    assert page.count('class="gantt-build') == 4
    assert "Yearly service" in page


def test_what_is_closed_or_kept_is_drawn_and_told(visit: Visit) -> None:
    """A kept machine and one under repair are textures with a sentence, and rows."""
    page = visit("manager").get("/schedule").text

    assert page.count('class="gantt-kept"') == 2  # in the drawing and in its key
    assert page.count('class="gantt-down"') == 2
    for words in ("reserved for Rival Metaal B.V.: Secret project", "out of use: Yearly service"):
        assert page.count(words) == 3  # title and name of the drawing's mark, row of the table


@pytest.mark.parametrize(
    ("reader", "marks", "hidden"),
    [("student", 2, ("Rival", "Secret")), ("company", 0, ("Rival", "Secret")), ("rival", 0, ())],
)
def test_for_whom_a_machine_is_kept_is_not_for_everybody(
    visit: Visit, reader: str, marks: int, hidden: tuple[str, ...]
) -> None:
    """A class sees that it is kept; a company nothing of a machine without work of its own."""
    page = visit(reader).get("/schedule").text

    assert page.count('class="gantt-kept"') == marks
    for words in hidden:
        assert words not in page


def test_the_table_says_what_the_drawing_says(visit: Visit) -> None:
    """Each build of the drawing is a row with the same link."""
    page = visit("operator").get("/schedule?from=2026-11-23&days=28").text

    for number in range(1, 5):
        assert page.count(f'href="/builds/n1b{number}"') == 2


def test_a_student_sees_others_as_reserved(visit: Visit) -> None:
    """Own jobs have numbers and dates; other people's builds have no name, number or part."""
    page = visit("student").get("/schedule").text

    assert "J-0001" in page
    assert "reserved" in page
    for hidden in ("J-0007", "J-0005", "Secret", "Rival", "Gear", "Tom Bakker"):
        assert hidden not in page


def test_a_company_sees_its_own_slots_only(visit: Visit) -> None:
    """Neither machines nor builds of others are on a company's schedule."""
    page = visit("rival").get("/schedule").text

    assert "J-0005" in page
    assert "J-0008" in page
    for hidden in ("B-0001", "B-0003", "SLM 280", "Gear", "Koper", "Bracket"):
        assert hidden not in page


def test_a_shared_plate_keeps_its_other_owner_secret(visit: Visit) -> None:
    """The company finds its part on the plate and the other one as reserved room."""
    page = visit("rival").get("/builds/n1b2").text

    assert "J-0008" in page
    assert "reserved" in page
    assert "J-0007" not in page
    assert "Gear" not in page


@pytest.mark.parametrize(
    ("query", "first", "days"),
    [
        ("", "Wed 25", 14),
        ("?days=7&from=2026-12-07", "Mon 7 Dec", 7),
        ("?days=28", "25", 28),
        ("?days=999&from=yesterday", "Wed 25", 14),
        ("?from=0001-01-01", "Wed 25", 14),
    ],
)
def test_the_address_says_which_days_are_shown(
    visit: Visit, query: str, first: str, days: int
) -> None:
    """A week, two or four, from any day; what cannot be read is a fortnight from today."""
    page = visit("manager").get(f"/schedule{query}").text

    assert page.count('class="gantt-day-label"') == days
    assert f'class="gantt-day-label">{first}<' in page


def test_a_lab_without_a_plan_says_so(visit: Visit, lab: Lab) -> None:
    """Before the first plan the page tells what to do."""
    with lab.write(Actor.system()) as desk:
        desk.session.get_one(Plan, "n1").state = "withdrawn"

    assert "Nothing is planned yet" in visit("manager").get("/schedule").text
    assert "Nothing is planned yet" in visit("student").get("/schedule").text


def test_times_are_local(visit: Visit) -> None:
    """The running build began at 07:05 UTC, which is 08:05 in Amsterdam."""
    assert "08:05</time>" in visit("manager").get("/schedule").text


def test_a_build_that_began_late_is_drawn_from_its_real_start(lab: Lab) -> None:
    """The print keeps its length; people unload it no earlier than it has cooled."""
    with lab.read(Actor.system()) as desk:
        plan = plans.current(desk)
    assert plan is not None
    running = next(build for build in plan.builds if build.state == "running")
    assert running.actual_start_at is not None
    late = type(running)(
        **{name: getattr(running, name) for name in running.__slots__}
        | {"actual_start_at": running.start_at + 6 * HOUR, "late": 6 * HOUR}
    )
    kinds = {stage.kind: stage for stage in stages_of(late)}

    assert times_of(late).end_at == kinds["print"].end
    assert kinds["print"].start == running.start_at + 6 * HOUR
    assert kinds["print"].end - kinds["print"].start == running.end_at - running.start_at
    assert kinds["unload"].start >= kinds["cool"].end


def test_a_build_that_is_over_ends_when_it_did(lab: Lab) -> None:
    """A failed build takes its machine no longer than it really did."""
    with lab.read(Actor.system()) as desk:
        plan = plans.current(desk)
    assert plan is not None
    running = next(build for build in plan.builds if build.state == "running")
    over = type(running)(
        **{name: getattr(running, name) for name in running.__slots__}
        | {"actual_end_at": datetime(2026, 11, 25, 10, tzinfo=UTC)}
    )

    assert times_of(over).off_at == over.actual_end_at
    assert {stage.kind for stage in stages_of(over)} == {"setup", "print"}


def test_a_build_tells_its_whole_story_to_a_reader(app: APIFlask, lab: Lab) -> None:
    """The accessible name holds machine, material, times, state, pin and lateness."""
    with app.test_request_context(), lab.read(Actor.system()) as desk:
        plan = plans.current(desk)
        assert plan is not None
        names = {row.label: row.name for row in build_rows(plan)}

    assert "SLM 280 2.0" in names["B-0003"]
    assert "pinned" in names["B-0003"]
    assert "1 d 21 h late" in names["B-0002"]
    assert str(ZoneInfo("Europe/Amsterdam")) not in names["B-0002"]


def test_a_build_that_should_have_begun_is_told(visit: Visit, lab: Lab) -> None:
    """The table marks it with when it should have, and counts its times from now on."""
    assert "should have begun" not in visit("manager").get("/schedule").text
    with lab.write(Actor.system()) as desk:
        build = desk.session.get_one(Build, "n1b2")
        for name in [column.name for column in Build.__table__.columns]:
            moment = getattr(build, name)
            if name.startswith("planned_") and moment is not None:
                setattr(build, name, moment - 72 * HOUR)
        planned = build.planned_powder_change_at or build.planned_setup_at
    page = visit("manager").get("/schedule").text
    assert "should have begun" in page
    assert planned.isoformat() not in page.split("should have begun")[1].split("</tr>")[0]
