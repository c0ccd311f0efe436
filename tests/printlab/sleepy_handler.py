"""A kind of task for tests: sleeps in a child, stores one audit entry, can be made to fail."""

from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from printlab import audit
from printlab.errors import PrintlabError
from printlab.handler import Handler, Outcome
from printlab.lab import Desk
from printlab.records import JsonObject, Task
from printlab.settings import ChildLimits, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Sleepy:
    """Does a job of ``child_jobs``; every storing and failing leaves an audit entry."""

    child: str = "tests.printlab.child_jobs:sleep"
    bug_in: str = ""
    wall_s: float = 60.0
    requested: list[str] = field(default_factory=list)

    def limits(self, settings: Settings) -> ChildLimits:
        """Return the wall limit asked for."""
        del settings
        return ChildLimits(wall_s=self.wall_s)

    def request(self, desk: Desk, task: Task, scratch: Path) -> JsonObject:
        """Pass the payload on."""
        del desk, scratch
        self.requested.append(task.id)
        self._fall("request")
        return task.payload

    def store(self, desk: Desk, task: Task, outcome: Outcome) -> JsonObject:
        """Write down that there is a result."""
        note = (outcome.scratch / "note").read_text(encoding="ascii")
        audit.record(desk, "stored", "task", task.id, detail={"note": note})
        self._fall("store")
        return outcome.result

    def fail(self, desk: Desk, task: Task, error: PrintlabError) -> None:
        """Write down that there is none."""
        audit.record(desk, "failed", "task", task.id, detail={"code": error.code})
        self._fall("fail")

    def _fall(self, place: str) -> None:
        if place == self.bug_in:
            raise ZeroDivisionError


HANDLERS: MappingProxyType[str, Handler] = MappingProxyType({"sleep": Sleepy()})
