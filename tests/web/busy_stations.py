"""What follows printing in the busy lab: stations, and operations at them."""

from datetime import datetime

from printlab.records import Base, Build, JsonObject, Operation, Station, StationDowntime
from tests.web.busy_shop import HOUR, NOW

FURNACE: JsonObject = {
    "materials": [],
    "programme": "650 °C, 3 h",
    "time_s": 18_000,
    "s_per_cm2": 0,
}
BLASTING: JsonObject = {"materials": [], "programme": None, "time_s": 300, "s_per_cm2": 12}


def stations() -> list[Base]:
    """Return a furnace that asks for a skill, and a blasting cabin with two units."""
    owned = {"organisation_id": "lab", "source": "Maker's leaflet"}
    return [
        Station(
            id="furnace",
            name="Argon furnace",
            kind="batch",
            place=0,
            capacity=2,
            load_s=1800,
            skill="furnace",
            work=[FURNACE],
            **owned,
        ),
        Station(
            id="blasting",
            name="Blasting cabin",
            kind="part",
            place=1,
            units=2,
            attended=True,
            work=[BLASTING],
            **owned,
        ),
    ]


def out_of_use() -> Base:
    """Return when the furnace is repaired."""
    return StationDowntime(
        organisation_id="lab",
        station_id="furnace",
        starts_at=NOW + 24 * HOUR,
        ends_at=NOW + 30 * HOUR,
        reason="New lining",
    )


def operations(builds: dict[str, Build]) -> list[Base]:
    """Return a furnace run of the student's and a rival's build, and blasting of each."""
    both = [builds["n1b1"], builds["n1b2"]]
    return [
        _operation("heat", "furnace", both, NOW + 80 * HOUR, programme="650 °C, 3 h"),
        _operation("mine", "blasting", both[:1], NOW + 90 * HOUR, job_id="j1", copies=[1]),
        _operation("theirs", "blasting", both[1:], NOW + 91 * HOUR, job_id="j8", copies=[1]),
    ]


def _operation(
    key: str, station: str, builds: list[Build], load_at: datetime, **columns: object
) -> Operation:
    return Operation(
        id=key,
        organisation_id="lab",
        plan_id="n1",
        station_id=station,
        builds=builds,
        planned_load_at=load_at,
        planned_start_at=load_at + HOUR / 2,
        planned_end_at=load_at + 5 * HOUR,
        planned_unload_at=load_at + 5 * HOUR,
        planned_unload_end_at=load_at + 6 * HOUR,
        **columns,
    )
