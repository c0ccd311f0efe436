"""Between JSON documents and values: read once, strictly, with one sentence per fault."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from functools import cache
from typing import TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from scheduler.errors import UnreadableProblemError
from scheduler.misread import first_fault

Value = TypeVar("Value")


@cache
def _adapter(kind: Hashable) -> TypeAdapter[object]:
    return TypeAdapter(cast("type[object]", kind))


def value_of(kind: type[Value], document: Mapping[str, object] | bytes) -> Value:
    """Return the value of a document, or raise `UnreadableProblemError` naming the first fault."""
    text = document if isinstance(document, bytes) else _encoded(document)
    try:
        return cast("Value", _adapter(cast("Hashable", kind)).validate_json(text))
    except ValidationError as fault:
        raise first_fault(fault, text, schema_of(cast("type[object]", kind))) from fault


def document_of(value: object) -> dict[str, object]:
    """Return the document of a value, ready for JSON."""
    document = _adapter(cast("Hashable", type(value))).dump_python(value, mode="json")
    return cast("dict[str, object]", document)


def text_of(value: object) -> bytes:
    """Return the document of a value as JSON; raises ValueError where it holds what JSON cannot."""
    adapter = _adapter(cast("Hashable", type(value)))
    return adapter.dump_json(value, warnings=False)


def schema_of(kind: type[object]) -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a kind of document."""
    schema = _adapter(cast("Hashable", kind)).json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _encoded(document: Mapping[str, object]) -> bytes:
    try:
        return json.dumps(dict(document), allow_nan=False).encode()
    except (TypeError, ValueError) as fault:
        raise UnreadableProblemError("problem-not-json", detail=str(fault)) from fault
