"""Rule packs: the built-in one, and a lab's own laid over it."""

import json
import tomllib
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

import jsonschema
import pytest

from slicer_checks import SlicerChecksError, load_rules
from slicer_checks.rulefile import PACK_BYTES_MAX, RulePackFile, whole_pack

PACKAGE = resources.files("slicer_checks")
HEAD = """
schema = "printlab/rule-pack/1"
name = "Our lab"
version = "2026-1"
author = "A. Teacher"
date = 2026-09-01
"""


def _write(folder: Path, text: str) -> Path:
    path = folder / "rules.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_built_in_limit_has_a_source_and_a_unit() -> None:
    """No limit of the built-in pack, general or for a material, stands without a source."""
    rules = load_rules()
    every = [*rules.limits.values(), *(x for own in rules.materials.values() for x in own.values())]

    assert len(every) > 20
    assert all(limit.sources and limit.unit for limit in every)
    assert not any(limit.sources == (f"{rules.name}, {rules.author}",) for limit in every)


def test_no_source_is_a_home_page() -> None:
    """An address leads to what is cited; where only a title is known, the title stands alone."""
    document = tomllib.loads(PACKAGE.joinpath("data/rules/metal.toml").read_text("utf-8"))
    urls = [source["url"] for source in document["sources"].values() if "url" in source]

    assert len(urls) > 10
    assert all(urlsplit(url).path.strip("/") for url in urls)


@pytest.mark.parametrize("subject", ["pin", "gap", "hole", "wall"])
def test_sources_speak_of_what_they_are_cited_for(subject: str) -> None:
    """The number for a pin comes from a page about pins or features, and so for the others."""
    wanted = {"pin": ("pin", "feature"), "hole": ("hole",)}.get(subject, (subject,))
    limits = [
        limit
        for name, limit in load_rules().limits.items()
        if name.startswith(f"{subject}-") and limit.severity is not None and name != "hole-roof"
    ]

    assert limits
    for source in (source for limit in limits for source in limit.sources):
        assert any(word in source for word in wanted)


def test_the_built_in_pack_agrees_with_the_published_schema() -> None:
    """The built-in pack is valid under the JSON Schema that outside users get."""
    document = tomllib.loads(PACKAGE.joinpath("data/rules/metal.toml").read_text("utf-8"))
    document["date"] = document["date"].isoformat()
    schema = json.loads(PACKAGE.joinpath("schemas/rule-pack.schema.json").read_text("utf-8"))

    jsonschema.validate(document, schema)


def test_the_published_schema_is_the_one_that_is_checked() -> None:
    """The published JSON Schema is that of the model which reads rule packs."""
    published = json.loads(PACKAGE.joinpath("schemas/rule-pack.schema.json").read_text("utf-8"))
    published.pop("$schema")

    assert published == RulePackFile.model_json_schema(by_alias=True)


def test_a_lab_changes_one_limit_and_keeps_the_rest(tmp_path: Path) -> None:
    """An override changes value and level, and carries its source, note, author and date."""
    text = """
[sources.artefact]
title = "Our calibration artefact, March 2026"

[limits.wall-min-error]
value = 0.35
level = "warning"
sources = ["artefact"]
note = "Printed and measured."
"""
    rules = load_rules(_write(tmp_path, HEAD + text))
    changed = rules.limit("wall-min-error")

    assert (changed.value, changed.level, changed.unit) == (0.35, "warning", "mm")
    assert changed.sources == ("Our calibration artefact, March 2026",)
    assert (changed.author, changed.date) == ("A. Teacher", "2026-09-01")
    assert rules.limit("open-edges") == load_rules().limit("open-edges")
    assert (rules.name, rules.author) == ("Our lab", "A. Teacher")


def test_an_override_without_a_source_names_its_author(tmp_path: Path) -> None:
    """A lab's number without a source is its author's word, and says so."""
    rules = load_rules(_write(tmp_path, HEAD + "[limits.bodies-max]\nvalue = 3\n"))

    assert rules.limit("bodies-max").sources == ("Our lab, A. Teacher",)


def test_a_limit_may_hold_for_one_material_only(tmp_path: Path) -> None:
    """A row for a material changes the limit for that material alone."""
    text = HEAD + "[materials.AlSi10Mg.wall-min-error]\nvalue = 0.3\n"
    rules = load_rules(_write(tmp_path, text))

    assert rules.limit("wall-min-error", "AlSi10Mg").value == 0.3
    assert rules.limit("wall-min-error", "316L").value == 0.4
    assert rules.limit("wall-min-warning", "Ti6Al4V").value == 1.0


def test_a_labs_general_limit_ends_the_built_in_ones_for_materials(tmp_path: Path) -> None:
    """A teacher who sets one wall for all materials gets it for all materials."""
    text = HEAD + "[limits.wall-min-warning]\nvalue = 0.6\n"
    rules = load_rules(_write(tmp_path, text))

    assert rules.limit("wall-min-warning", "Ti6Al4V").value == 0.6


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("schema = 1", "rules-invalid", "schema"),
        ("not toml at all", "rules-invalid", "file"),
        (HEAD + "surprise = 1", "rules-invalid", "surprise"),
        (HEAD + "[limits.open-edges]\nvalue = nan", "rules-invalid", "open-edges.value"),
        (HEAD + "[limits.open-edges]\nlevel = 'fatal'", "rules-invalid", "open-edges.level"),
        (HEAD + "[limits.open-edges]\nunit = 'mm'", "rules-invalid", "the unit is edges"),
        (HEAD + "[limits.open-edges]\nsources = ['x']", "rules-invalid", "sources.x"),
        (HEAD + "[limits.wall-min]\nvalue = 1", "limit-unknown", "wall-min"),
        (HEAD + "[materials.316L.wall-min]\nvalue = 1", "limit-unknown", "wall-min"),
        (HEAD.replace('author = "A. Teacher"\n', ""), "rules-invalid", "author"),
    ],
)
def test_a_faulty_pack_is_refused_in_one_sentence(
    tmp_path: Path, text: str, code: str, words: str
) -> None:
    """A mistake in a pack is named with its place, in one sentence."""
    with pytest.raises(SlicerChecksError) as caught:
        load_rules(_write(tmp_path, text))

    assert caught.value.code == code
    assert words in caught.value.message
    assert "\n" not in caught.value.message.strip()
    assert caught.value.message.endswith(".")


def test_a_pack_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A missing file gives its name and the reason."""
    with pytest.raises(SlicerChecksError, match=r"nowhere\.toml cannot be read") as caught:
        load_rules(tmp_path / "nowhere.toml")

    assert caught.value.code == "rules-unreadable"


def test_a_pack_that_is_not_text_is_refused(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are refused as such."""
    path = tmp_path / "rules.toml"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(SlicerChecksError, match="not UTF-8"):
        load_rules(path)


def test_a_huge_pack_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """A file larger than any rule pack is refused by its size."""
    path = tmp_path / "rules.toml"
    path.write_bytes(b" " * (PACK_BYTES_MAX + 1))

    with pytest.raises(SlicerChecksError, match="at most 1000000 bytes"):
        load_rules(path)


def test_a_pack_that_stands_alone_is_whole() -> None:
    """A limit that lays over nothing has a value, a unit and a level."""
    with pytest.raises(SlicerChecksError, match="a value, a unit and a level"):
        whole_pack(HEAD + "[limits.open-edges]\nvalue = 0\n")


def test_an_unknown_limit_names_the_nearest() -> None:
    """Asking for a limit that does not exist tells which one may be meant."""
    with pytest.raises(SlicerChecksError, match="nearest name is open-edges"):
        load_rules().limit("open-edge")


def test_a_limit_that_is_off_or_steers_makes_no_finding() -> None:
    """Only error, warning and info are severities."""
    rules = load_rules()

    assert rules.limit("overhang-ledge").severity is None
    assert rules.limit("open-edges").severity == "error"
