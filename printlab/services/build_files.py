"""Files of a build for its machine: every copy where it lies, and the toolpath made of them."""

from pathlib import Path

from sqlalchemy import select

from printlab import audit, tasks
from printlab.actor import Actor
from printlab.errors import Invalid
from printlab.lab import Desk, Lab
from printlab.limited import run_limited, scratch_folder
from printlab.recipe import Recipe
from printlab.records import Build, JsonObject, Toolpath
from printlab.services import plan_rows
from printlab.services.authorise import require_staff
from printlab.toolpath_work import PLATE

__all__ = ["copies_of", "make_toolpath", "plate"]


def plate(lab: Lab, actor: Actor, build_id: str) -> tuple[bytes, str]:
    """Return a build as a 3MF file with all its copies in place, and the file's name.

    Raises
    ------
    NotFound
        There is no such build, or whoever asks does not run the lab.
    Invalid
        ``build-empty``.
    """
    with scratch_folder(lab.settings) as scratch:
        with lab.write(actor) as desk:
            build = _of_staff(desk, build_id)
            audit.record(
                desk, "plate-taken", "build", build.id, organisation_id=build.organisation_id
            )
            name = f"{_name(build)}.3mf"
            copies = copies_of(desk, build, scratch)
        request = {"copies": copies, "scratch": str(scratch)}
        run_limited("printlab.toolpath_work:lay_out", request, lab.settings.upload_child)
        return (scratch / PLATE).read_bytes(), name


def make_toolpath(desk: Desk, build_id: str, recipe: Recipe | None = None) -> str:
    """Ask for the toolpath of a build to be made by a recipe and checked; return its id.

    One that is being made already is not asked for again.

    Raises
    ------
    NotFound
        There is no such build, or whoever asks does not run the lab.
    Invalid
        ``build-empty``, ``owner-missing``.
    """
    build = _of_staff(desk, build_id)
    if desk.actor.user_id is None:
        raise Invalid("owner-missing", "A toolpath belongs to a person; sign in first.")
    under_way = desk.session.scalar(
        select(Toolpath.id).where(
            Toolpath.build_id == build.id,
            Toolpath.made,
            Toolpath.state.in_(("queued", "checking")),
        )
    )
    if under_way is not None:
        return under_way
    row = Toolpath(
        organisation_id=build.organisation_id,
        user_id=desk.actor.user_id,
        build_id=build.id,
        made=True,
        recipe=(recipe or Recipe()).to_dict(),
        file_name=f"{_name(build)}.ovf",
    )
    desk.session.add(row)
    desk.session.flush()
    tasks.enqueue(
        desk,
        "make_toolpath",
        {"toolpath_id": row.id},
        subject_id=row.id,
        organisation_id=build.organisation_id,
        idempotency_key=f"make_toolpath:{row.id}",
    )
    audit.record(
        desk, "toolpath-asked", "toolpath", row.id, organisation_id=build.organisation_id, detail={}
    )
    return row.id


def copies_of(desk: Desk, build: Build, scratch: Path) -> list[JsonObject]:
    """Return the copies of a build that are still wanted: file, place, turn and label of each."""
    return [
        {
            "path": str(desk.files.local_path(place.job.part_revision.file_sha256, scratch)),
            "name": place.job.part_revision.file_name,
            "unit": place.job.part_revision.unit,
            "x_mm": place.x_mm,
            "y_mm": place.y_mm,
            "turn_deg": place.rotation_deg,
            "label": f"{place.job.number} {place.copy}",
        }
        for place in sorted(build.held, key=lambda place: (place.job.number, place.copy))
    ]


def _of_staff(desk: Desk, build_id: str) -> Build:
    """Return a build that holds something, for those who run the lab."""
    require_staff(desk.actor)
    build = plan_rows.visible_build(desk, build_id)
    if not build.held:
        raise Invalid("build-empty", "There is nothing left on this platform.")
    return build


def _name(build: Build) -> str:
    return build.number or "build"
