"""A machine and the people of the lab, in the scheduler's ticks."""

from collections.abc import Iterable, Sequence

import scheduler
from printlab import records
from printlab.convert.measured import recoat_s
from printlab.convert.timeline import Timeline
from printlab.records import MachineDowntime, MachineReservation, StationDowntime
from printlab.working_hours import StaffedWindow
from slicer_checks.calibration import Calibration

__all__ = ["down", "machine", "staff"]


def machine(
    row: records.Machine,
    downtimes: Sequence[MachineDowntime],
    reservations: Sequence[MachineReservation],
    timeline: Timeline,
    calibrations: Sequence[Calibration] = (),
) -> scheduler.Machine:
    """Return a machine with its downtimes and the stretches that are kept for some."""
    return scheduler.Machine(
        id=row.id,
        platform=_platform(row),
        height_mm=row.height_mm,
        materials=tuple(material.name for material in row.materials),
        loaded=row.loaded_material.name if row.loaded_material else None,
        powder_change_s=row.powder_change_s,
        powder_changes=tuple(
            scheduler.PowderChange(
                from_material=change["from"], to_material=change["to"], time_s=change["time_s"]
            )
            for change in row.powder_changes
        ),
        setup_s=row.setup_s,
        warm_up_s=row.warm_up_s,
        recoat_s=recoat_s(row, calibrations),
        cool_down_s=row.cool_down_s,
        unload_s=row.unload_s,
        site=row.site,
        setup_skill=row.setup_skill,
        unload_skill=row.unload_skill,
        powder_change_skill=row.powder_change_skill,
        downtime=down((one for one in downtimes if one.machine_id == row.id), timeline),
        reserved=tuple(
            scheduler.Reservation(
                start=timeline.floor(kept.starts_at),
                end=timeline.ceil(kept.ends_at),
                owners=tuple(owner.id for owner in kept.organisations),
            )
            for kept in reservations
            if kept.machine_id == row.id
        ),
    )


def down(
    downtimes: Iterable[MachineDowntime | StationDowntime], timeline: Timeline
) -> tuple[scheduler.Window, ...]:
    """Return the ticks of downtimes, each tick that they touch."""
    return tuple(
        scheduler.Window(start=timeline.floor(one.starts_at), end=timeline.ceil(one.ends_at))
        for one in downtimes
    )


def _platform(row: records.Machine) -> scheduler.Platform:
    return scheduler.Platform(
        shape="circle" if row.platform_shape == "circle" else "rectangle",
        width_mm=row.platform_width_mm or 0.0,
        depth_mm=row.platform_depth_mm or 0.0,
        diameter_mm=row.platform_diameter_mm or 0.0,
        margin_mm=row.platform_margin_mm,
        keep_outs=tuple(
            tuple((float(x), float(y)) for x, y in ring) for ring in row.keep_outs or ()
        ),
    )


def staff(staffed: Sequence[StaffedWindow], timeline: Timeline) -> tuple[scheduler.Window, ...]:
    """Return the whole ticks in which people are there, with what they can do and where."""
    ticks = [
        (window, timeline.ceil(window.starts_at), timeline.floor(window.ends_at))
        for window in staffed
    ]
    return tuple(
        scheduler.Window(
            start=start, end=end, heads=window.heads, skills=window.skills, sites=window.sites
        )
        for window, start, end in ticks
        if start < end
    )
