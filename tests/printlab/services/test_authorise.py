"""Who may see and do what: one table of role, service and ownership."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from printlab.actor import Actor
from printlab.errors import Conflict, NotAllowed, NotFound
from printlab.lab import Desk
from printlab.records import PartRevision
from printlab.services import (
    accounts,
    builds,
    jobs,
    lab,
    offers,
    overview,
    parts,
    plans,
    prices,
    quotes,
    submissions,
)
from tests.printlab.workshop import PEOPLE, Workshop, copied


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """Ids of what the services are asked for: a student's or a company's."""

    submission: str
    revision: str
    job: str
    quote: str
    build: str
    plan: str
    proposal: str


Service = Callable[[Desk, Things], object]

SEE_WORK: dict[str, Service] = {
    "submissions.get": lambda desk, on: submissions.get(desk, on.submission),
    "submissions.history": lambda desk, on: submissions.history(desk, on.submission),
    "parts.revision": lambda desk, on: parts.revision(desk, on.revision),
    "parts.submission_of": lambda desk, on: parts.submission_of(desk, on.revision),
    "parts.report": lambda desk, on: parts.report(desk, on.revision),
    "parts.estimate": lambda desk, on: parts.estimate(desk, on.revision),
    "parts.layers_table": lambda desk, on: parts.layers_table(desk, on.revision),
    "parts.picture": lambda desk, on: parts.picture(desk, on.revision),
    "parts.pictures": lambda desk, on: parts.pictures(desk, on.revision),
    "parts.figures": lambda desk, on: parts.figures(desk, on.revision),
    "parts.picture_named": lambda desk, on: parts.picture_named(desk, on.revision, "part"),
    "parts.written": lambda desk, on: parts.written(desk, on.revision),
    "parts.written_report": lambda desk, on: parts.written_report(desk, on.revision, "html", "en"),
    "offers.mended_file": lambda desk, on: offers.mended_file(desk, on.revision),
    "parts.file": lambda desk, on: parts.file(desk, on.revision),
    "parts.progress": lambda desk, on: parts.progress(desk, on.revision),
    "jobs.get": lambda desk, on: jobs.get(desk, on.job),
    "jobs.job_of": lambda desk, on: jobs.job_of(desk, on.submission),
    "jobs.jobs_of": lambda desk, on: jobs.jobs_of(desk, [on.submission]),
    "prices.price_for": lambda desk, on: prices.price_for(
        desk, submissions.get(desk, on.submission)
    ),
    "submissions.withdraw": lambda desk, on: submissions.withdraw(desk, on.submission),
    "submissions.submit": lambda desk, on: submissions.submit(desk, on.submission),
}
DECIDE: dict[str, Service] = {
    "submissions.approve": lambda desk, on: submissions.approve(desk, on.submission),
    "submissions.send_back": lambda desk, on: submissions.send_back(desk, on.submission, "no"),
}
BUY: dict[str, Service] = {
    "quotes.get": lambda desk, on: quotes.get(desk, on.quote),
    "quotes.offer": lambda desk, on: quotes.offer(desk, on.submission),
}
ORDER: dict[str, Service] = {
    "quotes.accept": lambda desk, on: quotes.accept(desk, on.quote, "PO 1"),
}
RUN: dict[str, Service] = {
    "plans.request_plan": lambda desk, _on: plans.request_plan(desk),
    "plans.proposed": lambda desk, _on: plans.proposed(desk),
    "plans.history": lambda desk, _on: plans.history(desk),
    "plans.get (proposal)": lambda desk, on: plans.get(desk, on.proposal),
    "plans.publish": lambda desk, on: plans.publish(desk, on.proposal),
    "plans.withdraw": lambda desk, on: plans.withdraw(desk, on.proposal),
    "plans.running_task": lambda desk, _on: plans.running_task(desk),
    "builds.start": lambda desk, on: builds.start(desk, on.build),
    "builds.finish": lambda desk, on: builds.finish(desk, on.build),
    "builds.fail": lambda desk, on: builds.fail(desk, on.build, "laser"),
    "builds.pin": lambda desk, on: builds.pin(desk, on.build),
    "builds.unpin": lambda desk, on: builds.unpin(desk, on.build),
    "jobs.open_jobs": lambda desk, _on: jobs.open_jobs(desk),
    "overview.manager_today": lambda desk, _on: overview.manager_today(desk),
}
LOOK_ROUND: dict[str, Service] = {"lab.machines": lambda desk, _on: lab.machines(desk)}
SIGNED_IN: dict[str, Service] = {
    "lab.materials": lambda desk, _on: lab.materials(desk),
    "lab.machine_classes": lambda desk, _on: lab.machine_classes(desk),
    "lab.parameter_sets": lambda desk, _on: lab.parameter_sets(desk),
    "lab.shifts": lambda desk, _on: lab.shifts(desk),
    "plans.current": lambda desk, _on: plans.current(desk),
    "plans.get": lambda desk, on: plans.get(desk, on.plan),
    "accounts.organisations_of": lambda desk, _on: accounts.organisations_of(desk),
    "accounts.groups_of": lambda desk, _on: accounts.groups_of(desk),
}

STAFF = {"operator", "manager", "admin"}
EVERYBODY = {"anonymous", *PEOPLE}
SEERS = {
    "student": {"student", "teacher"} | STAFF,
    "company": {"company", "colleague"} | STAFF,
}
BUYERS = {"student": STAFF, "company": {"company", "colleague"} | STAFF}
ORDERERS: dict[str, set[str]] = {"student": set(), "company": {"company", "colleague"}}
DECIDERS = {"student": {"teacher"} | STAFF, "company": STAFF}
COMPANIES = {"company", "colleague", "rival"}

ROWS = [
    (name, service, owner, may)
    for owner in ("student", "company")
    for group, may in (
        (SEE_WORK, SEERS[owner]),
        (DECIDE, DECIDERS[owner]),
        (BUY, BUYERS[owner]),
        (ORDER, ORDERERS[owner]),
        (RUN, STAFF),
        (LOOK_ROUND, EVERYBODY - COMPANIES - {"anonymous"}),
        (SIGNED_IN, EVERYBODY - {"anonymous"}),
    )
    for name, service in group.items()
]


@pytest.fixture(scope="module")
def busy(
    checked_lab: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Workshop, dict[str, Things]]]:
    """Open a lab with a published plan, a proposal, and a quote for each owner."""
    shop = copied(checked_lab, tmp_path_factory.mktemp("busy") / "lab")
    rows = {}
    for owner in ("student", "company"):
        with shop.lab.read(shop.people[owner]) as desk:
            (submission,) = submissions.list_for(desk).rows
        with shop.lab.write(shop.people["manager"]) as desk:
            quote = quotes.offer(desk, submission.id)
            revision = desk.session.get_one(PartRevision, submission.part_revision_id)
            revision.mended_sha256 = revision.file_sha256
        rows[owner] = (submission, quote.id, shop.approve(submission.id, owner))
    plan = shop.publish()
    shop.propose()
    with shop.lab.read(shop.people["manager"]) as desk:
        proposal = plans.proposed(desk)
    assert proposal is not None
    yield (
        shop,
        {
            owner: Things(
                submission=submission.id,
                revision=submission.part_revision_id,
                job=job_id,
                quote=quote_id,
                build=next(
                    build.id for build in plan.builds if build.placements[0].job_id == job_id
                ),
                plan=plan.id,
                proposal=proposal.id,
            )
            for owner, (submission, quote_id, job_id) in rows.items()
        },
    )
    shop.lab.close()


def outcome(shop: Workshop, actor: Actor, service: Service, things: Things) -> str:
    """Ask for a service, undo it, and say what came of it; a wrong state is as good as may."""
    try:
        with shop.lab.write(actor) as desk:
            service(desk, things)
            desk.session.rollback()
    except Conflict:
        return "may"
    except NotAllowed:
        return "may not"
    except NotFound:
        return "does not exist"
    return "may"


@pytest.mark.parametrize(
    ("name", "service", "owner", "may"), ROWS, ids=[f"{row[2]}'s {row[0]}" for row in ROWS]
)
def test_each_service_answers_those_it_is_for(
    busy: tuple[Workshop, dict[str, Things]],
    name: str,
    service: Service,
    owner: str,
    may: set[str],
) -> None:
    """To whoever may not, the thing does not exist, or they may see it and not decide."""
    shop, things = busy
    actors = {"anonymous": Actor.anonymous(), **shop.people}

    outcomes = {who: outcome(shop, actor, service, things[owner]) for who, actor in actors.items()}

    assert {who for who, what in outcomes.items() if what == "may"} == may
    told = {who for who, what in outcomes.items() if what == "may not"}
    assert told == _told(name, owner, may)


def _told(name: str, owner: str, may: set[str]) -> set[str]:
    """Return who sees a thing and is told that they may not do this to it."""
    if name in DECIDE:
        return SEERS[owner] - may
    return STAFF if name in ORDER else set()


@pytest.mark.parametrize(("who", "sees"), [("student", {"student"}), ("classmate", set())])
def test_a_list_holds_what_one_may_see(
    busy: tuple[Workshop, dict[str, Things]], who: str, sees: set[str]
) -> None:
    """A list and the single things in it are ruled by the same condition."""
    shop, things = busy
    with shop.lab.read(shop.people[who]) as desk:
        rows = submissions.list_for(desk).rows

    assert {row.id for row in rows} == {things[owner].submission for owner in sees}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("teacher", {"student"}),
        ("other-teacher", set()),
        ("colleague", {"company"}),
        ("rival", set()),
        ("operator", {"student", "company"}),
    ],
)
def test_lists_follow_groups_and_companies(
    busy: tuple[Workshop, dict[str, Things]], who: str, sees: set[str]
) -> None:
    """A teacher lists the group's work, a company its own, staff all."""
    shop, things = busy
    with shop.lab.read(shop.people[who]) as desk:
        rows = submissions.list_for(desk).rows

    assert {row.id for row in rows} == {things[owner].submission for owner in sees}


def test_the_schedule_hides_what_is_not_yours(
    busy: tuple[Workshop, dict[str, Things]],
) -> None:
    """Others' parts are reserved: no name, number, shape or powder; a company sees its own only."""
    shop, things = busy
    with shop.lab.read(shop.people["classmate"]) as desk:
        plan = plans.current(desk)
    assert plan is not None
    placements = [placement for build in plan.builds for placement in build.placements]
    assert plan.jobs == ()
    assert placements
    assert all(p.reserved for p in placements)
    assert {(b.reserved, b.material, b.layer_mm, b.height_mm) for b in plan.builds} == {
        (True, "", 0.0, 0.0)
    }
    of_company = next(b for b in plan.builds if b.id == things["company"].build)
    assert of_company.placements == ()
    secrets = [(p.name, p.job_number, p.outline_mm, p.revision_id, p.job_id) for p in placements]
    assert set(secrets) == {(None,) * 5}

    with shop.lab.read(shop.people["colleague"]) as desk:
        own = plans.current(desk)
    with shop.lab.read(shop.people["rival"]) as desk:
        nothing = plans.current(desk)

    assert own is not None
    assert {build.id for build in own.builds} == {things["company"].build}
    assert nothing is not None
    assert (nothing.builds, nothing.machines, nothing.jobs) == ((), (), ())


def test_a_confidential_part_is_alone_on_its_platform(
    busy: tuple[Workshop, dict[str, Things]],
) -> None:
    """The company's parts share no build with anybody else's."""
    _, things = busy

    assert things["company"].build != things["student"].build
