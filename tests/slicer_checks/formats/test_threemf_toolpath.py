"""3MF toolpaths: what is read, and what is counted."""

import numpy as np
import pytest

from slicer_checks.exposure import Exposure
from slicer_checks.formats.threemf_toolpath import read_toolpath_3mf, write_toolpath_3mf
from slicer_checks.toolpath import NOBODY, Direction, LaserSource, PathPart, Role, Shape
from tests.known_parts import CORPUS, NO_CORPUS
from tests.threemf_paths import (
    DRAFT,
    HATCHES,
    LASERS,
    LAYER,
    LIMITS,
    OBJECT,
    PART,
    PATHS,
    POWER,
    SQUARE,
    layer_xml,
    model_of,
    opened,
    package_of,
    profile_xml,
    read,
    refusal,
    segment_xml,
    toolpath_xml,
)
from tests.toolpaths import toolpath_of, unread

DUMMY = CORPUS / "toolpaths" / "3mf_toolpath" / "dummy.toolpath.3mf"
needs_corpus = pytest.mark.skipif(not DUMMY.is_file(), reason=NO_CORPUS)


@needs_corpus
def test_the_published_sample_is_read_whole() -> None:
    """Five layers 0.05 mm apart, 4,995 hatches in three profiles, and the power along them."""
    toolpath = read_toolpath_3mf(opened(DUMMY.read_bytes()), LIMITS)
    blocks = toolpath.blocks

    assert blocks.layer_z_mm.tolist() == [0.05, 0.1, 0.15, 0.2, 0.25]
    hatches = blocks.block_shape == Shape.HATCHES
    assert int(toolpath.block_vectors[hatches].sum()) == 4995
    assert [one.power_w for one in toolpath.exposures] == [125, 250, 400]
    assert toolpath.exposures[2].most_power_w == pytest.approx(251.94, abs=0.01)
    assert toolpath.exposures[2].least_power_w == pytest.approx(90)
    assert np.isnan(toolpath.exposures[2].most_speed_mm_s)
    assert unread(toolpath)["power along vectors"] == 4995 + 20
    assert toolpath.facts.version == "2019/05"


@pytest.mark.parametrize("space", [PATHS, DRAFT])
def test_both_namespaces_say_the_same(space: str) -> None:
    """Drafts are read like the release candidate; only the version of the file differs."""
    toolpath = read(space=space)

    assert toolpath.blocks.points_mm.tolist() == [[0, 0], [1, 0], [1, 0.1], [0, 0.1]]
    assert toolpath.blocks.layer_z_mm.tolist() == [0.05]
    assert toolpath.parts == (PathPart(number=2, name="bracket"),)
    assert toolpath.exposures[0].power_w == 200
    assert toolpath.facts.version in space


def test_loops_are_closed_and_polylines_are_open() -> None:
    """A loop gets its first point once more, unless it stands there; a polyline stays as it is."""
    again = SQUARE + '<point x="0" y="0"/>'
    segments = [
        segment_xml(kind, text) for kind in ("loop", "polyline") for text in (SQUARE, again)
    ]
    blocks = read("".join(segments)).blocks

    assert np.diff(blocks.block_offsets).tolist() == [5, 5, 4, 5]
    assert blocks.block_direction.tolist() == [Direction.UNSAID] * 2 + [Direction.OPEN] * 2
    assert set(blocks.block_shape.tolist()) == {Shape.POLYLINE}


def test_units_of_the_model_count() -> None:
    """A toolpath in thousandths of an inch is in millimetres afterwards."""
    model = model_of(toolpath_xml() + OBJECT, unit="inch")
    toolpath = read_toolpath_3mf(opened(package_of(model, {LAYER: layer_xml(HATCHES)})), LIMITS)

    assert toolpath.facts.unit_mm == pytest.approx(0.0254)
    assert toolpath.blocks.points_mm[1, 0] == pytest.approx(25.4)


def test_profiles_say_what_they_say() -> None:
    """Every parameter of a profile finds its place; those of other programs are counted."""
    attributes = (
        'laserpower="1" laserspeed="2" jumpspeed="3" laserfocus="-4" spotradius="0.0415" '
        'prewaittime="5" postwaittime="6" beadwidth="7" v:mode="8" xmlns:v="http://a/vendor"'
    )
    toolpath = read(resources=toolpath_xml(profile_xml(attributes=attributes)))
    exposure = toolpath.exposures[0]

    assert (exposure.power_w, exposure.speed_mm_s, exposure.jump_speed_mm_s) == (1, 2, 3)
    assert (exposure.focus_mm, exposure.spot_um) == (-4, 83)
    assert (exposure.wait_before_us, exposure.wait_after_us) == (5, 6)
    assert np.isnan(exposure.jump_delay_us)
    counts = unread(toolpath)
    assert counts["parameters of deposition"] == 1
    assert counts["parameters of other programs"] == 1


def test_waits_come_back() -> None:
    """Before and after segments, of no time as well."""
    waits = Exposure(name="a", wait_before_us=0.0, wait_after_us=12.5)
    written = write_toolpath_3mf(toolpath_of([], exposures=[waits]))
    assert written.left_out == ()
    assert read_toolpath_3mf(opened(written.data), LIMITS).exposures == (waits,)


@pytest.mark.parametrize(
    ("vectors", "most"),
    [
        ('<hatch x1="0" y1="0" x2="1" y2="0" f="0.5"/>', 200),
        ('<hatch x1="0" y1="0" x2="1" y2="0" f1="0" f2="1.0"/>', 300),
        ('<hatch x1="0" y1="0" x2="1" y2="0" f1="0" f2="0"><sub t="0.5" f="0.25"/></hatch>', 150),
        ('<hatch x1="0" y1="0" x2="1" y2="0" f="0.12345678901234567"/>', 124.69135780246914),
        ('<hatch x1="0" y1="0" x2="1" y2="0" f="5e-1"/>', 200),
    ],
)
def test_the_highest_power_along_vectors_is_known(vectors: str, most: float) -> None:
    """What the factors of a profile reach is kept, and the vectors that they change counted."""
    toolpath = read(segment_xml("hatch", vectors), toolpath_xml(profile_xml(POWER)))

    assert toolpath.exposures[0].most_power_w == pytest.approx(most, rel=1e-15)
    assert toolpath.exposures[0].power_w == 200
    assert unread(toolpath) == {"power along vectors": 1}


def test_the_span_of_power_and_speed_along_vectors_is_known() -> None:
    """Of both, each by its factor; a vector without a factor has the profile's own number."""
    speed = (
        '<tp:modifier attribute="laserspeed" type="constant" factor="g" '
        'minvalue="400" maxvalue="800"/>'
    )
    resource = toolpath_xml(profile_xml(POWER + speed, 'laserpower="200" laserspeed="1000"'))
    both = '<hatch x1="0" y1="0" x2="1" y2="0" f1="0.5" f2="0.1" g="0.25"/>'
    slow = '<hatch x1="0" y1="0" x2="1" y2="0" f="0.2" g="0"/>'
    plain = '<hatch x1="0" y1="0" x2="1" y2="0" f="0.3"/>'

    one = read(segment_xml("hatch", both + slow), resource).exposures[0]
    assert (one.least_power_w, one.most_power_w) == pytest.approx((120, 200))
    assert (one.least_speed_mm_s, one.most_speed_mm_s) == pytest.approx((400, 500))
    other = read(segment_xml("hatch", both + plain), resource).exposures[0]
    assert (other.least_speed_mm_s, other.most_speed_mm_s) == pytest.approx((500, 1000))
    # the same by the parser of XML, which reads what is unusual
    unusual = read(segment_xml("hatch", both + slow + "<!-- -->"), resource).exposures[0]
    assert unusual == one


def test_factors_of_the_first_point_of_a_polyline_are_unused() -> None:
    """A point's factors are of the line that ends there; the first ends none but of a loop."""
    points = '<point x="0" y="0" f="1"/><point x="9" y="0" f="0.5"/><point x="9" y="9"/>'
    resource = toolpath_xml(profile_xml(POWER))

    assert read(segment_xml("polyline", points), resource).exposures[0].most_power_w == 200
    assert read(segment_xml("loop", points), resource).exposures[0].most_power_w == 300


def test_lasers_are_the_segments_the_profiles_or_the_default() -> None:
    """A segment's laser goes before its profile's, and that before the default; 3 is the first."""
    own = segment_xml("hatch", "", 'laserindex="8" lasersync="1"')
    with_default = read(own + HATCHES, toolpath_xml(lasers=LASERS))
    profile = profile_xml(attributes='laserindex="8"')
    with_profile = read(HATCHES, toolpath_xml(profile, lasers=LASERS))

    assert with_default.blocks.block_laser.tolist() == [1, 0]
    assert with_profile.blocks.block_laser.tolist() == [1]
    assert with_default.lasers == (
        LaserSource(name="A", field_mm=((0, -0.005), (100, 0.005))),
        LaserSource(name="B"),
    )
    assert unread(with_default) == {
        "centres and corners of scan fields": 1,
        "waits for other lasers": 1,
    }
    assert read().blocks.block_laser.tolist() == [NOBODY]


def test_supports_are_known_by_the_type_of_their_object() -> None:
    """A part whose object is a support is one; of others a toolpath does not say what they are."""
    model = model_of(toolpath_xml() + OBJECT.replace("model", "support"))
    data = package_of(model, {LAYER: layer_xml(HATCHES)})

    supports = read_toolpath_3mf(opened(data), LIMITS)
    assert supports.blocks.block_role.tolist() == [Role.SUPPORT]
    assert read().blocks.block_role.tolist() == [Role.UNSAID]


def test_objects_in_other_parts_are_known() -> None:
    """An item may place an object of another part: its name and type count all the same."""
    item = f'<item objectid="2" p:UUID="{PART}" p:path="/3D/other.model"/>'
    other = model_of(OBJECT.replace("model", "solidsupport"), "").replace("{space}", PATHS)
    members = {LAYER: layer_xml(HATCHES), "3D/other.model": other}
    away = package_of(model_of(toolpath_xml(), item), members)
    missing = package_of(model_of(toolpath_xml(), item), {LAYER: layer_xml(HATCHES)})

    found = read_toolpath_3mf(opened(away), LIMITS)
    assert found.parts == (PathPart(number=2, name="bracket"),)
    assert found.blocks.block_role.tolist() == [Role.SUPPORT]
    assert read_toolpath_3mf(opened(missing), LIMITS).parts == (PathPart(number=2),)


@pytest.mark.parametrize(
    ("unit", "factor", "code"),
    [
        ("meter", "1e308", "3mf-value"),
        ("micron", "1e-322", "3mf-value"),
        ("millimeter", "1e303", "toolpath-coordinate"),
    ],
)
def test_units_that_no_length_has_are_refused(unit: str, factor: str, code: str) -> None:
    """A unit too large or too small for numbers is refused, even where nothing is exposed."""
    resource = toolpath_xml(attributes=f'id="1" unitfactor="{factor}"', lasers=LASERS)
    data = package_of(model_of(resource, unit=unit), {LAYER: layer_xml("")})

    assert refusal(read_toolpath_3mf, data).code == code


def test_file_facts_are_metadata_of_the_model() -> None:
    """Title and date of a model are the name and date of its toolpath, other metadata are not."""
    rows = '<metadata name="Title">A &amp; B</metadata><metadata name="Designer">C</metadata>'
    model = model_of(toolpath_xml() + OBJECT).replace("<resources>", f"{rows}<resources>", 1)
    found = read_toolpath_3mf(opened(package_of(model, {LAYER: layer_xml(HATCHES)})), LIMITS)

    assert (found.facts.name, found.facts.date) == ("A & B", "")


def test_what_is_left_out_is_counted() -> None:
    """Tags, predictions, data of other programs and vectors in other encodings are counted."""
    segments = segment_xml(
        "hatch", '<hatch x1="0" y1="0" x2="1" y2="0" tag="3"/>', 'tag="1" timeprediction="9"'
    )
    encoded = segment_xml("hatch", '<v:binary path="/x"/>', 'v:mode="2"')
    layer = layer_xml(segments + encoded, more="<data><v:a/></data>")
    toolpath = read_toolpath_3mf(
        opened(package_of(model_of(toolpath_xml() + OBJECT), {LAYER: layer})), LIMITS
    )

    assert unread(toolpath) == {
        "tags": 2,
        "predicted times": 1,
        "data of other programs": 1,
        "vectors in another encoding": 1,
        "parameters of other programs": 1,
    }


def test_the_build_chooses_its_toolpath() -> None:
    """Of several toolpaths the one that the build names is read, and the others are counted."""
    other = toolpath_xml(
        profile_xml(attributes='laserpower="9"'), attributes='id="5" unitfactor="1"'
    )
    both = toolpath_xml() + other + OBJECT
    layers = {LAYER: layer_xml(HATCHES)}
    named = package_of(model_of(both, build='tp:toolpathid="5"'), layers)
    first = package_of(model_of(both), layers)

    assert read_toolpath_3mf(opened(named), LIMITS).exposures[0].power_w == 9
    assert unread(read_toolpath_3mf(opened(first), LIMITS)) == {"other toolpaths": 1}
    wrong = package_of(model_of(both, build='tp:toolpathid="6"'), layers)
    assert refusal(read_toolpath_3mf, wrong).code == "3mf-no-toolpath"
