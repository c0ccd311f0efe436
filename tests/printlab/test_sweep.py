"""The sweeper removes what nobody speaks of, and only that."""

import os
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from printlab.actor import Actor
from printlab.lab import Lab
from printlab.records import Organisation, Plan
from printlab.sweep import Swept, file_columns, sweep

HOUR_S = 3600.0
DAY_S = 24 * HOUR_S


def age(path: Path, seconds: float) -> None:
    """Make a file look as if it was written so long ago."""
    then = time.time() - seconds
    os.utime(path, (then, then))


def stored(lab: Lab, content: bytes, *, old: bool) -> str:
    """Put a file, and make it old if asked."""
    sha256 = lab.files.put(content)
    if old:
        age(Path(lab.settings.files_url) / sha256[:2] / sha256, 2 * DAY_S)
    return sha256


def real_time(lab: Lab) -> Lab:
    """Return the lab with a clock that goes with the disk's."""
    return replace(lab, clock=lambda: datetime.now(UTC))


def test_only_old_orphans_go(any_lab: Lab, system: Actor) -> None:
    """An old file that a row names stays, a young orphan stays, an old orphan goes."""
    lab = real_time(any_lab)
    named, young, orphan = (
        stored(lab, b"named", old=True),
        stored(lab, b"young", old=False),
        stored(lab, b"orphan", old=True),
    )
    with lab.write(system) as desk:
        organisation = Organisation(name="x", kind="lab")
        desk.session.add(organisation)
        desk.session.flush()
        desk.session.add(
            Plan(
                organisation_id=organisation.id,
                version=1,
                seed=0,
                runtime_s=0.0,
                origin_at=desk.now,
                tick_s=60,
                problem_sha256=named,
                result_sha256=named,
            )
        )

    swept = sweep(lab, DAY_S)

    assert swept == Swept(orphans=1, unfinished=0, scratch=0)
    assert lab.files.exists(named)
    assert lab.files.exists(young)
    assert not lab.files.exists(orphan)


def test_putting_again_keeps_a_file_from_the_sweeper(lab: Lab) -> None:
    """A file about to be spoken of again is young again, though its content is old."""
    lab = real_time(lab)
    stored(lab, b"again", old=True)
    sha256 = lab.files.put(b"again")

    assert sweep(lab, DAY_S).orphans == 0
    assert lab.files.exists(sha256)


def test_unfinished_files_and_scratch_go(lab: Lab) -> None:
    """What a killed upload and a killed worker left is removed once it is old."""
    lab = real_time(lab)
    incoming = Path(lab.settings.files_url) / "incoming"
    folder = lab.settings.scratch_path / "left"
    for place in (incoming, folder):
        place.mkdir(parents=True)
    for path in (incoming / "half", incoming / "busy", folder / "out"):
        path.write_bytes(b"...")
    age(incoming / "half", 2 * DAY_S)
    age(folder, 2 * DAY_S)

    assert sweep(lab, DAY_S) == Swept(orphans=0, unfinished=1, scratch=1)
    assert [path.name for path in incoming.iterdir()] == ["busy"]
    assert not folder.exists()


def test_every_column_that_names_a_file_is_looked_at() -> None:
    """Each column called ..._sha256 is a file reference, so no file it names is swept."""
    columns = {f"{column.table.name}.{column.name}" for column in file_columns()}

    assert {"part_revision.file_sha256", "plan.result_sha256"} <= columns
    assert all(name.endswith("_sha256") for name in columns)
