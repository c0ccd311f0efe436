"""The straight line, through the services that people use."""

from __future__ import annotations

import datetime as dt

from printlab.services import builds, overview, parts, plans, quotes, submissions
from tests.printlab.workshop import MONDAY, Workshop


def test_a_student_gets_a_report_and_a_date(shop: Workshop) -> None:
    """Upload, check, submit, approve, plan, publish: the student sees the promised date."""
    submission_id = shop.upload("student")
    assert shop.work() == ["done"]
    with shop.lab.read(shop.people["student"]) as desk:
        revision = submissions.get(desk, submission_id).part_revision
        report = parts.report(desk, revision.id, "nl")
        table = parts.layers_table(desk, revision.id)
    assert revision.accepted
    assert report["accepted"] is True
    assert len(table["z_mm"]) == revision.layer_count == 333
    assert revision.ready_at is not None
    assert revision.ready_at > MONDAY

    shop.approve(submission_id)
    plan = shop.publish()

    with shop.lab.read(shop.people["student"]) as desk:
        mine = plans.current(desk)
    assert mine is not None
    last = plan.operations[-1]
    assert last.station.name == "Blasting cabin"
    assert [job.promised_at for job in mine.jobs] == [last.planned.unload_end_at]
    assert mine.operations == plan.operations
    assert [placement.copy for placement in mine.builds[0].placements] == [1, 2]


def test_a_company_orders_at_the_price_it_was_offered(checked: Workshop) -> None:
    """A quote holds net, 21 % BTW and gross; accepting it with a PO number makes the job."""
    with checked.lab.write(checked.people["company"]) as desk:
        (submission,) = submissions.list_for(desk).rows
        quote = quotes.offer(desk, submission.id)
        again = quotes.offer(desk, submission.id)
    assert again.id == quote.id
    assert quote.gross_cents == quote.net_cents + quote.vat_cents
    assert quote.vat_cents == round(quote.net_cents * 0.21)
    assert sum(line["cents"] for line in quote.lines) == quote.net_cents
    assert quote.valid_until == MONDAY + dt.timedelta(days=14)

    with checked.lab.write(checked.people["colleague"]) as desk:
        job = quotes.accept(desk, quote.id, " PO  17 ")

    assert job.confidential
    with checked.lab.read(checked.people["manager"]) as desk:
        assert quotes.get(desk, quote.id).po_number == "PO 17"
        assert submissions.get(desk, submission.id).state == "ordered"


def test_the_shop_floor_from_start_to_printed(checked: Workshop) -> None:
    """Start takes the powder and the jobs along, finish prints them, and the manager sees it."""
    checked.print_only()
    with checked.lab.read(checked.people["student"]) as desk:
        (submission,) = submissions.list_for(desk).rows
    checked.approve(submission.id)
    (build,) = checked.publish().builds
    with checked.lab.read(checked.people["manager"]) as desk:
        today = overview.manager_today(desk)
    assert [action.kind for action in today.actions] == ["set-up", "unload"]
    checked.clock.now = build.start_at

    with checked.lab.write(checked.people["operator"]) as desk:
        started = builds.start(desk, build.id)
        assert started.machine.loaded == "316L"
        assert started.placements[0].job_id is not None
    with checked.lab.read(checked.people["manager"]) as desk:
        assert [b.number for b in overview.manager_today(desk).running] == ["B-0001"]
    checked.clock.now = build.unload_end_at
    with checked.lab.write(checked.people["operator"]) as desk:
        finished = builds.finish(desk, build.id)

    assert finished.actual_end_at == build.unload_end_at
    with checked.lab.read(checked.people["manager"]) as desk:
        assert overview.manager_today(desk).actions == ()
        assert submissions.get(desk, submission.id).state == "approved"
