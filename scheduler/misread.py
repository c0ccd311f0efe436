"""The first fault of a document that cannot be read: where it is, and what may have been meant."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from scheduler.errors import UnreadableProblemError

UNKNOWN, MISSING = "unexpected_keyword_argument", "missing"
"""Pydantic's words for a key too many and for one too few."""


def first_fault(
    fault: ValidationError, text: bytes, schema: Mapping[str, Any]
) -> UnreadableProblemError:
    """Return the error that tells the first fault of a document, read by its JSON Schema."""
    first = fault.errors(include_url=False, include_input=False)[0]
    kind, way, detail = first["type"], first["loc"], str(first["msg"])
    if kind == "json_invalid":
        return UnreadableProblemError("problem-not-json", detail=detail)
    if way == ("schema",) and kind != MISSING:
        return UnreadableProblemError("problem-schema", detail=detail)
    field = _place(way, json.loads(text))
    if kind == MISSING:
        return UnreadableProblemError("problem-key-missing", field=field)
    if kind == UNKNOWN:
        return _unknown(field, str(way[-1]), keys_at(schema, way[:-1]))
    return UnreadableProblemError("problem-field", field=field, detail=detail)


def _unknown(field: str, key: str, keys: Sequence[str]) -> UnreadableProblemError:
    """Tell that a key is unknown, and which known one is written most like it."""
    alike = get_close_matches(key, keys, n=1)
    if alike:
        return UnreadableProblemError("problem-key-misspelt", field=field, known=alike[0])
    return UnreadableProblemError("problem-key-unknown", field=field, known=", ".join(keys))


def _place(way: Sequence[int | str], document: object) -> str:
    """Return where a fault is: the keys to it, and the id of what it is in."""
    name, here = "", document
    for step in way:
        here = _inside(here, step)
        if isinstance(here, dict) and isinstance(here.get("id"), str):
            name = f" ({here['id']})"
    return (".".join(str(step) for step in way) or "document") + name


def _inside(here: object, step: int | str) -> object:
    if isinstance(here, dict):
        return here.get(step)
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return None


def keys_at(schema: Mapping[str, Any], way: Sequence[int | str]) -> list[str]:
    """Return the keys that a schema knows at a place."""
    here: Any = _resolved(schema, schema)
    for step in way:
        below = here.get("items") if isinstance(step, int) else here.get("properties", {}).get(step)
        here = _resolved(below or {}, schema)
    return list(here.get("properties", {}))


def _resolved(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a reference, also that of a value that may be left out."""
    for choice in (node, *node.get("anyOf", ())):
        if "$ref" in choice:
            found: Mapping[str, Any] = schema["$defs"][choice["$ref"].rpartition("/")[2]]
            return found
    return node
