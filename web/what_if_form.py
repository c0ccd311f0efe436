"""The forms of "what if": each field is named by the kind of change and its own name."""

from collections.abc import Mapping

from printlab.convert.question import KINDS, Question
from printlab.errors import Invalid, PrintlabError
from printlab.lab import Desk
from printlab.services import jobs, lab, what_if
from web.fields import day_field, moment_field, whole_field
from web.formstate import FormState

__all__ = ["question_from", "refused"]


def question_from(desk: Desk, form: Mapping[str, str]) -> Question:
    """Read what is asked; a field that cannot be read is refused by its own name."""
    fields = _own(form)
    zone = lab.terms(desk).time_zone
    day = day_field(fields, "due_on")
    most = {"most": what_if.MOST_HEADS}
    nobody_whole = Invalid("what-if-heads", "Ask for whole people.", most, field="heads")
    return Question(
        kind=form.get("kind", ""),
        machine_id=fields.get("machine_id"),
        job_id=fields.get("job_id"),
        since=moment_field(fields, "since", zone),
        until=moment_field(fields, "until", zone),
        due_at=None if day is None else jobs.due_from(desk, day, "due_on"),
        heads=whole_field(fields, "heads", 1, nobody_whole),
        skill=fields.get("skill") or None,
        anew="anew" in fields,
    )


def _own(form: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of the kind that is asked about, by their own names."""
    kind = form.get("kind", "")
    own = f"{kind}-" if kind in KINDS else ""
    return {name.removeprefix(own): value for name, value in form.items() if name.startswith(own)}


def refused(form: Mapping[str, str], error: PrintlabError) -> FormState:
    """Return the forms as typed, with the refusal at its field of the kind that was asked about."""
    state = FormState.refused(form, error)
    kind = form.get("kind", "")
    errors = {f"{kind}-{name}" if name else "": wrong for name, wrong in state.errors.items()}
    return FormState(values=state.values, errors=errors)
