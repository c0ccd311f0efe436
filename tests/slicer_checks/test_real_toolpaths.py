"""Public toolpaths, by class: which are clean, and what is wrong with the others."""

from pathlib import Path

import pytest

from slicer_checks import check_toolpath, read_toolpath, render
from tests.known_parts import CORPUS, NO_CORPUS

needs_corpus = pytest.mark.skipif(not (CORPUS / "toolpaths").is_dir(), reason=NO_CORPUS)

ERRORS: dict[str, frozenset[str]] = {
    # contours alone, as a slicer writes them
    "3mf_slices/box_sliced.3mf": frozenset(),
    "3mf_slices/sphere_sliced.3mf": frozenset(),
    "ovf_tools/20180316_ShiftPaddles_Gitter_700um.cli": frozenset(),
    "ovf_tools/Mirrored_s_Union_result-003_s_ex.cli": frozenset(),
    "ovf_tools/Zusammenbau_DAP_scaled_0.74698.cli": frozenset(),
    "ovf_tools/s_MiniCooper_ex.cli": frozenset(),
    # supports alone
    "ovf_tools/Lanze_bottomdown_20mm_onlyblocksupport_p_s.cli": frozenset(),
    "ovf_tools/bunny_(solidsupport).ovf": frozenset(),
    "ovf_tools/marking_params__Box_support_solid_ascii_with_params.cli": frozenset(),
    # contours and hatch of a part
    "ovf_tools/frustrum_ASCII.cli": frozenset(),
    "ovf_tools/testcubeEasy.ilt": frozenset(),
    # contours, hatch and supports
    "ovf_tools/BoxPartConbtour_PyramidPartVolume_support.ilt": frozenset(),
    "ovf_tools/Box_blocksupport.ilt": frozenset(),
    # with defects: falling and missing layers, sets that were never filled in
    "ovf_tools/SupportPart.ovf": frozenset(
        {"path-layer-order", "path-layer-thickness", "path-zero-power", "path-zero-speed"}
    ),
    # its hatch fills half of the contour
    "3mf_toolpath/dummy.toolpath.3mf": frozenset({"path-uncovered"}),
}
"""The codes of the errors of each file."""


@needs_corpus
def test_every_public_toolpath_is_in_the_table() -> None:
    """A file that is added is judged by a person first."""
    here = CORPUS / "toolpaths"
    found = {path.relative_to(here).as_posix() for path in here.rglob("*.*") if _is_path(path)}
    assert found == ERRORS.keys()


def _is_path(path: Path) -> bool:
    return path.suffix in {".cli", ".ilt", ".ovf", ".3mf"}


@needs_corpus
@pytest.mark.parametrize("name", ERRORS)
def test_a_public_toolpath_has_these_errors_and_no_other(name: str) -> None:
    """Clean files have none; the defects of the others are found."""
    report = check_toolpath(read_toolpath(CORPUS / "toolpaths" / name))
    errors = {one.code for one in report.findings if one.severity == "error"}
    assert errors == ERRORS[name]


DEFECTS = (
    ("ovf_tools/SupportPart.ovf", "path-layer-order", "74 of 500 layers do not rise"),
    ("ovf_tools/SupportPart.ovf", "path-layer-thickness", "3,040 µm above the one before"),
    ("ovf_tools/SupportPart.ovf", "path-zero-power", "scanned with 0 W (set 0)"),
    ("ovf_tools/SupportPart.ovf", "path-zero-speed", "scanned with 0 mm/s (set 0)"),
    ("ovf_tools/SupportPart.ovf", "path-unused-set", "1 of them says 0 W (set Contour1_Downskin)"),
    (
        "ovf_tools/marking_params__Box_support_solid_ascii_with_params.cli",
        "path-empty-layer",
        "102 of 1,012 layers",
    ),
    (
        "ovf_tools/marking_params__Box_support_solid_ascii_with_params.cli",
        "path-header",
        "1 field that every file must have: VERSION",
    ),
    ("ovf_tools/frustrum_ASCII.cli", "path-zero-length", "1 of 3,181 hatches has no length"),
    *(
        (f"ovf_tools/{name}.ilt", "path-rotation", "turns by 90 degrees")
        for name in (
            "testcubeEasy",
            "Box_blocksupport",
            "BoxPartConbtour_PyramidPartVolume_support",
        )
    ),
)
"""What is known to be wrong or odd in public files: the check that tells it, and in which words."""


@needs_corpus
@pytest.mark.parametrize(("name", "code", "words"), DEFECTS)
def test_a_known_defect_of_a_public_toolpath_is_told(name: str, code: str, words: str) -> None:
    """Each is found by its check, with its number."""
    report = check_toolpath(read_toolpath(CORPUS / "toolpaths" / name))
    titles = [render(one, "en").title for one in report.findings if one.code == code]
    assert any(words in title for title in titles), titles
