"""Problem and result documents: read strictly, written fully, described by a schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from scheduler import (
    Comparison,
    Explanation,
    Limits,
    Problem,
    Promise,
    Result,
    Robustness,
    SchedulerError,
    explain,
    problem_schema,
    promise,
    read_problem,
    result_schema,
    simulate,
    solve,
    what_if,
)
from scheduler.changes import OperatorAbsent
from scheduler.document import schema_of
from scheduler.errors import InvalidProblemError, UnreadableProblemError
from scheduler.read import MAX_BYTES
from scheduler.schemas import (
    comparison_schema,
    explanation_schema,
    promise_schema,
    robustness_schema,
)
from scheduler.texts import LANGUAGES, catalogue, sentence
from tests.scheduler.problems import part, problem, problems


def test_the_published_schemas_are_those_of_the_values() -> None:
    """The files under schemas/ say what the values are."""
    assert problem_schema() == schema_of(Problem)
    assert result_schema() == schema_of(Result)
    assert comparison_schema() == schema_of(Comparison)
    assert explanation_schema() == schema_of(Explanation)
    assert promise_schema() == schema_of(Promise)
    assert robustness_schema() == schema_of(Robustness)


def test_answers_match_their_schemas() -> None:
    """What is asked about a schedule is answered in documents that their schemas describe."""
    asked, limits = problem(parts=(part(due=20),)), Limits(iterations=1)
    schedule = solve(asked, limits).schedule
    assert schedule is not None
    away = OperatorAbsent(start=0, end=100, heads=9)
    new = (part("new"),)
    answers = (
        (what_if(asked, schedule, away, limits).to_dict(), comparison_schema()),
        (explain(asked, schedule, "p").to_dict(), explanation_schema()),
        (promise(asked, schedule, new, limits).to_dict(), promise_schema()),
        (simulate(asked, schedule, runs=5).to_dict(), robustness_schema()),
    )
    for document, schema in answers:
        jsonschema.validate(json.loads(json.dumps(document)), schema)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=problems())
def test_a_problem_round_trips_and_matches_its_schema(asked: Problem) -> None:
    """Document and value are two faces of one thing."""
    document = json.loads(json.dumps(asked.to_dict()))
    jsonschema.validate(document, problem_schema())
    assert Problem.from_dict(document) == asked
    assert read_problem(json.dumps(document).encode()) == asked


@pytest.mark.parametrize("parts", [(part(),), (part(scan_s={}),)])
def test_a_result_round_trips_and_matches_its_schema(parts: tuple[Any, ...]) -> None:
    """With a schedule or with a reason, a result survives its document."""
    result = solve(problem(parts=parts), Limits(iterations=0))
    document = json.loads(json.dumps(result.to_dict()))
    jsonschema.validate(document, result_schema())
    assert Result.from_dict(document) == result


def test_a_problem_is_read_from_a_file(tmp_path: Path) -> None:
    """A path reads as its bytes do; a missing file is one sentence."""
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(problem().to_dict()), encoding="utf-8")
    assert read_problem(path) == problem()
    with pytest.raises(UnreadableProblemError, match="cannot be read") as error:
        read_problem(tmp_path / "none.json")
    assert error.value.code == "problem-file"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "problem-not-json"),
        (b"\xff\xfe", "problem-not-json"),
        (b"[1, 2]", "problem-field"),
        (b"{}", "problem-key-missing"),
        (b'{"schema": "printlab/scheduling-problem/9"}', "problem-schema"),
        (b" " * (MAX_BYTES + 1), "problem-too-large"),
    ],
)
def test_what_is_no_problem_document_is_refused(text: bytes, code: str) -> None:
    """Bytes that are no problem document are refused with a code and a sentence."""
    with pytest.raises(UnreadableProblemError) as error:
        read_problem(text)
    assert error.value.code == code
    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        (("horizon",), "soon", "horizon"),
        (("horizon",), 1.5, "horizon"),
        (("colour",), "red", "colour"),
        (("parts", 0, "copies"), "2", "parts.0.copies"),
        (("parts", 0, "weight"), None, "parts.0.weight"),
        (("machines", 0, "platform", "shape"), "star", "machines.0.platform.shape"),
        (("staff",), {"start": 0}, "staff"),
        (("horizon",), 10**30, "horizon"),
        (("tick_s",), 10**6, "tick_s"),
        (("weights", "tardiness"), 1e300, "weights.tardiness"),
        (("parts", 0, "copies"), 10**30, "parts.0.copies"),
        (("parts", 0, "scan_s", "M1"), 1e300, "parts.0.scan_s.M1"),
        (("parts", 0, "id"), "p" * 1000, "parts.0.id"),
        (("machines", 0, "platform", "width_mm"), 1e12, "machines.0.platform.width_mm"),
    ],
)
def test_a_wrong_field_is_named(path: tuple[str | int, ...], value: object, field: str) -> None:
    """A wrong type, an unknown field or an unknown word is refused by the field's name."""
    document: Any = problem().to_dict()
    spot = document
    for step in path[:-1]:
        spot = spot[step]
    spot[path[-1]] = value
    with pytest.raises(UnreadableProblemError, match=field):
        Problem.from_dict(document)


@pytest.mark.parametrize(
    ("path", "key", "sentence"),
    [
        (("parts", 0), "dew", r"parts\.0\.dew .*not know; due may be meant"),
        (("machines", 0, "platform"), "with_mm", r"platform\.with_mm .*; width_mm may be meant"),
        (("weights",), "colour", r"weights\.colour, .*; it knows tardiness, "),
        (("parts", 0, "orientations", 0), "hight_mm", r"hight_mm .*; height_mm may be meant"),
    ],
)
def test_a_key_too_many_is_told_with_what_may_be_meant(
    path: tuple[str | int, ...], key: str, sentence: str
) -> None:
    """A slip of the hand is answered by the nearest key; any other by the keys known there."""
    document: Any = problem().to_dict()
    spot = document
    for step in path:
        spot = spot[step]
    spot[key] = 1
    with pytest.raises(UnreadableProblemError, match=sentence):
        Problem.from_dict(document)


def test_a_fault_is_told_with_the_name_of_what_it_is_in() -> None:
    """Nobody counts parts: the sentence has the part's id."""
    document: Any = problem().to_dict()
    part = document["parts"][0]
    del part["owner"]
    with pytest.raises(UnreadableProblemError, match=rf"parts\.0\.owner \({part['id']}\)"):
        Problem.from_dict(document)


def test_what_json_cannot_hold_is_refused() -> None:
    """A document with a set or an infinity is no document."""
    for value in ({1, 2}, float("inf")):
        with pytest.raises(UnreadableProblemError) as error:
            Problem.from_dict({**problem().to_dict(), "horizon": value})
        assert error.value.code == "problem-not-json"


@pytest.mark.parametrize("copies", [10**6, 10**8])
def test_more_copies_than_can_be_planned_are_refused_at_once(copies: int) -> None:
    """A million copies are a sentence, not an hour."""
    document: Any = problem().to_dict()
    document["parts"][0]["copies"] = copies
    with pytest.raises(InvalidProblemError, match="at most 5000") as error:
        Problem.from_dict(document)
    assert error.value.code == "copies-too-many"


def test_a_contradiction_keeps_its_own_code() -> None:
    """A document that reads well but contradicts itself raises the value's own error."""
    document: Any = problem().to_dict()
    document["parts"][0]["setting"] = "glass"
    with pytest.raises(InvalidProblemError) as error:
        Problem.from_dict(document)
    assert error.value.code == "part-setting-unknown"
    assert isinstance(error.value, SchedulerError)


def test_every_sentence_is_there_in_every_language() -> None:
    """The catalogues hold the same codes with the same parameters."""
    english = catalogue("en")
    for lang in LANGUAGES:
        words = catalogue(lang)
        assert words.keys() == english.keys()
        for code, text in words.items():
            assert _parameters(text) == _parameters(english[code]), code
    assert catalogue("fr") == english


def test_numbers_are_shown_short() -> None:
    """A sentence shows a float without needless digits."""
    params = {"part": "p", "height_mm": 210.0, "limit_mm": 150.5}
    assert "210 mm" in sentence("too-tall", params)


def _parameters(text: str) -> set[str]:
    return {piece.split("}")[0] for piece in text.split("{")[1:]}
