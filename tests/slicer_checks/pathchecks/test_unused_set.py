"""path-unused-set: sets of laser parameters that nothing uses."""

import dataclasses

from slicer_checks.exposure import Exposure
from slicer_checks.texts import LANGUAGES, render
from tests.known_paths import small_path
from tests.set_paths import odd_paths
from tests.slicer_checks.pathchecked import found

CODE = "path-unused-set"


def test_used_sets_are_right() -> None:
    """All three sets of the small toolpath have vectors."""
    assert found(CODE, small_path(4)) == []


def test_sets_without_vectors_are_a_note() -> None:
    """They are counted, and the first is named."""
    path = small_path(4)
    sets = (*path.exposures, Exposure(name="up-skin"), Exposure(name="down-skin"))
    (finding,) = found(CODE, dataclasses.replace(path, exposures=sets))
    assert (finding.severity, finding.value) == ("info", 2.0)
    assert (finding.params["set"], finding.params["sets"]) == ("up-skin", 5)


def test_an_unused_set_of_0_w_is_named() -> None:
    """It harms nothing until a vector uses it: still a note, which says so."""
    path = small_path(4)
    sets = (*path.exposures, Exposure(name="up-skin"), Exposure(name="down-skin", power_w=0.0))
    (finding,) = found(CODE, dataclasses.replace(path, exposures=sets))
    assert (finding.severity, finding.params["variant"]) == ("info", "dark")
    assert (finding.params["dark"], finding.params["dark_set"]) == (1, "down-skin")
    for lang in LANGUAGES:
        text = render(finding, lang)
        assert "0 W" in text.title
        assert "…" not in text.title + text.fix


def test_a_toolpath_without_vectors_uses_no_set() -> None:
    """Blocks without vectors use nothing."""
    (finding,) = found(CODE, odd_paths()[0])
    assert finding.value == 3.0
