"""How a kind of background task is done: asked, worked out in a limited child, stored."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from printlab.errors import PrintlabError
from printlab.lab import Desk
from printlab.records import JsonObject, Task
from printlab.settings import ChildLimits, Settings

__all__ = ["Handler", "Outcome"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the child answered, and the folder in which it left its files (gone after storing)."""

    result: JsonObject
    scratch: Path


class Handler(Protocol):
    """One kind of task. ``request``, ``store`` and ``fail`` each run in a writing transaction.

    Each may run again after a crash and must then come to the same rows: ``request`` may run once
    per attempt, ``store`` and ``fail`` are committed together with the task's own end, or not at
    all.
    """

    @property
    def child(self) -> str:
        """Name the function for the child: ``module:function(request, report_progress)``."""
        ...

    def limits(self, settings: Settings) -> ChildLimits:
        """Return what the child may use."""
        ...

    def request(self, desk: Desk, task: Task, scratch: Path) -> JsonObject:
        """Return the child's question as JSON, and mark the subject as being worked on.

        Input files are named by path (``desk.files.local_path(sha256, scratch)``). The worker
        adds ``"scratch"``: the folder in which the child may write.
        """
        ...

    def store(self, desk: Desk, task: Task, outcome: Outcome) -> JsonObject:
        """Write the answer as files and rows; return the small summary kept in the task."""
        ...

    def fail(self, desk: Desk, task: Task, error: PrintlabError) -> None:
        """Write on the subject that it could not be done, and why (or that it was cancelled)."""
        ...
