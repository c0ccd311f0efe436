"""3MF slices: what is refused, and that spoilt files make no crash."""

import pytest

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.threemf_slices import read_slices
from slicer_checks.limits import ReadLimits
from tests.mesh_files import box_points, object_xml
from tests.threemf_paths import (
    LIMITS,
    PATHS,
    cut_anywhere,
    flipped,
    model_of,
    opened,
    package_of,
    refusal,
    survives,
)
from tests.threemf_slice_files import (
    CYCLE,
    ITEM,
    REFERENCE,
    SIDE,
    STACK,
    packed,
    slice_xml,
    sliced_object,
    stack_xml,
)


@pytest.mark.parametrize(
    ("resources", "code"),
    [
        ("", "3mf-object-missing"),
        (object_xml(2, box_points()), "3mf-no-slices"),
        (sliced_object(), "3mf-slice-stack"),
        (STACK * 2 + sliced_object(), "3mf-slice-stack"),
        (stack_xml(REFERENCE.format(SIDE)) + sliced_object(), "3mf-path"),
        (stack_xml(REFERENCE.format("3D/3dmodel.model")) + sliced_object(), "3mf-slice-stack"),
        (stack_xml(slice_xml(1) + REFERENCE.format(SIDE)) + sliced_object(), "3mf-slice-stack"),
        (stack_xml(slice_xml(1, (0, 1, 3))) + sliced_object(), "3mf-slice-vertex"),
        (stack_xml(slice_xml(1, (-1, 1, 2))) + sliced_object(), "3mf-value"),
        (stack_xml(slice_xml("high")) + sliced_object(), "3mf-value"),
        (stack_xml(slice_xml(1, size=float("nan"))) + sliced_object(), "3mf-value"),
        (stack_xml(slice_xml("1e31")) + sliced_object(), "toolpath-coordinate"),
        (stack_xml(slice_xml(1, size=1e31)) + sliced_object(), "toolpath-coordinate"),
        (STACK + sliced_object() * 2, "3mf-object-number"),
        (STACK + CYCLE, "3mf-cycle"),
    ],
)
def test_slices_that_cannot_be_read(resources: str, code: str) -> None:
    """Stacks, vertices and objects that are not there, and numbers that are none, are refused."""
    assert refusal(read_slices, packed(resources)).code == code


def test_references_go_one_step_only() -> None:
    """A stack that is referred to may not refer further."""
    side = stack_xml(REFERENCE.format("3D/3dmodel.model"), 5)
    data = packed(stack_xml(REFERENCE.format(SIDE)) + sliced_object(), side=side)

    assert refusal(read_slices, data).code == "3mf-slice-stack"


@pytest.mark.parametrize(
    "transform", ["1 0 0 0 1 0 0 0 2 0 0 0", "1 0 0.1 0 1 0 0 0 1 0 0 0", "1 0 0 0 1 0 1 0 1 0 0 0"]
)
def test_transforms_out_of_the_plane_are_refused(transform: str) -> None:
    """Slices cannot be tilted, sheared or stretched in height."""
    item = f'<item objectid="2" transform="{transform}"/>'

    assert refusal(read_slices, packed(STACK + sliced_object(), item)).code == "3mf-slice-transform"


def test_parts_in_different_units_are_refused() -> None:
    """Slices in another unit than their object cannot be put together safely."""
    side = model_of(stack_xml(slice_xml(1), 5), "", unit="inch").replace("{space}", PATHS)
    root = model_of(stack_xml(REFERENCE.format(SIDE)) + sliced_object(), ITEM)

    assert refusal(read_slices, package_of(root, {SIDE: side})).code == "3mf-units-differ"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (ReadLimits(facets_max=8), "mesh-too-large"),
        (ReadLimits(instances_max=1), "3mf-too-many-items"),
    ],
)
def test_more_than_the_limits_is_refused(limits: ReadLimits, code: str) -> None:
    """A stack placed many times is refused before its points are."""
    data = packed(STACK + sliced_object(), ITEM * 2)

    with pytest.raises(UnreadableFile) as caught:
        read_slices(opened(data), limits)
    assert caught.value.code == code


def test_a_required_extension_that_is_not_read_is_refused() -> None:
    """Beams that stand in for slices cannot be passed over."""
    beams = 'xmlns:b="http://schemas.microsoft.com/3dmanufacturing/beamlattice/2017/02"'
    model = model_of(STACK + sliced_object(), ITEM, more=f'{beams} requiredextensions="s b"')

    assert refusal(read_slices, package_of(model, {})).code == "3mf-extension"
    assert refusal(read_slices, package_of("<a/>", {})).code == "3mf-root"


@pytest.mark.parametrize("spoil", ["cut", "flip"])
def test_spoilt_files_are_read_or_refused(spoil: str) -> None:
    """A model that is cut off anywhere, or has any letter changed, makes no crash."""
    ways = cut_anywhere if spoil == "cut" else lambda text: flipped(text, 3, 500)
    side = model_of(stack_xml(slice_xml(1), 5), "").replace("{space}", PATHS)
    root = model_of(stack_xml(REFERENCE.format(SIDE)) + sliced_object(), ITEM, unit="micron")
    for text in ways(side):
        survives(read_slices, package_of(root, {SIDE: text}))
    for text in ways(root.replace("{space}", PATHS)):
        survives(read_slices, package_of(text, {SIDE: side}))


def test_a_package_that_is_cut_off_is_refused() -> None:
    """Every beginning of a package is refused, none is read as fewer slices."""
    data = packed(STACK + sliced_object())
    for length in range(len(data)):
        with pytest.raises(UnreadableFile, match="damaged"):
            read_slices(opened(data[:length]), LIMITS)


def test_transforms_that_overflow_are_refused() -> None:
    """Components that each stretch by 1e29 end beyond every number, which is refused quietly."""
    wide = 'transform="1e29 0 0 0 1 0 0 0 1 0 0 0"'
    objects = "".join(
        f'<object id="{number}"><components><component objectid="{number - 1}" {wide}/>'
        "</components></object>"
        for number in range(3, 16)
    )
    data = packed(STACK + sliced_object() + objects, '<item objectid="15"/>')

    assert refusal(read_slices, data).code in {"toolpath-coordinate", "3mf-slice-transform"}
