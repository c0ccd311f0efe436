"""The task that finds what would help one job of a plan."""

import json
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from printlab import audit
from printlab.errors import PrintlabError
from printlab.handler import Outcome
from printlab.lab import Desk
from printlab.records import JsonObject, Plan, Task
from printlab.services.advising import advise_next
from printlab.settings import ChildLimits, Settings

__all__ = ["AdviseJob"]


@dataclass(frozen=True, slots=True)
class AdviseJob:
    """Looks for advice for one job, by the plan's own question and answer."""

    child: str = "printlab.advice_work:advise"

    def limits(self, settings: Settings) -> ChildLimits:
        """Return what the child may use."""
        return settings.plan_child

    def request(self, desk: Desk, task: Task, scratch: Path) -> JsonObject:
        """Ask by what the plan was made of."""
        del scratch
        plan = desk.session.get_one(Plan, task.payload["plan_id"])
        result = json.loads(desk.files.read(plan.result_sha256))
        return {
            "problem": json.loads(desk.files.read(plan.problem_sha256)),
            "schedule": result["schedule"],
            "job": task.payload["job"],
        }

    def store(self, desk: Desk, task: Task, outcome: Outcome) -> JsonObject:
        """Keep the advice with the reasons that the plan gives for the job."""
        job, held = task.payload["job"], select(Plan).where(Plan.id == task.payload["plan_id"])
        plan = desk.session.scalars(held.with_for_update()).one()
        insight = plan.insight or {"explanations": {}}
        told = {**insight["explanations"].get(job, {}), "advice": outcome.result["advice"]}
        plan.insight = {
            **insight,
            "explanations": {**insight["explanations"], job: told},
            "advised": sorted({*insight.get("advised", ()), job}),
        }
        audit.record(desk, "job-advised", "plan", plan.id, detail={"job": job})
        advise_next(desk, plan)
        return {"plan_id": plan.id}

    def fail(self, desk: Desk, task: Task, error: PrintlabError) -> None:
        """Leave everything as it is; the task itself says why there is no advice."""
        audit.record(desk, "job-advice-failed", "task", task.id, detail={"code": error.code})
        advise_next(desk, desk.session.get_one(Plan, task.payload["plan_id"]))
