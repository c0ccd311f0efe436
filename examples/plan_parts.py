"""Plan three jobs on two machines: python examples/plan_parts.py."""

import scheduler

HOUR = 60  # ticks of a minute

problem = scheduler.Problem(
    horizon=14 * 24 * HOUR,
    part_gap_mm=3.0,
    settings=(
        scheduler.Setting(id="steel", material="316L", layer_mm=0.03),
        scheduler.Setting(id="titanium", material="Ti6Al4V", layer_mm=0.05),
    ),
    machines=tuple(
        scheduler.Machine(
            id=name,
            platform=scheduler.Platform(width_mm=125.0, depth_mm=125.0, margin_mm=2.0),
            height_mm=125.0,
            materials=("316L", "Ti6Al4V"),
            loaded="316L",
            powder_change_s=4 * 3600,
            setup_s=3600,
            recoat_s=10.0,
            unload_s=3600,
        )
        for name in ("left", "right")
    ),
    parts=tuple(
        scheduler.Part(
            id=name,
            job=name,
            owner="example",
            copies=copies,
            setting=setting,
            due=due_h * HOUR,
            orientations=(
                scheduler.Orientation(id="up", width_mm=30.0, depth_mm=20.0, height_mm=40.0),
            ),
            scan_s={"left": scan_s, "right": scan_s},
        )
        for name, setting, copies, due_h, scan_s in (
            ("bracket", "steel", 4, 48, 5400.0),
            ("nozzle", "steel", 2, 24, 3600.0),
            ("hinge", "titanium", 6, 72, 2700.0),
        )
    ),
    # Somebody is there from 08:00 to 17:00; tick 0 is midnight.
    staff=tuple(
        scheduler.Window(start=(24 * day + 8) * HOUR, end=(24 * day + 17) * HOUR)
        for day in range(14)
    ),
)
result = scheduler.solve(problem, scheduler.Limits(time_s=2.0))

print(result.summary())
for build in result.schedule.builds if result.schedule else ():
    names = ", ".join(sorted({placement.part for placement in build.placements}))
    day, minute = divmod(build.start, 24 * HOUR)
    print(
        f"{build.machine:6} day {day + 1} {minute // 60:02}:{minute % 60:02}, "
        f"{(build.end - build.start) / HOUR:.1f} h: {names}"
    )
