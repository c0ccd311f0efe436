"""A 3MF package of given parts, by the Open Packaging Conventions (ECMA-376 part 2).

The package is the same bytes for the same parts: members carry a fixed date.
"""

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Final
from xml.sax.saxutils import quoteattr

MODEL: Final = "3D/3dmodel.model"
"""The member that holds the model."""
NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document can hold."""
_MODEL_RELATIONSHIPS: Final = "3D/_rels/3dmodel.model.rels"
_DATE: Final = (1980, 1, 1, 0, 0, 0)
_TYPES: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="model" '
    'ContentType="application/vnd.ms-package.3dmanufacturing-3dmodel+xml"/>{more}</Types>\n'
)
_XML_TYPE: Final = '<Default Extension="xml" ContentType="application/xml"/>'
_RELATIONSHIPS: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "{rows}</Relationships>\n"
)
_RELATIONSHIP: Final = '<Relationship Target={target} Id="rel{number}" Type={kind}/>'
_MODEL_TYPE: Final = "http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"


def package(members: Mapping[str, str], kinds: Mapping[str, str] | None = None) -> bytes:
    """Return a package of a model and of parts that it points to.

    `members` are texts by name, the model under `MODEL`; `kinds` are the relationship types of the
    parts that the model points to, by name.
    """
    kinds = kinds or {}
    others = _XML_TYPE if any(name.endswith(".xml") for name in members) else ""
    whole = {
        "[Content_Types].xml": _TYPES.format(more=others),
        "_rels/.rels": _relationships({MODEL: _MODEL_TYPE}),
        **members,
    }
    if kinds:
        whole[_MODEL_RELATIONSHIPS] = _relationships(kinds)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, text in whole.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            opened.writestr(info, text.encode())
    return stream.getvalue()


def _relationships(kinds: Mapping[str, str]) -> str:
    rows = (
        _RELATIONSHIP.format(target=quoteattr(f"/{name}"), number=number, kind=quoteattr(kind))
        for number, (name, kind) in enumerate(kinds.items())
    )
    return _RELATIONSHIPS.format(rows="".join(rows))
