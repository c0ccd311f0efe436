"""The task that makes a plan: the shop floor in, a proposed plan out."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from printlab import audit
from printlab.convert.insight import with_build_ids
from printlab.convert.problem import Asked, ShopFloor, ask, spread_of
from printlab.convert.schedule import PlannedBuild, PlannedOperation, Solution, read_solution
from printlab.errors import Conflict, InternalError, PrintlabError
from printlab.handler import Outcome
from printlab.lab import Desk
from printlab.records import Build, JsonObject, Operation, Placement, Plan, Task
from printlab.services import lab
from printlab.services.advising import advise_next
from printlab.services.shop_floor import shop_floor
from printlab.settings import ChildLimits, Settings
from scheduler import SchedulerError

__all__ = ["MakePlan"]

_ASKED = "asked.json"
_WORKERS = 2

_MOST_MOVED = 0.1
"""Share of the copies that are planned and have not begun, which a new plan may put elsewhere."""


@dataclass(frozen=True, slots=True)
class MakePlan:
    """Makes one plan."""

    child: str = "printlab.plan_work:make_plan"

    def limits(self, settings: Settings) -> ChildLimits:
        """Return what the child may use."""
        return settings.plan_child

    def request(self, desk: Desk, task: Task, scratch: Path) -> JsonObject:
        """Ask for a plan of everything open, around what runs or is pinned."""
        floor = shop_floor(desk)
        if not floor.jobs:
            raise Conflict("nothing-to-plan", "There is nothing to plan: no job is open.")
        try:
            asked = ask(floor)
        except SchedulerError as error:
            raise _contradiction(floor, error) from error
        problem = asked.problem.to_dict()
        kept = {
            "problem": problem,
            "origin": asked.timeline.origin.isoformat(),
            "copies": {job: list(numbers) for job, numbers in asked.copies.items()},
            "fixed": [build.id for build in floor.fixed],
            "begun": [operation.id for operation in floor.operations],
            "asked_at": floor.now.isoformat(),
        }
        (scratch / _ASKED).write_text(json.dumps(kept), encoding="utf-8")
        return {
            "problem": problem,
            "time_limit_s": task.payload["time_limit_s"],
            "seed": task.payload.get("seed", 0),
            "workers": _WORKERS,
            "most_moved": None if task.payload.get("anew") else _MOST_MOVED,
            "spread": spread_of(floor.jobs),
            "names": {row.id: row.name for row in floor.machines}
            | {row.id: row.name for row in floor.stations},
        }

    def store(self, desk: Desk, task: Task, outcome: Outcome) -> JsonObject:
        """Keep the question, the answer, and the plan's builds with their placements."""
        kept = json.loads((outcome.scratch / _ASKED).read_text(encoding="utf-8"))
        asked = Asked.from_document(kept)
        result = outcome.result["result"]
        solution = read_solution(asked, result)
        plan = _plan(desk, task, solution, kept)
        plan.problem_sha256 = desk.files.put(json.dumps(kept["problem"]).encode())
        plan.result_sha256 = desk.files.put(json.dumps(result).encode())
        desk.session.add(plan)
        desk.session.flush()
        builds = {planned.key: _store_build(desk, plan, planned) for planned in solution.builds}
        for operation in solution.operations:
            _store_operation(desk, plan, operation, builds)
        numbered = {key: build.id for key, build in builds.items()}
        plan.insight = with_build_ids(outcome.result["insight"], numbered)
        audit.record(desk, "plan-proposed", "plan", plan.id, detail={"version": plan.version})
        advise_next(desk, plan)
        return {"plan_id": plan.id}

    def fail(self, desk: Desk, task: Task, error: PrintlabError) -> None:
        """Leave everything as it is; the task itself says why there is no plan."""
        audit.record(desk, "plan-failed", "task", task.id, detail={"code": error.code})


def _contradiction(floor: ShopFloor, error: SchedulerError) -> PrintlabError:
    """Return why the shop floor, as it stands, leaves no question to ask."""
    numbers = {build.id: build.number or "" for build in floor.fixed}
    if error.code != "fixed-overlap":
        return InternalError(error.code, error.message, error.params)
    first, then = (numbers.get(str(error.params[name]), "") for name in ("build", "other"))
    return Conflict(
        "pinned-blocked",
        f"Build {then} is pinned to a time at which {first} still has the machine; unpin it and "
        "plan again.",
        {"build": then, "other": first},
    )


def _plan(desk: Desk, task: Task, solution: Solution, kept: JsonObject) -> Plan:
    last = desk.session.scalar(select(func.max(Plan.version))) or 0
    return Plan(
        organisation_id=lab.lab_organisation(desk).id,
        version=last + 1,
        state="proposed",
        status=solution.status,
        objective=solution.objective,
        bound=solution.bound,
        gap=solution.gap,
        seed=solution.seed,
        runtime_s=solution.runtime_s,
        origin_at=dt.datetime.fromisoformat(kept["origin"]),
        tick_s=kept["problem"]["tick_s"],
        summary={
            "fixed_build_ids": kept["fixed"],
            "fixed_operation_ids": kept["begun"],
            "asked_at": kept["asked_at"],
            "builds": len(solution.builds),
            "moved": solution.moved,
            "planned_before": len(kept["problem"]["previous"]),
            "moved_builds": solution.moved_builds,
            "builds_before": len(
                {(one["machine"], one["start"]) for one in kept["problem"]["previous"]}
            ),
        },
        created_by_id=task.user_id,
    )


def _store_build(desk: Desk, plan: Plan, planned: PlannedBuild) -> Build:
    setting = next((s for s in lab.parameter_sets(desk) if s.id == planned.parameter_set_id), None)
    if setting is None:
        raise InternalError("parameter-set-gone", "A parameter set was removed while planning.")
    build = Build(
        organisation_id=plan.organisation_id,
        plan_id=plan.id,
        machine_id=planned.machine_id,
        material_id=setting.material_id,
        parameter_set_id=setting.id,
        height_mm=planned.height_mm,
        **planned.times,
    )
    desk.session.add(build)
    desk.session.flush()
    for placed in planned.placements:
        desk.session.add(
            Placement(organisation_id=plan.organisation_id, build_id=build.id, **placed)
        )
    desk.session.flush()
    return build


def _store_operation(
    desk: Desk, plan: Plan, planned: PlannedOperation, builds: dict[str, Build]
) -> None:
    """Store what follows printing; a build that was there before is found by its id."""
    desk.session.add(
        Operation(
            organisation_id=plan.organisation_id,
            plan_id=plan.id,
            builds=[builds.get(key) or desk.session.get_one(Build, key) for key in planned.builds],
            **planned.columns,
        )
    )
    desk.session.flush()
