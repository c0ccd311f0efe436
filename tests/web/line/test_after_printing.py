"""What follows printing on the pages: rows of the schedule, buttons, the lab's stations."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from printlab.actor import Actor
from printlab.lab import Lab
from printlab.records import Build, Job, Operation, OperatorShift
from printlab.services import plans
from printlab.working_hours import StaffedWindow
from tests.web.busy_shop import HOUR, NOW
from tests.web.busy_stations import operations, out_of_use, stations
from web.people_load import crews, people_days
from web.window import Window

Visit = Callable[[str], FlaskClient]
SCHEDULE = "/schedule?from=2026-11-23&days=14"


@pytest.fixture(autouse=True)
def _furnished(lab: Lab) -> None:
    """Put the stations into the busy lab, with what they are to do."""
    with lab.write(Actor.system()) as desk:
        desk.session.add_all(stations())
        desk.session.flush()
        builds = {build.id: build for build in desk.session.scalars(select(Build))}
        desk.session.add_all([*operations(builds), out_of_use()])


def set_state(lab: Lab, build_id: str, state: str) -> None:
    """Say that a build is off its machine, or not."""
    with lab.write(Actor.system()) as desk:
        build = desk.session.get_one(Build, build_id)
        build.state, build.actual_start_at, build.actual_end_at = state, NOW - 5 * HOUR, NOW


def state_of(lab: Lab, operation_id: str) -> str:
    """Read the state of an operation."""
    with lab.read(Actor.system()) as desk:
        return desk.session.get_one(Operation, operation_id).state


def test_each_unit_of_a_station_is_a_row(visit: Visit) -> None:
    """Operations are drawn and told, a furnace by its builds, blasting by its job."""
    page = visit("manager").get(SCHEDULE).text

    for row in ("Argon furnace", "Blasting cabin 1", "Blasting cabin 2"):
        assert f'aria-label="{row}"' in page
    assert page.count('class="gantt-build') == 4 + 3
    assert "B-0001, B-0002 at Argon furnace; 650 °C, 3 h; loaded Sat 28 Nov, 21:05" in page
    assert "J-0008 at Blasting cabin 1" in page


def test_a_station_out_of_use_is_drawn_and_told(visit: Visit) -> None:
    """It is a texture with a sentence and a row of a table, and stands on the lab's page."""
    page = visit("student").get(SCHEDULE).text

    words = "out of use: New lining"
    assert page.count(words) == 3  # title and name of the drawing's mark, row of the table
    assert f"Argon furnace: {words}, " in page
    assert "New lining" in visit("student").get("/lab").text


def test_the_people_of_the_lab_are_a_row_and_a_table(visit: Visit) -> None:
    """Staff see who is there and at work by the hour; nobody else does."""
    page = visit("operator").get(SCHEDULE).text

    assert 'class="gantt-people"' in page
    assert "Most at work at once" in page
    for other in ("student", "company"):
        assert "gantt-people" not in visit(other).get(SCHEDULE).text


def test_a_job_is_ready_when_it_is_out_of_its_last_station(visit: Visit, lab: Lab) -> None:
    """That is its date, and what makes it late; the build it is in is marked."""
    with lab.write(Actor.system()) as desk:
        desk.session.get_one(Job, "j1").due_at = NOW + 95 * HOUR
    page = visit("student").get(SCHEDULE).text

    assert "Sun 29 Nov, 13:05" in page
    assert page.count("1 h 00 min late") >= 2


def test_a_company_sees_its_own_work_alone(visit: Visit) -> None:
    """Of a furnace that holds more, its own build; of blasting, its own job."""
    page = visit("rival").get(SCHEDULE).text

    assert "B-0002 at Argon furnace" in page
    assert "J-0008" in page
    for hidden in ("B-0001", "J-0001", "Bracket"):
        assert hidden not in page
    other = visit("company").get(SCHEDULE).text
    assert "Argon furnace" not in other
    assert "Blasting" not in other


def test_a_student_sees_that_a_station_is_taken(visit: Visit) -> None:
    """Work of others is reserved, without a number."""
    page = visit("student").get(SCHEDULE).text

    assert "J-0001 at Blasting cabin 1" in page
    assert "reserved at Blasting cabin 1" in page
    assert "J-0008" not in page


def test_an_operator_notes_what_happens_at_a_station(visit: Visit, lab: Lab) -> None:
    """Started and taken out are buttons of the build's page, in turn."""
    operator = visit("operator")
    path = "/builds/n1b1/operations/heat/start"
    assert f'action="{path}"' not in operator.get("/builds/n1b1").text
    assert operator.post(path).status_code == 409
    set_state(lab, "n1b1", "finished")
    assert "B-0002" in operator.post(path).text
    set_state(lab, "n1b2", "finished")
    page = operator.get("/builds/n1b1").text
    assert f'action="{path}"' in page
    assert "operations/mine/start" not in page

    assert operator.post(path).location == "/builds/n1b1#after"
    assert state_of(lab, "heat") == "running"
    assert "Argon furnace" in operator.get("/").text
    assert operator.post("/builds/n1b1/operations/heat/finish").status_code == 303
    assert state_of(lab, "heat") == "finished"
    assert "operations/mine/start" in operator.get("/builds/n1b1").text


def test_an_operator_takes_back_a_note_or_says_what_was_spoilt(visit: Visit, lab: Lab) -> None:
    """Undo stands beside what was noted last; spoilt asks for a reason and shows it."""
    operator = visit("operator")
    for build in ("n1b1", "n1b2"):
        set_state(lab, build, "finished")
    path = "/builds/n1b1/operations/heat"
    operator.post(f"{path}/start")
    operator.post(f"{path}/finish")
    assert f'action="{path}/undo"' in operator.get("/builds/n1b1").text
    operator.post(f"{path}/undo")
    assert state_of(lab, "heat") == "running"
    refused = operator.post(f"{path}/fail", data={"reason": ""})
    assert refused.status_code == 422
    assert "reason-missing" in refused.text

    operator.post(f"{path}/fail", data={"reason": "Lost its argon"})

    assert "Lost its argon" in operator.get("/builds/n1b1").text
    assert "Lost its argon" not in visit("student").get("/builds/n1b1").text


@pytest.mark.parametrize("person", ["student", "other", "teacher", "company", "rival"])
def test_only_staff_work_at_stations(visit: Visit, lab: Lab, person: str) -> None:
    """Others find neither button nor address; somebody unknown is sent to sign in."""
    set_state(lab, "n1b1", "finished")
    set_state(lab, "n1b2", "finished")

    for step in ("start", "finish", "undo", "fail"):
        path = f"/builds/n1b1/operations/heat/{step}"
        assert visit(person).post(path).status_code == 404
        assert visit("nobody").post(path).location.startswith("/sign-in")
    assert state_of(lab, "heat") == "planned"


def test_the_build_of_a_company_names_no_other_build(visit: Visit) -> None:
    """A furnace that holds more is told with the company's own build alone."""
    page = visit("rival").get("/builds/n1b2").text

    assert "650 °C, 3 h" in page
    assert "this build" in page
    assert "B-0001" not in page


def test_the_lab_shows_stations_and_skills(visit: Visit, lab: Lab) -> None:
    """What each does and asks for, with its source; a company reads none of it."""
    with lab.write(Actor.system()) as desk:
        for shift in desk.session.scalars(select(OperatorShift)):
            shift.skills = ["furnace"] if shift.weekday else []
    page = visit("student").get("/lab").text

    for words in (
        "2 platforms",
        "650 °C, 3 h",
        "a run takes 5 h 00 min",
        "asks for furnace",
        "Blasting cabin \N{MULTIPLICATION SIGN} 2",
        "somebody stays with it",
        "5 min a copy + 12 s for each cm² of its shadow",
        "Maker&#39;s leaflet",
        "everything",
    ):
        assert words in page
    assert "Argon furnace" not in visit("company").get("/lab").text


def test_the_api_tells_what_follows(visit: Visit) -> None:
    """Each operation with its station, its builds and its times; of others nothing."""
    told = visit("rival").get("/api/v1/schedule").get_json()["operations"]

    assert [(one["station"], one["builds"], one["job_number"]) for one in told] == [
        ("Argon furnace", ["n1b2"], None),
        ("Blasting cabin", ["n1b2"], "J-0008"),
    ]
    assert told[0]["programme"] == "650 °C, 3 h"


def test_people_are_counted_by_the_hour(lab: Lab) -> None:
    """At work are those who set up, unload, load or attend; there are the heads of all shifts."""
    window = Window(first=NOW.date(), days=7, zone=UTC)
    start = datetime(2026, 11, 25, tzinfo=UTC)
    shift = StaffedWindow(starts_at=start + 8 * HOUR, ends_at=start + 16 * HOUR, heads=2)
    with lab.read(Actor.system()) as desk:
        plan = plans.current(desk)
    assert plan is not None

    (everybody, *_) = crews(plan, [shift], window)
    loads = everybody.loads
    (day, *_) = people_days([everybody], window)

    assert loads[0].start == window.start
    assert loads[-1].end == window.end
    assert sum((load.end - load.start for load in loads), timedelta()) == timedelta(days=7)
    assert (day.there_h, day.most_there) == (16.0, 2)
    attended = [load for load in loads if load.start >= NOW + 90 * HOUR and load.busy]
    assert attended


def test_people_with_a_skill_are_counted_apart(visit: Visit, lab: Lab) -> None:
    """Who is trained for what a station asks for, and how much of that is wanted, has a row."""
    window = Window(first=NOW.date(), days=7, zone=UTC)
    start = datetime(2026, 11, 25, tzinfo=UTC)
    untrained = StaffedWindow(
        starts_at=start + 8 * HOUR, ends_at=start + 16 * HOUR, heads=2, skills=("wire",)
    )
    able = StaffedWindow(starts_at=start + 8 * HOUR, ends_at=start + 12 * HOUR, heads=1)
    with lab.read(Actor.system()) as desk:
        plan = plans.current(desk)
    assert plan is not None

    everybody, trained = crews(plan, [untrained, able], window)
    days = people_days([everybody, trained], window)
    first = [(day.skill, day.there_h) for day in days if day.day == NOW.date()]
    wanted = [day for day in days if day.skill == "furnace"]
    hours = [sum(load.hours * load.busy for load in crew.loads) for crew in (everybody, trained)]
    page = visit("manager").get("/schedule?from=2026-11-25&days=7").text

    assert [everybody.skill, trained.skill] == [None, "furnace"]
    assert first == [(None, 20.0)]
    assert max(load.there for load in trained.loads) == 1
    assert wanted
    assert all(day.most_busy for day in wanted)
    assert 0 < hours[1] < hours[0]
    assert "trained for furnace" in page
    assert "hours of work that asks for furnace" in page
    assert "trained for" not in visit("student").get("/schedule?from=2026-11-25&days=7").text
