"""The records' common ground: ids, times, owners, and the public list of nouns."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, StatementError

from printlab import records
from printlab.actor import Actor
from printlab.lab import Lab
from printlab.records import Base, Closure, LabSetting, Organisation, new_id

COMMON = {
    "organisation",  # is the owner
    "user",  # a person may belong to several
    "lab_setting",  # of the lab as a whole
    "number_series",
    "machine_material",  # owned through its machine
    "operation_build",  # owned through its operation
}


def test_every_noun_of_the_lab_is_a_table() -> None:
    """All nouns of the design exist from the first migration on."""
    nouns = {
        "organisation", "user", "membership", "group", "part", "part_revision", "submission",
        "approval", "job", "machine", "material", "parameter_set", "operator_shift", "plan",
        "build", "placement", "powder_lot", "quote", "task", "audit_entry",
    }  # fmt: skip

    assert nouns <= set(Base.metadata.tables)


def test_every_owned_row_names_its_organisation() -> None:
    """Each table but the named few carries organisation_id."""
    without = {
        table.name
        for table in Base.metadata.sorted_tables
        if "organisation_id" not in table.columns
    }

    assert without == COMMON


def test_public_list_is_what_is_there() -> None:
    """The package's list of names holds every record class, sorted, and nothing else."""
    public = set(records.__all__)
    classes = {mapper.class_.__name__ for mapper in Base.registry.mappers}

    assert classes <= public
    assert list(records.__all__) == sorted(
        public, key=lambda n: (not n.isupper(), n[0].islower(), n)
    )


def test_ids_are_short_and_differ() -> None:
    """An id is 16 characters that nobody can confuse when read aloud."""
    ids = {new_id() for _ in range(2000)}

    assert len(ids) == 2000
    assert all(len(i) == 16 and not set(i) & set("ilou") for i in ids)


def test_times_come_back_as_the_same_moment_in_utc(any_lab: Lab, system: Actor) -> None:
    """A time given in Amsterdam's summer offset is read as the same moment in UTC."""
    summer = timezone(timedelta(hours=2))
    with any_lab.write(system) as desk:
        desk.session.add(
            LabSetting(name="x", value=1, changed_at=datetime(2027, 7, 1, 2, 30, tzinfo=summer))
        )
    with any_lab.read(system) as desk:
        stored = desk.session.scalars(select(LabSetting.changed_at)).one()

    assert stored == datetime(2027, 7, 1, 0, 30, tzinfo=UTC)
    assert stored.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(lab: Lab, system: Actor) -> None:
    """Nobody knows which clock a naive time was read from."""
    naive = datetime(2027, 7, 1)  # noqa: DTZ001 (the mistake under test)
    with pytest.raises(StatementError, match="time zone"), lab.write(system) as desk:
        desk.session.add(LabSetting(name="x", value=1, changed_at=naive))


def test_a_row_without_its_owner_is_refused(any_lab: Lab, system: Actor) -> None:
    """Foreign keys hold on every database."""
    with pytest.raises(IntegrityError), any_lab.write(system) as desk:
        desk.session.add(Closure(organisation_id=new_id(), day=desk.now.date()))


def test_a_state_nobody_knows_is_refused(any_lab: Lab, system: Actor) -> None:
    """Words in state columns come from a closed list, in the database as well."""
    with pytest.raises(IntegrityError), any_lab.write(system) as desk:
        desk.session.add(Organisation(name="x", kind="club"))
