"""The task that answers what a change would make of the plan; nothing in the lab is changed."""

from dataclasses import dataclass
from pathlib import Path

import scheduler
from printlab import audit
from printlab.convert.published import scene_of
from printlab.convert.question import Question, change_of
from printlab.errors import Conflict, PrintlabError
from printlab.handler import Outcome
from printlab.lab import Desk
from printlab.records import JsonObject, Task
from printlab.services.shop_floor import shop_floor
from printlab.settings import ChildLimits, Settings

__all__ = ["AnswerWhatIf"]

_ORIGIN = "origin"

_ALL = 1.0
"""The share of what has not begun that may move where everything may."""


@dataclass(frozen=True, slots=True)
class AnswerWhatIf:
    """Answers one question."""

    child: str = "printlab.what_if_work:compare"

    def limits(self, settings: Settings) -> ChildLimits:
        """Return what the child may use."""
        return settings.plan_child

    def request(self, desk: Desk, task: Task, scratch: Path) -> JsonObject:
        """Ask for the published plan as it is kept now, and the change."""
        scene = scene_of(shop_floor(desk))
        if not scene.published.builds:
            raise Conflict("what-if-nothing", "Nothing is planned; publish a plan first.")
        question = Question.from_dict(task.payload)
        change = change_of(question, scene)
        asked = scheduler.Comparison(change=change, before=scene.published, after=None)
        origin = scene.timeline.origin.isoformat()
        (scratch / _ORIGIN).write_text(origin, encoding="utf-8")
        return {
            "problem": scene.problem.to_dict(),
            "asked": asked.to_dict(),
            "most_moved": _ALL if question.anew else None,
        }

    def store(self, desk: Desk, task: Task, outcome: Outcome) -> JsonObject:
        """Keep the comparison in the task: it is of this moment, and no row speaks of it."""
        audit.record(desk, "what-if-answered", "task", task.id)
        origin = (outcome.scratch / _ORIGIN).read_text(encoding="utf-8")
        return {**outcome.result, "origin": origin}

    def fail(self, desk: Desk, task: Task, error: PrintlabError) -> None:
        """Leave everything as it is; the task itself says why there is no answer."""
        audit.record(desk, "what-if-failed", "task", task.id, detail={"code": error.code})
