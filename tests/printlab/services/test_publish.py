"""Publishing a proposal: refused when the shop floor moved on, and what becomes of jobs."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from printlab.errors import Conflict
from printlab.records import Job
from printlab.services import builds, jobs, plans, submissions
from printlab.services.plan_view import PlanView
from tests.printlab.services.station_work import build_of, draft_of
from tests.printlab.workshop import Workshop


def refusal_to_publish(shop: Workshop) -> Conflict:
    """Return how publishing the latest proposal is refused."""
    with shop.lab.write(shop.people["manager"]) as desk:
        proposal = plans.proposed(desk)
        assert proposal is not None
        with pytest.raises(Conflict) as refusal:
            plans.publish(desk, proposal.id)
    return refusal.value


def test_a_proposal_that_the_shop_floor_overtook_is_not_published(
    planned: tuple[Workshop, PlanView],
) -> None:
    """A build that began after the proposal was made stands in the way of publishing it."""
    shop, first = planned
    assert shop.propose()[1] == "done"
    with shop.lab.write(shop.people["operator"]) as desk:
        builds.start(desk, build_of(first, 0).id)
    refusal = refusal_to_publish(shop)

    assert refusal.code == "plan-outdated-build"
    assert refusal.params["build"] == "B-0001"


def test_a_proposal_without_a_withdrawn_job_is_made_anew(checked: Workshop) -> None:
    """Withdrawing what is only proposed is allowed, and the proposal is then outdated."""
    one = draft_of(checked, "student")
    checked.approve(one)
    checked.propose()
    with checked.lab.write(checked.people["student"]) as desk:
        submissions.withdraw(desk, one)

    assert "that are not wanted any more" in str(refusal_to_publish(checked))


def test_a_proposal_whose_copies_were_printed_is_not_published(
    planned: tuple[Workshop, PlanView],
) -> None:
    """A build that began and ended since the proposal was made is not printed twice."""
    shop, first = planned
    assert shop.propose()[1] == "done"
    with shop.lab.write(shop.people["operator"]) as desk:
        builds.start(desk, build_of(first, 0).id)
        builds.finish(desk, build_of(first, 0).id)
        for job in desk.session.scalars(select(Job).where(Job.state == "printed")):
            job.copies, job.state = job.copies + 1, "open"

    assert refusal_to_publish(shop).code == "plan-outdated-build"


def test_a_proposal_from_yesterday_is_not_published(planned: tuple[Workshop, PlanView]) -> None:
    """A plan whose first build should print already would promise what cannot be."""
    shop, _ = planned
    assert shop.propose()[1] == "done"
    shop.clock.forward(days=2)

    assert refusal_to_publish(shop).code == "plan-outdated-start"


def test_a_job_that_the_published_plan_leaves_out_is_open(
    planned: tuple[Workshop, PlanView],
) -> None:
    """Publishing an older proposal takes the promise back from what it does not hold."""
    shop, _ = planned
    assert shop.propose()[1] == "done"
    with shop.lab.read(shop.people["manager"]) as desk:
        older = plans.proposed(desk)
    assert older is not None
    shop.upload("classmate", quantity="1")
    assert shop.work() == ["done"]
    job_id = shop.approve(draft_of(shop, "classmate"), "classmate")
    shop.publish()
    with shop.lab.write(shop.people["manager"]) as desk:
        assert jobs.get(desk, job_id).promised_at is not None
        plans.publish(desk, older.id)

    with shop.lab.read(shop.people["manager"]) as desk:
        job = jobs.get(desk, job_id)
    assert (job.state, job.promised_at) == ("open", None)


def test_copies_that_are_printed_stay_printed(printed_only: tuple[Workshop, PlanView]) -> None:
    """A new plan holds only what is still to be printed."""
    shop, first = printed_only
    done = build_of(first, 0)
    shop.clock.now = done.start_at
    with shop.lab.write(shop.people["operator"]) as desk:
        builds.start(desk, done.id)
    shop.clock.now = done.unload_end_at
    with shop.lab.write(shop.people["operator"]) as desk:
        builds.finish(desk, done.id)

    second = shop.publish()

    printed = done.placements[0].job_id
    assert printed not in {p.job_id for build in second.builds for p in build.placements}
    with shop.lab.read(shop.people["manager"]) as desk:
        assert jobs.get(desk, printed or "").state == "printed"


def test_a_proposal_can_be_thrown_away(checked: Workshop) -> None:
    """A withdrawn proposal is gone and cannot be published."""
    checked.approve(draft_of(checked, "student"))
    checked.propose()
    with checked.lab.write(checked.people["manager"]) as desk:
        proposal = plans.proposed(desk)
        assert proposal is not None
        plans.withdraw(desk, proposal.id)
        assert plans.proposed(desk) is None
        with pytest.raises(Conflict, match="is withdrawn"):
            plans.publish(desk, proposal.id)
