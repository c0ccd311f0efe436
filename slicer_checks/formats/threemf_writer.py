"""Writing a surface as 3MF: one object, in millimetres, by the core specification."""

from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.formats.threemf_package import MODEL, package

_MODEL: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<model unit="millimeter" xml:lang="en-US" '
    'xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02">'
    '<resources><object id="1" type="model"><mesh>\n<vertices>\n{vertices}</vertices>\n'
    "<triangles>\n{triangles}</triangles>\n</mesh></object></resources>"
    '<build><item objectid="1"/></build></model>\n'
)


def write_3mf(points: npt.NDArray[np.float32], faces: npt.NDArray[np.int32]) -> bytes:
    """Return a 3MF package of a surface, (V, 3) points in mm and (F, 3) faces.

    Nine digits bring each float32 back exactly.
    """
    vertices = "".join(
        f'<vertex x="{x:.9g}" y="{y:.9g}" z="{z:.9g}"/>\n' for x, y, z in points.tolist()
    )
    triangles = "".join(f'<triangle v1="{a}" v2="{b}" v3="{c}"/>\n' for a, b, c in faces.tolist())
    return package({MODEL: _MODEL.format(vertices=vertices, triangles=triangles)})
