"""One build: its plate, its times, and the operator's buttons."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from printlab.actor import Actor
from printlab.lab import Lab
from printlab.records import Build, Job
from tests.web.busy_shop import NOW

Visit = Callable[[str], FlaskClient]


def build_of(lab: Lab, build_id: str) -> tuple[str, bool]:
    """Read a build's state and pin from the database."""
    with lab.read(Actor.system()) as desk:
        build = desk.session.get_one(Build, build_id)
        return build.state, build.pinned


def test_a_build_shows_its_plate_and_its_times(visit: Visit) -> None:
    """Drawing and table of the plate, planned and real times, and the jobs' promises."""
    page = visit("operator").get("/builds/n1b1").text

    assert 'class="plate"' in page
    assert "J-0001" in page
    assert "250 mm" in page
    assert page.count("08:05</time>") == 2
    assert "14 h 00 min" in page


def test_an_operator_starts_and_finishes(visit: Visit, lab: Lab) -> None:
    """Started and finished are two buttons; a finished job is printed."""
    operator = visit("operator")

    assert operator.post("/builds/n1b3/start").status_code == 303
    assert build_of(lab, "n1b3")[0] == "running"
    assert operator.post("/builds/n1b3/finish").status_code == 303
    with lab.read(Actor.system()) as desk:
        build = desk.session.get_one(Build, "n1b3")
        assert (build.state, build.actual_end_at) == ("finished", NOW)


def test_a_machine_runs_one_build_at_a_time(visit: Visit, lab: Lab) -> None:
    """A second start on the same machine is refused with the number of the first."""
    answer = visit("operator").post("/builds/n1b2/start")

    assert answer.status_code == 409
    assert "B-0001" in answer.text
    assert build_of(lab, "n1b2")[0] == "planned"


def test_a_failure_needs_a_reason_and_gives_its_jobs_back(visit: Visit, lab: Lab) -> None:
    """Without a reason the form comes back; with one the jobs are open again."""
    operator = visit("operator")

    refused = operator.post("/builds/n1b1/fail", data={"reason": ""})
    assert refused.status_code == 422
    assert "reason-missing" in refused.text
    assert operator.post("/builds/n1b1/fail", data={"reason": "No argon"}).status_code == 303
    assert build_of(lab, "n1b1")[0] == "failed"
    assert "No argon" in operator.get("/builds/n1b1").text
    with lab.read(Actor.system()) as desk:
        assert desk.session.get_one(Job, "j1").state == "open"


def test_a_build_is_pinned_and_let_go(visit: Visit, lab: Lab) -> None:
    """A pin is set and taken by the lab's staff."""
    manager = visit("manager")

    assert manager.post("/builds/n1b2/pin").status_code == 303
    assert build_of(lab, "n1b2") == ("planned", True)
    assert "Unpin" in manager.get("/builds/n1b2").text
    assert manager.post("/builds/n1b2/unpin").status_code == 303
    assert build_of(lab, "n1b2") == ("planned", False)


def test_work_on_a_proposal_waits_for_its_publication(visit: Visit) -> None:
    """A build that is only proposed has no buttons and cannot begin."""
    manager = visit("manager")

    assert "At the machine" not in manager.get("/builds/n2b2").text
    assert manager.post("/builds/n2b2/start").status_code == 409


@pytest.mark.parametrize("person", ["student", "teacher", "company"])
def test_only_staff_work_at_machines(visit: Visit, lab: Lab, person: str) -> None:
    """Others neither see the buttons nor can press them."""
    client = visit(person)

    for verb in ("start", "finish", "fail", "pin", "unpin"):
        assert client.post(f"/builds/n1b3/{verb}").status_code == 404
    assert build_of(lab, "n1b3") == ("planned", True)
    assert "At the machine" not in client.get("/builds/n1b3").text


def test_a_student_sees_reserved_room_on_a_plate(visit: Visit) -> None:
    """The places of others are drawn, their names are not; a company's not even that."""
    page = visit("student").get("/builds/n1b2").text

    assert page.count("plate-part-reserved") == 1
    for hidden in ("J-0007", "Gear", "Secret", "Rival", "/submissions/s7"):
        assert hidden not in page


def test_a_company_does_not_find_builds_of_others(visit: Visit) -> None:
    """A build without work of the company is not there for it."""
    assert visit("company").get("/builds/n1b1").status_code == 404
    assert visit("company").get("/builds/n1b3").status_code == 200


def test_a_build_that_began_early_tells_when_it_now_ends(visit: Visit, lab: Lab) -> None:
    """Beside the plan stands what is expected from the real start: the print takes as long."""
    operator = visit("operator")
    operator.post("/builds/n1b3/start")
    with lab.read(Actor.system()) as desk:
        build = desk.session.get_one(Build, "n1b3")
        ends = NOW + (build.planned_end_at - build.planned_start_at)

    page = operator.get("/builds/n1b3").text

    assert page.count('<span class="small muted">expected</span>') == 4
    assert f'<time datetime="{ends.isoformat()}">' in page
