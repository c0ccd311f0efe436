"""The task that follows an upload: slice, check, estimate, draw, and find a date."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select

from printlab import audit
from printlab.convert.problem import may_print
from printlab.convert.process import process_document
from printlab.errors import Conflict, PrintlabError
from printlab.handler import Outcome
from printlab.lab import Desk
from printlab.part_offers import MENDED
from printlab.part_work import FILES, picture_files
from printlab.records import JsonObject, PartRevision, RevisionPicture, Submission, Task
from printlab.services import jobs, lab, prices, promises
from printlab.settings import ChildLimits, Settings

__all__ = ["CheckPart"]

_NUMBERS = (
    "accepted",
    "error_count",
    "warning_count",
    "size_x_mm",
    "size_y_mm",
    "size_z_mm",
    "volume_mm3",
    "layer_count",
    "height_mm",
    "footprint_mm",
    "time_s",
    "time_low_s",
    "time_high_s",
    "scan_time_s",
    "planned_laser_s",
    "planned_laser_low",
    "planned_laser_high",
    "mass_g",
    "support_mass_g",
    "powder_g",
    "removal_s",
    "priced_machine_id",
)


@dataclass(frozen=True, slots=True)
class CheckPart:
    """Checks one revision."""

    child: str = "printlab.part_work:check_part"

    def limits(self, settings: Settings) -> ChildLimits:
        """Return what the child may use."""
        return settings.check_child

    def request(self, desk: Desk, task: Task, scratch: Path) -> JsonObject:
        """Ask for the check of the revision with the lab's materials, machines and plan."""
        revision = _revision(desk, task)
        machines = lab.machines_for(desk, revision.parameter_set, None)
        wanted = [m.name for m in machines if may_print(m, revision)]
        if not wanted:
            raise Conflict(
                "material-not-on-machine",
                f"No machine of the lab prints {revision.material.name} this way now.",
                {"material": revision.material.name, "class": revision.machine_class or ""},
            )
        revision.state = "checking"
        submission = _submission(desk, revision)
        return {
            "path": str(desk.files.local_path(revision.file_sha256, scratch)),
            "name": revision.file_name,
            "unit": revision.unit if task.payload.get("unit_asked", True) else None,
            "process": process_document(
                revision.parameter_set, machines, lab.terms(desk), lab.learnt(desk)
            ),
            "machines": prices.machine_rows(desk, revision),
            "wanted": wanted,
            "wanted_class": revision.machine_class,
            "due": jobs.due_from(desk, submission.needed_by).isoformat(),
            "ready": promises.ready_question(desk, revision, submission.quantity),
        }

    def store(self, desk: Desk, task: Task, outcome: Outcome) -> JsonObject:
        """Keep report, layers and pictures as files, and the numbers in the row."""
        revision = _revision(desk, task)
        found = outcome.result
        report, layers, light, dark = (desk.files.put_file(outcome.scratch / f) for f in FILES)
        revision.report_sha256, revision.layers_sha256 = report, layers
        revision.picture_sha256, revision.picture_dark_sha256 = light, dark
        mended = outcome.scratch / MENDED
        revision.mended_sha256 = desk.files.put_file(mended) if found["mended"] else None
        _keep_pictures(desk, revision, outcome)
        for name in _NUMBERS:
            setattr(revision, name, found[name])
        revision.state, revision.checked_at = "checked", desk.now
        revision.error_code, revision.error_params = None, {}
        ready = found["ready"] if revision.mass_g is not None else {"at": None}
        promises.keep_date(revision, ready, task.started_at)
        price = prices.price_of_revision(desk, revision, _submission(desk, revision).quantity)
        revision.net_cents = None if price is None else price.net_cents
        audit.record(
            desk,
            "part-checked",
            "part_revision",
            revision.id,
            organisation_id=revision.organisation_id,
            detail={"accepted": revision.accepted},
        )
        return {"revision_id": revision.id, "accepted": revision.accepted}

    def fail(self, desk: Desk, task: Task, error: PrintlabError) -> None:
        """Say on the revision why it could not be checked."""
        revision = _revision(desk, task)
        revision.state = "failed"
        revision.error_code, revision.error_params = error.code, error.params


def _keep_pictures(desk: Desk, revision: PartRevision, outcome: Outcome) -> None:
    """Keep the pictures of findings in place of those of an earlier check."""
    earlier = delete(RevisionPicture).where(RevisionPicture.part_revision_id == revision.id)
    desk.session.execute(earlier)
    for place, drawn in enumerate(outcome.result["pictures"]):
        files = picture_files(drawn["name"]) if drawn["name"] != "part" else FILES[2:]
        light, dark = (desk.files.put_file(outcome.scratch / file) for file in files)
        desk.session.add(
            RevisionPicture(
                organisation_id=revision.organisation_id,
                part_revision_id=revision.id,
                place=place,
                light_sha256=light,
                dark_sha256=dark,
                **drawn,
            )
        )


def _revision(desk: Desk, task: Task) -> PartRevision:
    return desk.session.get_one(PartRevision, task.payload["revision_id"])


def _submission(desk: Desk, revision: PartRevision) -> Submission:
    query = select(Submission).where(Submission.part_revision_id == revision.id)
    return desk.session.scalars(query.limit(1)).one()
