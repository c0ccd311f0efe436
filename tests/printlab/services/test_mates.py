"""What jobs share a platform with: set by staff, kept by the next plan, told where it matters."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from printlab.convert.problem import ask
from printlab.errors import Conflict, Invalid, NotFound
from printlab.records import AuditEntry, Job
from printlab.services import builds, insight, mates, submissions
from printlab.services.insight import Speech
from printlab.services.plan_view import PlanView
from printlab.services.shop_floor import shop_floor
from tests.known_parts import box_triangles, cube, stl_bytes
from tests.printlab.workshop import Workshop

SPEECH = Speech(lang="en", moment=str, others="other work")
LARGE = stl_bytes(cube(60.0).triangles)
"""Two of these do not fit the round plate of 98 mm, four not that of 125 mm."""

WIDE = stl_bytes(box_triangles(200.0, 200.0, 10.0))
"""No platform has room for two of these."""


@pytest.fixture
def taken_on(shop: Workshop) -> tuple[Workshop, str, str]:
    """Open a lab with two jobs of one student, of 2 large cubes and 1 small one."""
    shop.print_only()
    large = shop.upload("student", LARGE, quantity="2")
    small = shop.upload("student", quantity="1", needed_by="2027-03-20")
    assert shop.work() == ["done", "done"]
    return shop, shop.approve(large), shop.approve(small)


def number_of(shop: Workshop, job_id: str) -> str:
    """Return the number of a job."""
    with shop.lab.read(shop.people["manager"]) as desk:
        return desk.session.get_one(Job, job_id).number


def say(shop: Workshop, job_id: str, together: str, *, confidential: bool = False) -> None:
    """Say as an operator what a job shares its platform with."""
    with shop.lab.write(shop.people["operator"]) as desk:
        mates.set_mates(desk, job_id, together=together, confidential=confidential)


def homes(plan: PlanView, *job_ids: str) -> set[str]:
    """Return the builds that hold copies of some jobs."""
    placed = [(build.id, place.job_id) for build in plan.builds for place in build.placements]
    return {build for build, job in placed if job in job_ids}


def asked_groups(shop: Workshop) -> dict[str, str | None]:
    """Return the group of each part in the problem of a plan made now."""
    with shop.lab.read(shop.people["manager"]) as desk:
        return {part.id: part.together for part in ask(shop_floor(desk)).problem.parts}


def test_jobs_that_must_be_together_share_a_build(taken_on: tuple[Workshop, str, str]) -> None:
    """All copies of both are on one platform, and the page of the job says that it was asked."""
    shop, large, small = taken_on
    say(shop, small, number_of(shop, large))

    plan = shop.publish()

    assert len(homes(plan, large, small)) == 1
    told = {}
    for reader in ("manager", "student"):
        with shop.lab.read(shop.people[reader]) as desk:
            told[reader] = insight.of_job(desk, plan.id, small, SPEECH).together
    assert told == {"manager": (number_of(shop, large),), "student": None}


def test_a_published_plan_is_brought_together_by_the_next(
    taken_on: tuple[Workshop, str, str],
) -> None:
    """A wish that comes later is kept although it moves much of what was planned."""
    shop, large, small = taken_on
    first = shop.publish()
    say(shop, large, number_of(shop, small))
    groups = asked_groups(shop)
    assert groups[large] == groups[small] is not None

    second = shop.publish()

    assert len(homes(second, large, small)) == 1
    assert first.version < second.version


def test_one_leaves_a_group_and_the_other_keeps_its_own(
    taken_on: tuple[Workshop, str, str],
) -> None:
    """Own copies alone are a group of their own; nothing said is none."""
    shop, large, small = taken_on
    say(shop, small, number_of(shop, large))
    say(shop, small, mates.OWN)
    groups = asked_groups(shop)
    assert None not in groups.values()
    assert groups[large] != groups[small]
    say(shop, large, "")
    say(shop, small, "", confidential=True)

    assert set(asked_groups(shop).values()) == {None}
    with shop.lab.read(shop.people["manager"]) as desk:
        (secret,) = [part.id for part in ask(shop_floor(desk)).problem.parts if part.confidential]
        noted = select(AuditEntry).filter_by(action="job-mates-set")
        entries = desk.session.scalars(noted).all()
    assert secret == small
    assert len(entries) == 4


def test_a_group_is_kept_whose_other_job_is_printing(
    taken_on: tuple[Workshop, str, str],
) -> None:
    """Who says only that the work is confidential does not take the job out of its group."""
    shop, large, small = taken_on
    say(shop, small, number_of(shop, large))
    with shop.lab.write(shop.people["operator"]) as desk:
        desk.session.get_one(Job, large).state = "printing"

    say(shop, small, number_of(shop, large), confidential=True)

    with shop.lab.read(shop.people["manager"]) as desk:
        rows = [desk.session.get_one(Job, job) for job in (large, small)]
        assert rows[0].together == rows[1].together is not None
        assert [row.confidential for row in rows] == [False, True]


def test_a_group_that_a_pinned_build_holds_apart_is_published(shop: Workshop) -> None:
    """What stays where it is leaves the rest of its group free to be in several builds."""
    shop.print_only()
    wide = shop.upload("student", WIDE, quantity="2")
    other = shop.upload("company")
    assert shop.work() == ["done", "done"]
    jobs = [shop.approve(wide), shop.approve(other, "company")]
    with shop.lab.write(shop.people["operator"]) as desk:
        desk.session.get_one(Job, jobs[1]).confidential = True
    first = shop.publish()
    (pinned,) = homes(first, jobs[1])
    with shop.lab.write(shop.people["operator"]) as desk:
        for job_id in jobs:
            desk.session.get_one(Job, job_id).together = "one group"
        builds.pin(desk, pinned)

    second = shop.publish()

    assert set(asked_groups(shop).values()) == {None}
    assert len(homes(second, jobs[0])) == 2


def test_what_is_held_or_not_of_the_owner_is_refused(checked: Workshop) -> None:
    """Neither a stranger's job, nor one in a pinned build, nor by anybody who is not staff."""
    checked.print_only()
    jobs = {}
    for owner in ("student", "company"):
        with checked.lab.read(checked.people[owner]) as desk:
            (draft,) = submissions.list_for(desk, state="draft").rows
        jobs[owner] = checked.approve(draft.id, owner)
    with pytest.raises(Invalid, match="of this owner"):
        say(checked, jobs["student"], number_of(checked, jobs["company"]))
    plan = checked.publish()
    (home,) = homes(plan, jobs["student"])
    with checked.lab.write(checked.people["operator"]) as desk:
        builds.pin(desk, home)
    with pytest.raises(Conflict) as refusal:
        say(checked, jobs["student"], mates.OWN)
    assert refusal.value.code == "job-fixed"
    with checked.lab.write(checked.people["student"]) as desk, pytest.raises(NotFound):
        mates.set_mates(desk, jobs["student"], together="", confidential=False)
