"""STEP, where Open CASCADE is installed: solids in millimetres, whatever their unit."""

import subprocess
import sys
from importlib import util

import numpy as np
import pytest

from slicer_checks import read
from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.glb import glb_triangles
from slicer_checks.formats.step import is_step
from tests.step_files import step_text

INSTALLED = util.find_spec("cascadio") is not None
needs_cascade = pytest.mark.skipif(
    not INSTALLED, reason="the extra printlab[step] is not installed"
)


@needs_cascade
@pytest.mark.parametrize(
    ("unit", "scale"), [("SI_UNIT(.MILLI.,.METRE.)", 1), ("SI_UNIT($,.METRE.)", 1000)]
)
def test_a_box_is_read_in_millimetres(unit: str, scale: float) -> None:
    """A solid of 10 x 20 x 30 mm keeps its size and its place in every unit."""
    part = read(step_text(10 / scale, 20 / scale, 30 / scale, unit).encode())

    assert part.file_format == "step"
    assert (part.unit, part.unit_guess.evidence) == ("mm", "unit-named")
    assert np.array(part.bounds_mm).tolist() == [[0, 0, 0], [10, 20, 30]]
    assert (part.watertight, part.triangles) == (True, 12)
    assert part.volume_mm3 == pytest.approx(6000)


@needs_cascade
@pytest.mark.parametrize(
    "text",
    ["ISO-10303-21;\n", step_text(1, 2, 3)[:700], step_text(1, 2, 3).replace("BREP", "BEEP")],
)
def test_files_without_a_solid_are_refused_quietly(
    text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """A broken file is one sentence, and nothing that native code prints gets out."""
    with pytest.raises(UnreadableFile) as caught:
        read(text.encode())

    assert caught.value.code == "step-unreadable"
    assert capfd.readouterr() == ("", "")


def test_without_the_extra_there_is_a_sentence() -> None:
    """Where STEP cannot be read the refusal says what to install and what to send instead."""
    program = (
        "import sys; sys.modules['cascadio'] = None\n"
        "from slicer_checks import read, SlicerChecksError\n"
        "try: read(b'ISO-10303-21;')\n"
        "except SlicerChecksError as error: print(error.code, error)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert answer.stdout.startswith(
        "step-not-installed Reading STEP needs the extra printlab[step]"
    )


def test_step_is_known_by_its_first_words() -> None:
    """Blanks before the magic words do not matter."""
    assert is_step(b" \nISO-10303-21;\nHEADER;")
    assert not is_step(b"solid ISO-10303-21;")


def test_a_scene_without_triangles_is_empty() -> None:
    """A glTF without a scene gives no faces."""
    body = b'{"asset":{"version":"2.0"}}'
    size = len(body).to_bytes(4, "little")
    data = b"glTF" + (2).to_bytes(4, "little") + size + size + b"JSON" + body
    points, faces = glb_triangles(data)

    assert (points.shape, faces.shape) == ((0, 3), (0, 3))
    assert faces.dtype == np.int32
