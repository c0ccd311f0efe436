"""What a fork server runs before it forks."""

from printlab.warm import sample_files
from slicer_checks import read


def test_a_sample_of_each_compiled_reader_reads_as_a_closed_part() -> None:
    """Each sample is what it says, so that reading it compiles what an upload needs."""
    parts = [read(content) for content in sample_files()]

    assert [part.file_format for part in parts] == ["obj", "off", "ply-ascii", "ply-binary", "3mf"]
    assert all(part.watertight and part.volume_mm3 > 10 for part in parts)
