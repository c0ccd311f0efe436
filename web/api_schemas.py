"""What the JSON API takes and gives, as its OpenAPI document tells it."""

from apiflask import Schema
from apiflask.fields import Boolean, DateTime, Dict, File, Float, Integer, List, Nested, String

__all__ = [
    "BuildOut",
    "PartOut",
    "ProgressOut",
    "ScheduleOut",
    "SubmissionOut",
    "SubmissionsOut",
    "UploadIn",
    "UploadOut",
]


def _text(about: str) -> String:
    """Return an optional text field; the service checks what is in it."""
    return String(load_default="", metadata={"description": about})


class UploadIn(Schema):
    """A part with its fields, as a multipart form; the service checks each of them."""

    file = File(  # type: ignore[no-untyped-call]  # apiflask leaves it unannotated
        load_default=None,
        allow_none=True,
        metadata={"description": "The part: STL, 3MF, OBJ, PLY, OFF, AMF; STEP where installed."},
    )
    material_id = _text("A material's name or id.")
    machine_class = _text("A class of machine; empty: the lab chooses.")
    quantity = _text("How many copies, a whole number.")
    needed_by = _text("The day the parts are needed, as 2027-03-28.")
    organisation_id = _text("For whom; empty when you belong to one organisation.")
    group_id = _text("The class or course, if any.")
    name = _text("The part's name; empty: the file's.")
    note = _text("Anything the lab should know.")
    unit = _text("mm, um, inch or m; empty: as the file says, or by its size.")
    confidential = _text("yes, or empty.")
    idempotency_key = _text("The same key again gives the first answer again.")


class UploadOut(Schema):
    """Where the part and its submission are."""

    id = String(metadata={"description": "Id of the part revision."})
    submission_id = String()
    url = String(metadata={"description": "Page of the part."})


class ProgressOut(Schema):
    """How far the check of a part is."""

    state = String()
    stage = String()
    done = Integer()
    total = Integer()


class PartOut(Schema):
    """A part revision: its state and, once checked, its report."""

    id = String()
    name = String()
    file_name = String()
    sha256 = String()
    state = String(metadata={"description": "queued, checking, checked or failed."})
    error_code = String(allow_none=True)
    progress = Nested(ProgressOut)
    report = Dict(
        allow_none=True,
        metadata={"description": "The document of `printlab check --json`, once checked."},
    )


class SubmissionOut(Schema):
    """One submission of a list."""

    id = String()
    part_revision_id = String()
    name = String()
    state = String()
    quantity = Integer()
    needed_by = String()


class SubmissionsOut(Schema):
    """One page of submissions."""

    submissions = List(Nested(SubmissionOut))
    page = Integer()
    pages = Integer()
    total = Integer()


class BuildOut(Schema):
    """One build of the published plan, as this reader may see it."""

    id = String()
    number = String(allow_none=True)
    machine = String()
    material = String(metadata={"description": "Empty when the build is reserved."})
    layer_mm = Float(metadata={"description": "0 when the build is reserved."})
    state = String()
    reserved = Boolean(metadata={"description": "Whether all of it is other people's work."})
    setup_at = DateTime()
    start_at = DateTime()
    end_at = DateTime()
    unload_end_at = DateTime()


class OperationOut(Schema):
    """What follows printing at a station, as this reader may see it."""

    id = String()
    station = String()
    unit = Integer()
    programme = String(allow_none=True)
    state = String()
    reserved = Boolean(metadata={"description": "Whether all of it is other people's work."})
    builds = List(String(), metadata={"description": "Ids of the builds that this reader knows."})
    job_number = String(allow_none=True)
    copies = List(Integer())
    load_at = DateTime()
    start_at = DateTime()
    end_at = DateTime()
    unload_end_at = DateTime()


class JobOut(Schema):
    """A job of the published plan that this reader may see.

    By ``safe_at`` it was ready in nine of ten simulated runs, by ``likely_at`` in five; ``holds``
    is the share of them in which its due date was kept. All are null where nobody looked.
    """

    number = String()
    name = String()
    copies = Integer()
    due_at = DateTime(allow_none=True)
    ready_at = DateTime()
    likely_at = DateTime(allow_none=True)
    safe_at = DateTime(allow_none=True)
    holds = Float(allow_none=True)


class ScheduleOut(Schema):
    """The published plan; without one, its lists are empty."""

    version = Integer(allow_none=True)
    published_at = DateTime(allow_none=True)
    builds = List(Nested(BuildOut))
    operations = List(Nested(OperationOut))
    jobs = List(Nested(JobOut))
