"""Sentences of the libraries for the faces above, which know only printlab."""

from collections.abc import Mapping
from typing import TypeVar

import scheduler.texts as plan_texts
from slicer_checks import SlicerChecksError, render_error
from slicer_checks.texts import catalogue

__all__ = ["called", "library_sentence"]

T = TypeVar("T")


def called(value: T, names: Mapping[str, str]) -> T | str:
    """Return a parameter of a sentence with ids in it, joined by commas, as people say them."""
    if not isinstance(value, str):
        return value
    return ", ".join(names.get(one, one) for one in value.split(", "))


def library_sentence(code: str, params: Mapping[str, object], language: str) -> str | None:
    """Return why a file could not be read or a plan not be made; None for a code of our own."""
    if code in catalogue(language)["errors"]:
        return render_error(SlicerChecksError(code, "", dict(params)), language)
    if code in plan_texts.catalogue(language):
        return plan_texts.sentence(code, params, language)
    return None
