"""The chain of who did what shows every later touch."""

from printlab import audit
from printlab.actor import Actor
from printlab.lab import Lab
from printlab.records import AuditEntry


def write_three(lab: Lab, system: Actor) -> list[str]:
    """Write three entries and return their ids."""
    ids = []
    for number in range(3):
        with lab.write(system) as desk:
            entry = audit.record(desk, "printed", "job", f"job-{number}", detail={"ml": 1.5})
            ids.append(entry.id)
    return ids


def test_an_untouched_chain_holds(any_lab: Lab, system: Actor) -> None:
    """Entries as they were written verify, each following the one before."""
    write_three(any_lab, system)
    with any_lab.read(system) as desk:
        assert audit.first_broken(desk) is None


def test_no_entries_is_a_sound_chain(lab: Lab, system: Actor) -> None:
    """A new lab's chain holds."""
    with lab.read(system) as desk:
        assert audit.first_broken(desk) is None


def test_a_changed_entry_shows(any_lab: Lab, system: Actor) -> None:
    """Changing what an entry says breaks the chain there."""
    ids = write_three(any_lab, system)
    with any_lab.write(system) as desk:
        desk.session.get_one(AuditEntry, ids[1]).detail = {"ml": 2.5}
    with any_lab.read(system) as desk:
        assert audit.first_broken(desk) == 2


def test_a_removed_entry_shows(any_lab: Lab, system: Actor) -> None:
    """Taking an entry out breaks the chain at the next one."""
    ids = write_three(any_lab, system)
    with any_lab.write(system) as desk:
        desk.session.delete(desk.session.get_one(AuditEntry, ids[1]))
    with any_lab.read(system) as desk:
        assert audit.first_broken(desk) == 3


def test_a_removed_beginning_shows(any_lab: Lab, system: Actor) -> None:
    """A chain that does not begin at the beginning is broken."""
    ids = write_three(any_lab, system)
    with any_lab.write(system) as desk:
        desk.session.delete(desk.session.get_one(AuditEntry, ids[0]))
    with any_lab.read(system) as desk:
        assert audit.first_broken(desk) == 2


def test_two_acts_of_one_transaction_follow_each_other(lab: Lab, system: Actor) -> None:
    """Entries of one desk chain in the order in which they were recorded."""
    with lab.write(system) as desk:
        first = audit.record(desk, "a", "job", "1")
        second = audit.record(desk, "b", "job", "1", detail={"when": desk.now})

        assert second.previous_hash == first.hash
        assert audit.first_broken(desk) is None
