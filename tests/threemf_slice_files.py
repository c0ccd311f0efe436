"""3MF packages of slices, made small."""

from collections.abc import Sequence

from slicer_checks.formats.threemf_slices import read_slices
from slicer_checks.toolpath import Toolpath
from tests.mesh_files import box_points, object_xml
from tests.threemf_paths import LIMITS, PATHS, model_of, opened, package_of

SIDE = "2D/slices.model"
ITEM = '<item objectid="2"/>'


def slice_xml(top: float | str, places: Sequence[int] = (0, 1, 2, 0), size: float = 10) -> str:
    """Return a slice with three vertices and one polygon through them."""
    vertices = "".join(f'<s:vertex x="{x}" y="{y}"/>' for x, y in ((0, 0), (size, 0), (0, size)))
    segments = "".join(f'<s:segment v2="{place}" p1="0"/>' for place in places[1:])
    polygon = f'<s:polygon startv="{places[0]}">{segments}</s:polygon>'
    return f'<s:slice ztop="{top}"><s:vertices>{vertices}</s:vertices>{polygon}</s:slice>'


def stack_xml(slices: str, number: int = 1, bottom: str = "0") -> str:
    """Return a stack."""
    return f'<s:slicestack id="{number}" zbottom="{bottom}">{slices}</s:slicestack>'


def sliced_object(number: int = 2, stack: int = 1, more: str = "") -> str:
    """Return an object of a stack."""
    mesh = f'name="o{number}" s:slicestackid="{stack}" s:meshresolution="lowres" {more}'
    return object_xml(number, box_points(), more=mesh)


def read(resources: str, items: str = ITEM, side: str = "") -> Toolpath:
    """Return the slices of a package."""
    return read_slices(opened(packed(resources, items, side)), LIMITS)


def packed(resources: str, items: str = ITEM, side: str = "") -> bytes:
    """Return a package of a model, and of a part of stacks where some are given."""
    others = {SIDE: model_of(side, "").replace("{space}", PATHS)} if side else {}
    return package_of(model_of(resources, items), others)


STACK = stack_xml(slice_xml(1))
CYCLE = '<object id="2"><components><component objectid="2"/></components></object>'
REFERENCE = '<s:sliceref slicestackid="5" slicepath="/{}"/>'
