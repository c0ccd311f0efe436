"""The date of a part: promised against the published plan, else estimated around it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from printlab.convert.promised import plan_document, promised, standing
from printlab.convert.published import scene_of
from printlab.errors import Conflict
from printlab.records import JsonObject, PartRevision
from printlab.services import jobs, parts, plans, promises, quotes, submissions
from printlab.services.shop_floor import shop_floor
from scheduler import Limits, Part, Problem
from tests.printlab.workshop import Workshop, copied


@pytest.fixture(scope="module")
def published_lab(checked_lab: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a plan of a student's part; a company's part was checked before there was one."""
    home = tmp_path_factory.mktemp("promised") / "lab"
    shop = copied(checked_lab, home)
    with shop.lab.read(shop.people["student"]) as desk:
        (draft,) = submissions.list_for(desk, state="draft").rows
    shop.approve(draft.id)
    shop.publish()
    shop.lab.close()
    return home


@pytest.fixture
def home(published_lab: Path) -> Path:
    """Let the shop be one whose plan is published."""
    return published_lab


def checked_part(shop: Workshop, **wish: str) -> tuple[str, PartRevision]:
    """Upload and check a company's part, and return its submission's id and its revision."""
    submission_id = shop.upload("company", **wish)
    assert shop.work() == ["done"]
    with shop.lab.read(shop.people["company"]) as desk:
        return submission_id, submissions.get(desk, submission_id).part_revision


def test_without_a_plan_a_date_is_an_estimate(checked: Workshop) -> None:
    """Where nothing is published a part has its date as before, and nobody says how sure it is."""
    with checked.lab.read(checked.people["company"]) as desk:
        (draft,) = submissions.list_for(desk, state="draft").rows
        assert draft.part_revision.ready_at is not None
        assert draft.part_revision.ready_share is None
    with checked.lab.read(checked.people["manager"]) as desk:
        assert plan_document(shop_floor(desk)) is None


def test_a_part_is_promised_against_the_published_plan(shop: Workshop) -> None:
    """The date is kept in nine of ten cases, is not before the planned one, and moves nobody."""
    with shop.lab.read(shop.people["manager"]) as desk:
        before = plans.current(desk)
    _, revision = checked_part(shop)
    with shop.lab.read(shop.people["company"]) as desk:
        ready = parts.report(desk, revision.id)["ready"]
    assert isinstance(ready, dict)
    assert revision.ready_share == ready["share"] == 0.9
    assert revision.ready_at is not None
    assert revision.ready_at.isoformat() == ready["at"] >= ready["planned_at"]
    assert ready["code"] in {"ready-after-machine", "ready-at-set-up"}
    with shop.lab.read(shop.people["manager"]) as desk:
        assert plans.current(desk) == before


def test_a_quote_keeps_the_promised_date_and_how_sure_it_is(shop: Workshop) -> None:
    """What was offered stays with the quote; the job is due on the day the company asked for."""
    submission_id, revision = checked_part(shop)
    with shop.lab.write(shop.people["company"]) as desk:
        quote = quotes.offer(desk, submission_id)
        assert (quote.ready_at, quote.ready_share) == (revision.ready_at, 0.9)
        job = quotes.accept(desk, quote.id, "PO-1")
        assert job.due_at == jobs.due_from(desk, quote.submission.needed_by)
        assert job.weight == 1.0


def test_a_promised_date_that_is_ordered_is_the_due_date(shop: Workshop) -> None:
    """The plan knows by when the company was told that it has its parts, and holds that first."""
    submission_id, revision = checked_part(shop)
    with shop.lab.write(shop.people["company"]) as desk:
        quote = quotes.offer(desk, submission_id)
        job = quotes.accept(desk, quote.id, "PO-1", revision.ready_at)
        assert job.due_at is not None
        assert job.due_at == revision.ready_at
        assert job.weight == quotes.PROMISED_WEIGHT > 1.0
        assert job.due_at < jobs.due_from(desk, quote.submission.needed_by)


def test_a_promise_holds_until_other_work_comes_in(shop: Workshop) -> None:
    """What the page showed is refused then; the date is worked out anew when somebody asks."""
    submission_id, revision = checked_part(shop)
    with shop.lab.write(shop.people["company"]) as desk:
        quote_id = quotes.offer(desk, submission_id).id
    other = shop.upload("student")
    assert shop.work() == ["done"]
    shop.clock.forward(minutes=5)
    shop.approve(other)
    with shop.lab.write(shop.people["company"]) as desk:
        shown = promises.date_of(desk, quotes.get(desk, quote_id))
        assert (shown.at, shown.share) == (revision.ready_at, None)
        with pytest.raises(Conflict) as refusal:
            quotes.accept(desk, quote_id, "PO-1", revision.ready_at)
        assert refusal.value.code == "quote-date-changed"
        quotes.ask_date(desk, quote_id)
        quotes.ask_date(desk, quote_id)
    assert shop.work() == ["done"]

    with shop.lab.write(shop.people["company"]) as desk:
        quote = quotes.get(desk, quote_id)
        shown = promises.date_of(desk, quote)
        assert (shown.share, shown.as_of) == (0.9, shop.clock.now)
        assert quotes.accept(desk, quote_id, "PO-1", shown.at).due_at == shown.at


def test_a_promise_of_yesterday_is_an_estimate_and_a_date_that_passed_is_none(
    shop: Workshop,
) -> None:
    """Nobody is offered a day that is over, nor as sure what was found long ago."""
    _, revision = checked_part(shop)
    assert revision.ready_at is not None
    for moment, told in (
        (shop.clock.now + promises.HOLDS_FOR, (revision.ready_at, 0.9)),
        (shop.clock.now + promises.HOLDS_FOR + dt.timedelta(minutes=1), (revision.ready_at, None)),
        (revision.ready_at + dt.timedelta(minutes=1), (None, None)),
    ):
        shop.clock.now = min(moment, revision.ready_at) if told[0] else moment
        with shop.lab.read(shop.people["company"]) as desk:
            date = promises.date_of(desk, revision)
            assert (date.at, date.share) == told


def test_a_promise_is_an_estimate_once_another_plan_is_published(shop: Workshop) -> None:
    """A quote offered after that has the date of the check, until a worker promises it anew."""
    submission_id, revision = checked_part(shop)
    assert revision.ready_as_of == shop.clock.now
    shop.clock.forward(minutes=5)
    shop.publish()

    with shop.lab.write(shop.people["company"]) as desk:
        quote = quotes.offer(desk, submission_id)
        told = (quote.ready_at, quote.ready_share, quote.ready_as_of)

        assert quotes.is_being_promised(desk, quote)
        quote_id = quote.id
    assert told == (revision.ready_at, None, revision.ready_as_of)

    assert shop.work() == ["done"]

    with shop.lab.read(shop.people["company"]) as desk:
        quote = quotes.get(desk, quote_id)
        assert not quotes.is_being_promised(desk, quote)
        assert (quote.ready_share, quote.ready_as_of) == (0.9, shop.clock.now)
        assert quote.ready_at == quote.submission.part_revision.ready_at


def test_a_date_is_not_promised_for_a_quote_that_is_taken(shop: Workshop) -> None:
    """What was ordered meanwhile keeps the date that it was ordered with."""
    submission_id, revision = checked_part(shop)
    shop.clock.forward(minutes=5)
    shop.publish()
    with shop.lab.write(shop.people["company"]) as desk:
        quote_id = quotes.offer(desk, submission_id).id
        quotes.accept(desk, quote_id, "PO-4")

    assert shop.work() == ["done"]

    with shop.lab.read(shop.people["company"]) as desk:
        quote = quotes.get(desk, quote_id)
        assert (quote.ready_at, quote.ready_share) == (revision.ready_at, None)


def test_a_promise_counts_what_waits(shop: Workshop) -> None:
    """A part that was taken on and is not planned yet goes before one that only asks."""
    wish = {"machine_class": "compact", "needed_by": "2027-03-01"}
    first, alone = checked_part(shop, **wish)
    with shop.lab.write(shop.people["company"]) as desk:
        quotes.accept(desk, quotes.offer(desk, first).id, "PO-2")
    second, queued = checked_part(shop, **wish)
    assert second != first
    assert alone.ready_at is not None
    assert queued.ready_at is not None
    assert queued.ready_share == 0.9
    assert queued.ready_at >= alone.ready_at


def test_a_promise_counts_how_print_times_spread(shop: Workshop) -> None:
    """The date is no earlier than the plan has it: print times may be longer than estimated."""
    with shop.lab.read(shop.people["manager"]) as desk:
        floor = shop_floor(desk)
        plan, scene = plan_document(floor), scene_of(floor)
    (part,) = scene.problem.parts
    setting = scene.problem.settings[0]
    another = _renamed(part)
    found = promised(
        _stands(plan), another, setting, {"new": (0.8, 1.3)}, Limits(time_s=1.0, workers=1)
    )
    assert found is not None
    assert found.at >= found.planned_at


def test_what_has_no_place_is_promised_nothing(shop: Workshop) -> None:
    """A part too high for every machine, or a plan that cannot be kept, has no promised date."""
    with shop.lab.read(shop.people["manager"]) as desk:
        floor = shop_floor(desk)
        plan, scene = plan_document(floor), scene_of(floor)
    (part,) = scene.problem.parts
    (stand,) = part.orientations
    high = replace(_renamed(part), orientations=(replace(stand, height_mm=5000.0),))
    setting = scene.problem.settings[0]
    limits = Limits(iterations=0)
    assert promised(_stands(plan), high, setting, {}, limits) is None
    assert promised(_stands(plan), part, setting, {}, limits) is None
    problem = Problem.from_dict(plan["problem"] if plan else {})
    none = replace(problem, machines=tuple(replace(m, height_mm=1.0) for m in problem.machines))
    assert standing({**(plan or {}), "problem": none.to_dict()}) is None
    assert standing(None) is None


def _renamed(part: Part) -> Part:
    return replace(part, id="new", job="new")


def _stands(plan: JsonObject | None) -> JsonObject:
    stands = standing(plan)
    assert stands is not None
    return stands
