"""What was typed into a form, and what was wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from printlab.errors import Invalid, PrintlabError
from web.messages import sentence

__all__ = ["FieldError", "FormState"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """One refusal: its stable code and its sentence in the page's language."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """The values to show again and the error beside each field (``""`` is the whole form)."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, FieldError] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """Return what was typed, or nothing."""
        return self.values.get(name, "")

    def error(self, name: str) -> FieldError | None:
        """Return what was wrong with a field, if anything was."""
        return self.errors.get(name)

    @classmethod
    def refused(
        cls, values: Mapping[str, str], error: PrintlabError, default_field: str = ""
    ) -> "FormState":
        """Return the form as typed with the service's refusal beside its field."""
        name = (error.field if isinstance(error, Invalid) else None) or default_field
        wrong = FieldError(code=error.code, message=sentence(error))
        return cls(values=dict(values), errors={name: wrong})
