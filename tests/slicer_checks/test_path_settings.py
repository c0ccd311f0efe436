"""Toolpaths with hardly anything in them, and real ones, through the checks of settings."""

import pytest

from slicer_checks.check_toolpath import check_toolpath
from slicer_checks.texts import LANGUAGES, render
from tests.known_paths import small_path
from tests.set_paths import needs_corpus, odd_paths, real_names, real_path

SETTINGS = (
    "path-layer-thickness",
    "path-power",
    "path-zero-power",
    "path-speed",
    "path-zero-speed",
    "path-energy-density",
    "path-point-exposure",
    "path-unused-set",
    "path-missing-set",
    "path-layer-time",
    "path-laser-balance",
    "path-laser-field",
    "path-laser-distance",
    "path-unread",
)


@pytest.mark.parametrize("number", range(len(odd_paths())))
def test_toolpaths_with_hardly_anything_are_checked(number: int) -> None:
    """Nothing in them, nothing said, or numbers beyond reason: findings or none, no exception."""
    report = check_toolpath(odd_paths()[number])
    texts = [render(one, lang) for one in report.findings for lang in LANGUAGES]
    assert all("…" not in text.title + text.fix for text in texts)


def test_a_clean_toolpath_has_no_finding_of_settings() -> None:
    """The small toolpath is what a process for 316L would make."""
    codes = {one.code for one in check_toolpath(small_path(4)).findings}
    assert codes.isdisjoint(SETTINGS)


@needs_corpus
@pytest.mark.parametrize("name", real_names())
def test_real_files_have_no_error_of_settings(name: str) -> None:
    """Warnings and notes there may be, but nothing that stops a public file."""
    report = check_toolpath(real_path(name))
    errors = [one.code for one in report.findings if one.severity == "error"]
    assert set(errors).isdisjoint(SETTINGS)
