"""What tests do with the builds of a published plan and the stations after it."""

from __future__ import annotations

import pytest

from printlab.errors import Conflict
from printlab.services import builds, operations, plan_rows, plans, submissions
from printlab.services.operation_view import OperationView
from printlab.services.plan_view import BuildView, PlanView
from tests.printlab.workshop import Workshop

NAMES = ["Argon furnace", "Wire EDM", "Blasting cabin"]


def draft_of(shop: Workshop, owner: str) -> str:
    """Return the id of the draft that a person has."""
    with shop.lab.read(shop.people[owner]) as desk:
        (draft,) = submissions.list_for(desk, state="draft").rows
    return draft.id


def plan_of(shop: Workshop, who: str = "manager") -> PlanView:
    """Return the published plan as somebody sees it."""
    with shop.lab.read(shop.people[who]) as desk:
        plan = plans.current(desk)
    assert plan is not None
    return plan


def following(plan: PlanView, build_id: str) -> list[OperationView]:
    """Return what follows a build, in the order of the flow."""
    return [o for o in plan.operations if build_id in {build.id for build in o.builds}]


def printed(shop: Workshop) -> tuple[str, list[OperationView]]:
    """Print all builds; return the student's with what follows it."""
    plan = plan_of(shop)
    for build in sorted(plan.builds, key=lambda build: build.start_at):
        shop.clock.now = max(shop.clock.now, build.start_at)
        with shop.lab.write(shop.people["operator"]) as desk:
            builds.start(desk, build.id)
        shop.clock.now = max(shop.clock.now, build.unload_end_at)
        with shop.lab.write(shop.people["operator"]) as desk:
            builds.finish(desk, build.id)
    (mine,) = [build for build in plan_of(shop, "student").builds if not build.reserved]
    return mine.id, following(plan, mine.id)


def begin(shop: Workshop, operation_id: str) -> None:
    """Start an operation as an operator."""
    with shop.lab.write(shop.people["operator"]) as desk:
        operations.start(desk, operation_id)


def end(shop: Workshop, operation_id: str) -> None:
    """Finish an operation as an operator."""
    with shop.lab.write(shop.people["operator"]) as desk:
        operations.finish(desk, operation_id)


def refused(shop: Workshop, operation_id: str) -> Conflict:
    """Return why an operation cannot begin."""
    with (
        shop.lab.write(shop.people["operator"]) as desk,
        pytest.raises(Conflict) as refusal,
    ):
        operations.start(desk, operation_id)
    return refusal.value


def pending(shop: Workshop) -> set[str]:
    """Return the builds that wait for a station."""
    with shop.lab.read(shop.people["manager"]) as desk:
        return {build.id for build in plan_rows.pending_builds(desk)}


def build_of(plan: PlanView, index: int) -> BuildView:
    """Return a build of a plan in the order of time."""
    return sorted(plan.builds, key=lambda build: (build.start_at, build.id))[index]
