"""Writing a surface as 3MF: one object, in millimetres, by the core specification.

The package is the same bytes for the same surface: members carry a fixed date.
"""

import zipfile
from io import BytesIO
from typing import Final

import numpy as np
import numpy.typing as npt

_DATE: Final = (1980, 1, 1, 0, 0, 0)
_TYPES: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="model" '
    'ContentType="application/vnd.ms-package.3dmanufacturing-3dmodel+xml"/></Types>\n'
)
_RELATIONSHIPS: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Target="/3D/3dmodel.model" Id="rel0" '
    'Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>\n'
)
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
    members = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONSHIPS,
        "3D/3dmodel.model": _MODEL.format(vertices=vertices, triangles=triangles),
    }
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in members.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, text.encode())
    return stream.getvalue()
