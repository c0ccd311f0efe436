"""Remove what a crash left behind: files no row speaks of, unfinished files, scratch folders."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Column, select

from printlab.actor import Actor
from printlab.errors import NotFound
from printlab.lab import Desk, Lab
from printlab.records import Base, FileReference

__all__ = ["Swept", "sweep"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How many were removed of each."""

    orphans: int
    unfinished: int
    scratch: int


def sweep(lab: Lab, older_than_s: float) -> Swept:
    """Remove orphans that were last written more than so many seconds ago.

    The sweeper is a writer, and a lab has one writer at a time. A service puts a file and its row
    at one writing desk, so a file is either spoken of, or young, or an orphan.
    """
    with lab.write(Actor.system()) as desk:
        before_s = desk.now.timestamp() - older_than_s
        return Swept(
            orphans=_remove_orphans(desk, before_s),
            unfinished=_remove_unfinished(desk, before_s),
            scratch=_remove_scratch(lab, before_s),
        )


def file_columns() -> Iterator[Column[str]]:
    """Yield every column that names a stored file."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, FileReference):
                yield column


def _remove_orphans(desk: Desk, before_s: float) -> int:
    """Remove the old files that no row names."""
    spoken_of: set[str] = set()
    for column in file_columns():
        spoken_of.update(desk.session.scalars(select(column).where(column.is_not(None))))
    removed = 0
    for sha256, modified_s in list(desk.files.stored()):
        if modified_s < before_s and sha256 not in spoken_of:
            with suppress(NotFound, FileNotFoundError):
                desk.files.remove(sha256)
                removed += 1
    return removed


def _remove_unfinished(desk: Desk, before_s: float) -> int:
    """Remove the old files that were never renamed to their content."""
    removed = 0
    for path, modified_s in list(desk.files.temporary()):
        if modified_s < before_s:
            with suppress(FileNotFoundError):
                desk.files.remove_temporary(path)
                removed += 1
    return removed


def _remove_scratch(lab: Lab, before_s: float) -> int:
    """Remove the scratch folders of workers that were killed."""
    removed = 0
    scratch = lab.settings.scratch_path
    for folder in scratch.iterdir() if scratch.is_dir() else ():
        if folder.stat().st_mtime < before_s:
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    return removed
