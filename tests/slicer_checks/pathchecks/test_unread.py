"""path-unread: what the file holds and was not read."""

import dataclasses

import pytest

from slicer_checks.formats.mesh import Unread
from slicer_checks.texts import LANGUAGES, render
from tests.known_paths import small_path
from tests.set_paths import needs_corpus, real_names, real_path
from tests.slicer_checks.pathchecked import found

CODE = "path-unread"


def test_what_was_read_in_full_is_right() -> None:
    """Nothing is told where nothing was left out."""
    assert found(CODE, small_path(4)) == []


def test_each_content_is_a_note_with_its_count() -> None:
    """One finding for each kind, none for what was counted and is not there."""
    unread = (
        Unread(content="commands of other programs", count=3),
        Unread(content="ellipses", count=0),
        Unread(content="something of a later version", count=1),
    )
    told = found(CODE, dataclasses.replace(small_path(4), unread=unread))
    assert [(one.severity, one.value) for one in told] == [("info", 3.0), ("info", 1.0)]


def test_contents_have_names_in_every_language() -> None:
    """What CLI and ILT leave out is told in words; what has none is told as it is."""
    names = ("commands of other programs", "parameters of other programs")
    unread = tuple(Unread(content=name, count=2) for name in names)
    told = found(CODE, dataclasses.replace(small_path(4), unread=unread))
    titles = {render(one, lang).title for one in told for lang in LANGUAGES}
    assert len(titles) == 6
    assert any("opdrachten van andere programma's (2)" in title for title in titles)


@needs_corpus
@pytest.mark.parametrize("name", real_names())
def test_real_files_are_read_in_full(name: str) -> None:
    """No public CLI or ILT file holds anything else."""
    assert found(CODE, real_path(name)) == []
