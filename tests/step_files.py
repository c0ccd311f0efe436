"""A maker of STEP files: a box as a solid with six flat faces."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tests.mesh_files import BOX_QUADS, box_points

Points = npt.NDArray[np.float64]


@dataclass(slots=True)
class _Lines:
    """The data section while it grows."""

    lines: list[str] = field(default_factory=list)
    edges: dict[tuple[int, int], str] = field(default_factory=dict)

    def add(self, text: str) -> str:
        """Add an entity and return its number."""
        self.lines.append(f"#{len(self.lines) + 1}={text};")
        return f"#{len(self.lines)}"

    def direction(self, vector: Points) -> str:
        """Add a direction."""
        a, b, c = (vector / np.linalg.norm(vector)).tolist()
        return self.add(f"DIRECTION('',({a!r},{b!r},{c!r}))")


def step_text(x: float, y: float, z: float, unit: str = "SI_UNIT(.MILLI.,.METRE.)") -> str:
    """Return a STEP file of a box with a corner at the origin."""
    data = _Lines()
    corners = box_points(x, y, z)
    places = [data.add(f"CARTESIAN_POINT('',({a!r},{b!r},{c!r}))") for a, b, c in corners.tolist()]
    _add_edges(data, corners, places)
    faces = [_add_face(data, corners, places, face) for face in BOX_QUADS]
    shell = data.add(f"CLOSED_SHELL('',({','.join(faces)}))")
    _add_product(data, data.add(f"MANIFOLD_SOLID_BREP('',{shell})"), unit)
    head = "FILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\n"
    head += "FILE_SCHEMA(('AUTOMOTIVE_DESIGN { 1 0 10303 214 1 1 1 1 }'));"
    body = "\n".join(data.lines)
    return f"ISO-10303-21;\nHEADER;\n{head}\nENDSEC;\nDATA;\n{body}\nENDSEC;\nEND-ISO-10303-21;\n"


def _sides(face: list[int]) -> list[tuple[int, int]]:
    return list(zip(face, [*face[1:], face[0]], strict=True))


def _add_edges(data: _Lines, corners: Points, places: list[str]) -> None:
    vertices = [data.add(f"VERTEX_POINT('',{place})") for place in places]
    for a, b in [side for face in BOX_QUADS for side in _sides(face)]:
        if (b, a) not in data.edges:
            along = data.add(f"VECTOR('',{data.direction(corners[b] - corners[a])},1.)")
            line = data.add(f"LINE('',{places[a]},{along})")
            edge = f"EDGE_CURVE('',{vertices[a]},{vertices[b]},{line},.T.)"
            data.edges[a, b] = data.add(edge)


def _add_face(data: _Lines, corners: Points, places: list[str], face: list[int]) -> str:
    loop = []
    for a, b in _sides(face):
        same = (a, b) in data.edges
        edge = data.edges[a, b] if same else data.edges[b, a]
        loop.append(data.add(f"ORIENTED_EDGE('',*,*,{edge},.{'T' if same else 'F'}.)"))
    ring = data.add(f"EDGE_LOOP('',({','.join(loop)}))")
    bound = data.add(f"FACE_OUTER_BOUND('',{ring},.T.)")
    first, second = corners[face[1]] - corners[face[0]], corners[face[2]] - corners[face[1]]
    normal = data.direction(np.cross(first, second))
    frame = f"AXIS2_PLACEMENT_3D('',{places[face[0]]},{normal},{data.direction(first)})"
    plane = data.add(f"PLANE('',{data.add(frame)})")
    return data.add(f"ADVANCED_FACE('',({bound}),{plane},.T.)")


def _add_product(data: _Lines, solid: str, unit: str) -> None:
    length = data.add(f"(LENGTH_UNIT()NAMED_UNIT(*){unit})")
    angle = data.add("(NAMED_UNIT(*)PLANE_ANGLE_UNIT()SI_UNIT($,.RADIAN.))")
    sphere = data.add("(NAMED_UNIT(*)SI_UNIT($,.STERADIAN.)SOLID_ANGLE_UNIT())")
    near = f"UNCERTAINTY_MEASURE_WITH_UNIT(LENGTH_MEASURE(1.E-07),{length},'','')"
    context = data.add(
        "(GEOMETRIC_REPRESENTATION_CONTEXT(3)"
        f"GLOBAL_UNCERTAINTY_ASSIGNED_CONTEXT(({data.add(near)}))"
        f"GLOBAL_UNIT_ASSIGNED_CONTEXT(({length},{angle},{sphere}))REPRESENTATION_CONTEXT('',''))"
    )
    shape = data.add(f"ADVANCED_BREP_SHAPE_REPRESENTATION('',({solid}),{context})")
    application = data.add("APPLICATION_CONTEXT('automotive design')")
    market = data.add(f"PRODUCT_CONTEXT('',{application},'mechanical')")
    product = data.add(f"PRODUCT('box','box','',({market}))")
    formation = data.add(f"PRODUCT_DEFINITION_FORMATION('','',{product})")
    design = data.add(f"PRODUCT_DEFINITION_CONTEXT('part definition',{application},'design')")
    definition = data.add(f"PRODUCT_DEFINITION('design','',{formation},{design})")
    defined = data.add(f"PRODUCT_DEFINITION_SHAPE('','',{definition})")
    data.add(f"SHAPE_DEFINITION_REPRESENTATION({defined},{shape})")
