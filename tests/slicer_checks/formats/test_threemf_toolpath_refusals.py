"""3MF toolpaths that cannot be read: each is refused with one sentence."""

import pytest

from slicer_checks.errors import THREEMF_PATH_CODES, UnreadableFile
from slicer_checks.formats.threemf_toolpath import read_toolpath_3mf
from slicer_checks.limits import ReadLimits
from tests.threemf_paths import (
    HATCHES,
    ITEM,
    LASERS,
    LAYER,
    LIMITS,
    OBJECT,
    PART,
    PATHS,
    POWER,
    SQUARE,
    cut_anywhere,
    flipped,
    layer_xml,
    model_of,
    opened,
    package_of,
    profile_xml,
    refusal,
    segment_xml,
    survives,
    toolpath_package,
    toolpath_xml,
)
from tests.toolpaths import unread

LINE = '<hatch x1="0" y1="0" x2="1" y2="0"/>'
MODIFIER = '<tp:modifier attribute="{}" type="{}" factor="{}" minvalue="{}" maxvalue="{}"/>'


@pytest.mark.parametrize(
    ("segments", "code"),
    [
        ('<segment type="hatch" profileid="1" partid="4"/>', "3mf-toolpath-profile"),
        ('<segment type="hatch" profileid="7" partid="9"/>', "3mf-toolpath-part"),
        (segment_xml("polyline3d", ""), "3mf-toolpath-segment"),
        (segment_xml("hatch", '<point x="0" y="0"/>'), "3mf-toolpath-segment"),
        (segment_xml("hatch", "<arc/>"), "3mf-toolpath-segment"),
        (segment_xml("hatch", LINE.replace('"0"', '"0.5"')), "3mf-value"),
        (segment_xml("hatch", LINE.replace('"0"', '"2147483648"')), "3mf-value"),
        (segment_xml("hatch", '<hatch x1="0" y1="0" x2="1"/>'), "3mf-value"),
        (segment_xml("hatch", LINE.replace("/>", ' f="1.5"/>')), "3mf-value"),
        (segment_xml("hatch", LINE.replace("/>", ' f="high"/>')), "3mf-value"),
        (segment_xml("hatch", LINE, 'lasersync="1"'), "3mf-value"),
        ('<segment type="hatch" partid="4"/>', "3mf-value"),
        ("</segments><segments>", "3mf-incomplete"),
        ("&amp;</segments", "xml-malformed"),
    ],
)
def test_segments_that_cannot_be_read(segments: str, code: str) -> None:
    """References to nothing, other shapes and numbers that are none are refused with their code."""
    assert refusal(read_toolpath_3mf, toolpath_package(segments)).code == code


@pytest.mark.parametrize(
    ("resources", "code"),
    [
        ("", "3mf-no-toolpath"),
        (
            toolpath_xml(attributes='id="1" unitfactor="1" toolpathtype="3axis"'),
            "3mf-toolpath-planar",
        ),
        (toolpath_xml(attributes='id="1" unitfactor="0"'), "3mf-value"),
        (toolpath_xml(attributes='id="1"'), "3mf-value"),
        (toolpath_xml(attributes='id="1" unitfactor="1e300"'), "toolpath-coordinate"),
        (toolpath_xml(attributes='id="1" unitfactor="1e9"'), "toolpath-coordinate"),
        (toolpath_xml(attributes='id="1" unitfactor="1e-400"'), "3mf-value"),
        (toolpath_xml(profile_xml(attributes='laserpower="much"')), "3mf-value"),
        (toolpath_xml(layers='<tp:toolpathlayer ztop="1" path="/no.xml"/>'), "3mf-path"),
        (toolpath_xml(layers='<tp:toolpathlayer ztop="1" path="/../a.xml"/>'), "3mf-path"),
        (toolpath_xml(layers=f'<tp:toolpathlayer path="/{LAYER}"/>'), "3mf-value"),
        (toolpath_xml(layers=f'<tp:toolpathlayer ztop="1" path="/{LAYER}"/>' * 2), "3mf-value"),
        (toolpath_xml(profile_xml(POWER * 2)), "3mf-toolpath-modifier"),
        (toolpath_xml(lasers='<tp:lasersources default="1"/>'), "3mf-toolpath-laser"),
        (
            toolpath_xml(lasers=LASERS, profiles=profile_xml(attributes='laserindex="1"')),
            "3mf-toolpath-laser",
        ),
        (toolpath_xml(lasers=LASERS.replace('maxy="5"', "")), "3mf-toolpath-laser"),
        (toolpath_xml(lasers=LASERS.replace('maxy="5"', 'maxy="-9"')), "3mf-toolpath-laser"),
        (toolpath_xml(lasers=LASERS.replace('index="8"', 'index="3"')), "3mf-toolpath-laser"),
        (
            toolpath_xml(lasers=LASERS.replace('maxy="5"', 'maxy="5" cornerradius="9999"')),
            "3mf-toolpath-laser",
        ),
        (
            toolpath_xml(lasers=LASERS.replace('maxy="5"', 'maxy="5" cornerradius="round"')),
            "3mf-value",
        ),
        (
            toolpath_xml(lasers=LASERS.replace('centerx="1"', "")),
            "3mf-toolpath-laser",
        ),
        (toolpath_xml(lasers=LASERS.replace('"3 8"', '"3 9"')), "3mf-value"),
        (
            toolpath_xml(lasers=LASERS.replace("</tp:l", '<tp:syncgroup id="1"/></tp:l')),
            "3mf-value",
        ),
    ],
)
def test_toolpaths_that_cannot_be_read(resources: str, code: str) -> None:
    """A toolpath that breaks what the specification has consumers reject is refused."""
    assert refusal(read_toolpath_3mf, toolpath_package(resources=resources)).code == code


@pytest.mark.parametrize(
    "modifier",
    [
        ("laserpower", "constant", "f", "1", "1"),
        ("laserpower", "constant", "f", "2", "1"),
        ("laserpower", "constant", "f", "-1", "1"),
        ("laserpower", "constant", "f", "0", "much"),
        ("laserpower", "quadratic", "f", "0", "1"),
        ("laserpower", "constant", "k", "0", "1"),
        ("laserpower", "constant", "", "0", "1"),
        ("laserspeed", "constant", "f", "0", "1"),
        ("name", "constant", "f", "0", "1"),
        ("laserindex", "constant", "f", "0", "1"),
    ],
)
def test_modifiers_that_are_not_allowed(modifier: tuple[str, ...]) -> None:
    """A range must rise, and change a number of the profile by a factor that there is."""
    profile = profile_xml(MODIFIER.format(*modifier), 'laserpower="200" laserindex="1"')
    error = refusal(read_toolpath_3mf, toolpath_package(resources=toolpath_xml(profile)))

    assert error.code == "3mf-toolpath-modifier"
    assert error.params["attribute"] == modifier[0]


def test_lasers_that_segments_name_must_be_declared() -> None:
    """A segment of a laser that is not among those declared is refused."""
    data = toolpath_package(
        segment_xml("hatch", LINE, 'laserindex="4"'), toolpath_xml(lasers=LASERS)
    )

    assert refusal(read_toolpath_3mf, data).code == "3mf-toolpath-laser"


def test_a_layer_must_be_one() -> None:
    """A layer's part that is another kind of document is refused, and so is a bomb of entities."""
    model = model_of(toolpath_xml() + OBJECT)
    other = package_of(model, {LAYER: "<html/>"})
    bomb = package_of(model, {LAYER: '<!DOCTYPE layer [<!ENTITY a "b">]><layer/>'})

    assert refusal(read_toolpath_3mf, other).code == "3mf-toolpath-layer"
    assert refusal(read_toolpath_3mf, bomb).code == "xml-doctype"
    twice = layer_xml(HATCHES).replace("</parts>", f'<part id="4" uuid="{PART}"/></parts>')
    assert refusal(read_toolpath_3mf, package_of(model, {LAYER: twice})).code == "3mf-value"


def test_required_extensions_that_may_hold_vectors_are_refused() -> None:
    """Binary vectors cannot be passed over; what other programs require is counted."""
    binary = 'xmlns:bin="http://schemas.3mf.io/3dmanufacturing/binary/2023/05"'
    vendor = 'xmlns:v="http://a/vendor" requiredextensions="p tp v"'
    layers = {LAYER: layer_xml(HATCHES)}
    refused = model_of(toolpath_xml() + OBJECT, more=f'{binary} requiredextensions="bin"')
    passed = model_of(toolpath_xml() + OBJECT, more=vendor)

    assert refusal(read_toolpath_3mf, package_of(refused, layers)).code == "3mf-extension"
    toolpath = read_toolpath_3mf(opened(package_of(passed, layers)), LIMITS)
    assert unread(toolpath) == {"required extensions of other programs": 1}


def test_too_many_items_are_refused() -> None:
    """A build of more items than the limit is refused before anything is made of them."""
    model = model_of(toolpath_xml() + OBJECT, ITEM * 3)
    data = package_of(model, {LAYER: layer_xml(HATCHES)})

    with pytest.raises(UnreadableFile) as caught:
        read_toolpath_3mf(opened(data), ReadLimits(instances_max=2))
    assert caught.value.code == "3mf-too-many-items"


def test_a_model_that_is_none_is_refused() -> None:
    """The model must be a 3MF model in a unit that 3MF knows."""
    assert refusal(read_toolpath_3mf, package_of("<a/>", {})).code == "3mf-root"
    parsec = model_of(toolpath_xml(), unit="parsec")
    assert refusal(read_toolpath_3mf, package_of(parsec, {})).code == "3mf-unit"


SPOILT_LAYER = layer_xml(
    segment_xml("loop", SQUARE, 'laserindex="3"')
    + segment_xml("hatch", LINE.replace("/>", ' f1="0" f2="1"><sub t="0.5" f=".25"/></hatch>'))
)
SPOILT_MODEL = model_of(toolpath_xml(profile_xml(POWER), lasers=LASERS) + OBJECT)


@pytest.mark.parametrize("spoil", ["cut", "flip"])
def test_spoilt_files_are_read_or_refused(spoil: str) -> None:
    """A model or a layer that is cut off anywhere, or has any letter changed, makes no crash."""
    ways = cut_anywhere if spoil == "cut" else lambda text: flipped(text, 5, 400)
    for layer in ways(SPOILT_LAYER):
        survives(read_toolpath_3mf, package_of(SPOILT_MODEL, {LAYER: layer}))
    for model in ways(SPOILT_MODEL.replace("{space}", PATHS)):
        survives(read_toolpath_3mf, package_of(model, {LAYER: SPOILT_LAYER}))


def test_a_package_that_is_cut_off_is_refused() -> None:
    """Every beginning of a package is refused, none is read as a shorter toolpath."""
    data = toolpath_package()
    codes = set()
    for length in range(len(data)):
        with pytest.raises(UnreadableFile) as caught:
            read_toolpath_3mf(opened(data[:length]), LIMITS)
        codes.add(caught.value.code)

    assert codes <= {"archive-damaged"}


def test_every_code_of_toolpaths_is_one_of_theirs() -> None:
    """Codes that only toolpaths and slices raise are named together."""
    assert {code for code in THREEMF_PATH_CODES if code.startswith("3mf-toolpath-")} == {
        "3mf-toolpath-layer",
        "3mf-toolpath-laser",
        "3mf-toolpath-modifier",
        "3mf-toolpath-part",
        "3mf-toolpath-planar",
        "3mf-toolpath-profile",
        "3mf-toolpath-segment",
    }
