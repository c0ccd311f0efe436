"""Reports: verdict, summary, document."""

import json
from collections import Counter
from dataclasses import replace
from importlib import resources

import jsonschema
import numpy as np
import pytest

from slicer_checks import Finding, Report, check, load_rules
from slicer_checks.finding import Severity, Where
from tests.known_parts import box_triangles, hollow_box, inverted
from tests.slicer_checks.checked import part_of, process

PLACE = {
    "reach_mm": 3.0,
    "layer_area_mm2": 1.0,
    "layer_z_mm": 5.0,
    "area_mm2": 5.0,
    "regions": 2,
    "total_area_mm2": 10.0,
    "safe": 45.0,
    "ledge_mm": 0.5,
}
SCHEMA = json.loads(
    resources.files("slicer_checks").joinpath("schemas/report.schema.json").read_text("utf-8")
)


@pytest.fixture(scope="module")
def faulty() -> Report:
    """Report on a hollow box without its lid and upside inside: several kinds of fault."""
    body = np.concatenate((hollow_box().triangles[2:], inverted(box_triangles(0.3, 5.0, 5.0))))
    return check(part_of(body), process())


@pytest.fixture(scope="module")
def sound() -> Report:
    """Report on a box."""
    return check(part_of(box_triangles(10.0, 20.0, 5.0)), process())


def test_a_box_is_accepted_without_a_finding(sound: Report) -> None:
    """Nothing is wrong with a box."""
    assert sound.accepted
    assert sound.findings == ()


def test_an_error_means_not_accepted(faulty: Report) -> None:
    """A part with an error is not accepted, and errors come first."""
    severities = [finding.severity for finding in faulty.findings]

    assert not faulty.accepted
    assert severities == sorted(severities, key=["error", "warning", "info"].index)


@pytest.mark.parametrize("lang", ["en", "nl", "de"])
def test_the_document_agrees_with_its_schema(faulty: Report, sound: Report, lang: str) -> None:
    """The JSON documents have exactly the published keys, in each language."""
    for report in (faulty, sound):
        document = json.loads(json.dumps(report.to_dict(lang)))

        jsonschema.validate(document, SCHEMA)
        assert list(document) == ["part", "layers", "findings", "accepted"]


def test_the_document_tells_the_part(sound: Report) -> None:
    """The document of a box holds its exact measures."""
    document = json.loads(json.dumps(sound.to_dict()))

    assert document["part"]["triangles"] == 12
    assert document["part"]["volume_mm3"] == pytest.approx(1000.0)
    assert document["part"]["area_mm2"] == pytest.approx(700.0)
    assert document["part"]["bounds_mm"] == [[0.0, 0.0, 0.0], [10.0, 20.0, 5.0]]
    assert document["part"]["watertight"] is True
    assert document["part"]["unit"] == document["part"]["unit_guess"] == "mm"
    assert document["layers"]["count"] == 100
    assert document["layers"]["volume_mm3"] == pytest.approx(1000.0)


def test_the_summary_goes_from_the_verdict_down(faulty: Report) -> None:
    """A person reads the verdict, what to mend first, the part, and then the detail."""
    lines = str(faulty).splitlines()

    counts = Counter(finding.severity for finding in faulty.findings)
    assert lines[0].startswith(f"part.stl · Cannot be printed yet: {counts['error']} error")
    assert lines[1].startswith(f"{counts['error']} error")
    assert lines[3] == "Fix these two first:"
    assert lines[4].startswith("  1. ")
    assert lines[5].startswith("  2. ")
    assert any(line.startswith("Size 20.00 mm") for line in lines)
    kinds = {(finding.code, finding.severity) for finding in faulty.findings}
    assert sum(line.startswith("    Sources: ") for line in lines) == len(kinds)


def test_places_of_one_kind_share_their_explanation(sound: Report) -> None:
    """Two overhangs are told with one why, and are one thing to mend, not two."""
    places = [
        Finding(code="overhang", severity="warning", value=value, limit=30.0, params=PLACE)
        for value in (2.0, 3.0)
    ]
    text = Report(part=sound.part, layers=sound.layers, findings=tuple(places)).summary()

    assert "0 errors · 2 warnings · 0 notes" in text
    assert text.count("\nWarning: ") == 2
    assert "at its flattest 2°" in text
    assert "at its flattest 3°" in text
    assert text.count("Powder carries no load") == 1
    assert "  2. " not in text


def test_places_that_read_the_same_are_told_apart(sound: Report) -> None:
    """By their heights where these differ, else by their boxes as well; in each language."""
    one = Finding(code="overhang", severity="warning", value=2.0, limit=30.0, params=PLACE)
    low, high = (replace(one, where=Where(z_mm=(z, z + up))) for z, up in ((8.0, 0.0), (16.0, 0.5)))
    for lang, told in (("en", "16.00 to 16.50"), ("nl", "16,00 tot 16,50"), ("de", "16,00 bis")):
        lines = replace(sound, findings=(low, high)).summary(lang)
        assert told in lines
        assert lines.count("z = 8") == 1
    boxes = [((x, 0.0, 8.0), (x + 2.0, 3.0, 8.0)) for x in (0.0, 5.0)]
    level = tuple(replace(low, where=Where(z_mm=(8.0, 8.0), bounds_mm=box)) for box in boxes)
    text = " ".join(replace(sound, findings=level).summary().split())
    assert "x 5.00 to 7.00 mm" in text


def test_a_code_is_explained_once(sound: Report) -> None:
    """An overhang that is an error and one that is a warning share their explanation."""
    levels: tuple[Severity, ...] = ("error", "warning")
    places = [
        Finding(code="overhang", severity=level, value=9.0, limit=30.0, params=PLACE)
        for level in levels
    ]
    text = Report(part=sound.part, layers=sound.layers, findings=tuple(places)).summary()

    assert text.count("Powder carries no load") == 1
    assert text.count("[overhang]") == 2


def test_many_places_of_one_kind_are_counted_and_not_all_told(sound: Report) -> None:
    """Five places are enough to begin with; the line below says how many more there are."""
    places = [
        Finding(code="overhang", severity="warning", value=value, limit=30.0, params=PLACE)
        for value in range(8)
    ]
    text = Report(part=sound.part, layers=sound.layers, findings=tuple(places)).summary()

    assert text.count("hangs over powder, at") == 6
    assert "Warning: and 3 further places of this kind (--json lists all)" in text


@pytest.mark.parametrize("lang", ["nl", "de"])
def test_a_proposal_of_our_own_is_said_in_the_language(sound: Report, lang: str) -> None:
    """What is no title of a publication is translated, in the summary and in the document."""
    (ours,) = load_rules().limit("slender-warning").sources
    params = {"width_mm": 1.0, "height_mm": 9.0, "z_mm": 0.0}
    row = Finding(code="slender", severity="warning", value=9.0, params=params, sources=(ours,))
    report = Report(part=sound.part, layers=sound.layers, findings=(row,))

    assert "own proposal" in report.summary()
    assert "own proposal" not in report.summary(lang)
    assert "own proposal" not in json.dumps(report.to_dict(lang))


def test_a_finding_without_sources_names_none(sound: Report) -> None:
    """A finding of a user's own without sources is told without them."""
    note = Finding(code="too-small", severity="info", value=1.0, limit=2.0)
    report = Report(part=sound.part, layers=sound.layers, findings=(note,))

    assert "Note: The part is only 1.00 mm at its largest. [too-small]" in str(report)
    assert "Sources" not in str(report)
    assert "first:" not in str(report)


def test_the_summary_of_a_sound_part_is_short(sound: Report) -> None:
    """Without findings there is nothing to mend."""
    assert "first:" not in str(sound)
    assert sound.summary("de").startswith("part.stl · Kann so gedruckt werden")
