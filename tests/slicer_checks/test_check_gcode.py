"""Programs of machines that lay metal are judged by what holds for them, not by powder beds."""

from slicer_checks import check_toolpath, read_toolpath
from slicer_checks.pathchecks import OF_POWDER_BEDS, PATH_CHECKS, Subject, checks_of
from slicer_checks.toolpath import Direction
from tests.known_paths import small_path

HEAD = "G21 G90\nM3 S0\n"
END = "M5\nM30\n"


def layer(z_mm: float, power_w: float = 900.0, reach_mm: float = 30.0) -> str:
    """Return a ring of 30 mm by 20 mm and a track inside it, laid at 10 mm/s."""
    ring = "".join(f"G1 X{x} Y{y} F600\n" for x, y in ((reach_mm, 0), (30, 20), (0, 20), (0, 0)))
    on = f"M3 S{power_w}\n"
    track = f"M5\nG0 X2 Y5\n{on}G1 X28 Y5 F600\nM5\n"
    return f"M5\nG0 Z{z_mm}\nG0 X0 Y0\n{on}{ring}{track}"


def codes(text: str) -> dict[str, str]:
    """Return what a check finds: the severity of each code."""
    report = check_toolpath(read_toolpath(text.encode()))
    return {finding.code: finding.severity for finding in report.findings}


def test_a_program_of_a_deposition_machine_is_no_faulty_powder_bed() -> None:
    """900 W, 10 mm/s, layers of half a millimetre and open tracks are what such machines do."""
    found = codes(HEAD + layer(0.5) + layer(1.0) + layer(1.5) + END)
    assert set(found) <= {"path-unread"}


def test_open_tracks_say_so_and_rings_do_not() -> None:
    """A track that ends elsewhere is an open line; a ring has no way round that it says."""
    path = read_toolpath((HEAD + layer(0.5) + END).encode())
    laid = path.blocks.block_exposure >= 0
    said = path.blocks.block_direction[laid].tolist()
    assert said == [Direction.UNSAID, Direction.OPEN]


def test_what_is_wrong_with_any_process_is_found() -> None:
    """A layer that is missing, one that falls, no power, and what lies far off the platform."""
    assert "path-layer-thickness" in codes(
        HEAD + "".join(layer(z) for z in (0.5, 1.0, 2.0, 2.5)) + END
    )
    assert codes(HEAD + layer(1.0) + layer(0.5) + END)["path-layer-order"] == "error"
    assert "path-zero-power" in codes(HEAD + layer(0.5, power_w=0.0) + layer(1.0) + END)
    assert "path-outside-platform" in codes(HEAD + layer(0.5, reach_mm=3000.0) + END)


def test_the_report_says_which_limits_are_not_asked() -> None:
    """No recoating is counted, and the summary says of what process the program is."""
    report = check_toolpath(read_toolpath((HEAD + layer(0.5) + END).encode()))
    assert report.times.recoat_s.sum() == 0.0
    assert "lays metal" in report.summary()
    bed = Subject(toolpath=small_path(2), process=report.process)
    assert checks_of(bed) == PATH_CHECKS
    assert len(checks_of(Subject(toolpath=report.toolpath, process=report.process))) == len(
        PATH_CHECKS
    ) - len(OF_POWDER_BEDS)
