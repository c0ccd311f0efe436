"""What was typed into a form, and what was wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from printlab.errors import Invalid, PrintlabError
from printlab.services.upload_fields import InvalidForm
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
        """Return the form as typed with the service's refusals beside their fields."""
        wrong: dict[str, FieldError] = {}
        for single in error.errors if isinstance(error, InvalidForm) else (error,):
            name = (single.field if isinstance(single, Invalid) else None) or default_field
            wrong.setdefault(name, FieldError(code=single.code, message=sentence(single)))
        return cls(values=dict(values), errors=wrong)

    def to_list(self) -> list[dict[str, str]]:
        """Return the refusals for a program: field, code, message."""
        return [
            {"field": name, "code": wrong.code, "message": wrong.message}
            for name, wrong in self.errors.items()
        ]
