"""The task that makes the toolpath of a build: every copy where it lies, hatched, and checked."""

from dataclasses import dataclass
from pathlib import Path

from printlab.convert.process import process_document
from printlab.errors import NotFound, PrintlabError
from printlab.handler import Outcome
from printlab.handlers.check_toolpath import copies_in, give_up, keep_checked, toolpath_of
from printlab.lab import Desk
from printlab.recipe import Recipe
from printlab.records import JsonObject, Task
from printlab.services import lab
from printlab.settings import ChildLimits, Settings
from printlab.toolpath_work import MADE

__all__ = ["MakeToolpath"]


@dataclass(frozen=True, slots=True)
class MakeToolpath:
    """Makes and checks one toolpath of a build."""

    child: str = "printlab.toolpath_work:make_path"

    def limits(self, settings: Settings) -> ChildLimits:
        """Return what the child may use."""
        return settings.check_child

    def request(self, desk: Desk, task: Task, scratch: Path) -> JsonObject:
        """Ask for the toolpath of what lies in the build now, as its machine prints it."""
        row = toolpath_of(desk, task)
        if row.build is None:
            raise NotFound
        row.state = "checking"
        parameters, machines = row.build.parameter_set, [row.build.machine]
        return {
            "copies": copies_in(desk, row, scratch),
            "name": row.file_name,
            "recipe": row.recipe or Recipe().to_dict(),
            "process": process_document(parameters, machines, lab.terms(desk), lab.learnt(desk)),
        }

    def store(self, desk: Desk, task: Task, outcome: Outcome) -> JsonObject:
        """Keep the file too, and then what its check left."""
        row = toolpath_of(desk, task)
        row.file_sha256 = desk.files.put_file(outcome.scratch / MADE)
        row.file_bytes = outcome.result["file_bytes"]
        return keep_checked(desk, row, outcome)

    def fail(self, desk: Desk, task: Task, error: PrintlabError) -> None:
        """Say on the toolpath why it could not be made."""
        give_up(toolpath_of(desk, task), error)
