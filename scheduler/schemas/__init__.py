"""The published JSON Schemas of the documents; a test keeps them equal to the values."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import cast


def problem_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a scheduling problem."""
    return _schema("problem.schema.json")


def result_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a scheduling result."""
    return _schema("result.schema.json")


def comparison_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of what a change makes of a schedule."""
    return _schema("comparison.schema.json")


def explanation_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of why a job is done when it is."""
    return _schema("explanation.schema.json")


def promise_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a promised date."""
    return _schema("promise.schema.json")


def robustness_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of how sure dates are."""
    return _schema("robustness.schema.json")


def _schema(name: str) -> dict[str, object]:
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return cast("dict[str, object]", json.loads(text))
