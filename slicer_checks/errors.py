"""What can go wrong before there is anything to check.

::

    SlicerChecksError            the root: every error of this package
    ├── UnreadableFile           the bytes are not a part we can read
    └── NotAskable               the question makes no sense (unit, layer thickness, material ...)

Each error carries a stable code, parameters and one English sentence. The text catalogue holds the
sentence for each code in every language. A *fault of the part* is not an error but a finding.
"""

from collections.abc import Mapping

READ_CODES = (
    "file-not-found",
    "file-not-readable",
    "file-empty",
    "file-too-large",
    "file-type-unknown",
    "stl-truncated",
    "stl-count-mismatch",
    "stl-no-facets",
    "stl-not-finite",
    "stl-too-many-facets",
    "stl-too-many-solids",
    "stl-line-too-long",
    "stl-ascii-control-byte",
    "stl-ascii-decimal-comma",
    "stl-ascii-number",
    "stl-ascii-vertex-count",
    "stl-ascii-nested-solid",
    "stl-ascii-unfinished",
    "stl-ascii-malformed",
    "stl-encoding",
    "archive-damaged",
    "archive-too-many-members",
    "archive-too-large",
    "archive-name-unsafe",
    "archive-name-twice",
    "archive-encrypted",
    "archive-link",
    "archive-method",
    "xml-malformed",
    "xml-doctype",
    "xml-encoding",
    "xml-too-deep",
    "xml-too-many-elements",
    "xml-too-many-attributes",
    "mesh-no-faces",
    "mesh-too-large",
    "mesh-number",
    "mesh-not-finite",
    "mesh-index",
    "3mf-no-model",
    "3mf-path",
    "3mf-root",
    "3mf-incomplete",
    "3mf-unit",
    "3mf-units-differ",
    "3mf-extension",
    "3mf-object-number",
    "3mf-object-missing",
    "3mf-cycle",
    "3mf-transform",
    "3mf-too-many-items",
    "mesh-decimal-comma",
    "mesh-face-corners",
    "mesh-polygons",
    "mesh-encoding",
    "mesh-control-byte",
    "mesh-cut-off",
    "mesh-left-over",
    "mesh-header",
    "obj-keyword",
    "obj-corner",
    "amf-unit",
    "amf-incomplete",
    "amf-object",
    "amf-too-many",
    "step-not-installed",
    "step-unreadable",
    "part-too-large",
    "part-too-small",
    "part-no-volume",
)
"""Codes of `UnreadableFile` that parts raise."""

TOOLPATH_CODES = (
    "toolpath-type-unknown",
    "toolpath-coordinate",
    "cli-header",
    "cli-header-value",
    "cli-units",
    "cli-layers",
    "cli-command",
    "cli-cut-off",
    "cli-count",
    "cli-direction",
    "cli-no-layer",
    "cli-no-geometry",
    "cli-no-end",
    "cli-number",
    "cli-count-mismatch",
    "ilt-layer-order",
    "ilt-parameters",
)
"""Codes of `UnreadableFile` that toolpaths raise, beside those of archives and XML."""

OVF_CODES = (
    "ovf-magic",
    "ovf-unfinished",
    "ovf-outside",
    "ovf-malformed",
    "ovf-overlap",
    "ovf-layer-count",
    "ovf-block-count",
    "ovf-height",
    "ovf-coordinates",
    "ovf-not-finite",
    "ovf-too-many-points",
    "ovf-too-many-blocks",
    "ovf-too-many-entries",
)
"""Codes of `UnreadableFile` that toolpaths in the Open Vector Format raise."""

GCODE_CODES = (
    "gcode-control-byte",
    "gcode-line-too-long",
    "gcode-number",
    "gcode-decimal-comma",
    "gcode-word-twice",
    "gcode-move",
    "gcode-arc-centre",
    "gcode-arc-radius",
    "gcode-arc-plane",
    "gcode-outside",
    "gcode-value",
    "gcode-nothing-laid",
    "gcode-too-many-points",
    "gcode-too-many-exposures",
)
"""Codes of `UnreadableFile` that G-code raises."""

LOG_CODES = ("log-too-large", "log-no-column", "log-cell")
"""Codes of `UnreadableFile` that build logs and tables of areas raise."""

THREEMF_PATH_CODES = (
    "3mf-value",
    "3mf-no-toolpath",
    "3mf-toolpath-planar",
    "3mf-toolpath-layer",
    "3mf-toolpath-segment",
    "3mf-toolpath-profile",
    "3mf-toolpath-part",
    "3mf-toolpath-modifier",
    "3mf-toolpath-laser",
    "3mf-no-slices",
    "3mf-slice-stack",
    "3mf-slice-vertex",
    "3mf-slice-transform",
)
"""Codes of `UnreadableFile` that toolpaths and slices of 3MF raise, beside those of its meshes."""

THREEMF_WRITE_CODES = ("3mf-layer-heights", "3mf-slice-heights")
"""Codes of `NotAskable` that writing toolpaths and slices as 3MF raises."""

ILT_WRITE_CODES = ("ilt-heights", "ilt-empty")
"""Codes of `NotAskable` that writing a toolpath as ILT raises."""

ASK_CODES = (
    "unit-unknown",
    "supports-other-layer",
    "layer-not-positive",
    "layer-too-thick",
    "too-many-layers",
    "overhang-limit-invalid",
    "toolpath-format-unknown",
    "toolpath-layer-unknown",
    "toolpath-strategy",
    "toolpath-supports",
)
"""Codes of `NotAskable` that reading, slicing and estimating raise."""

CALIBRATION_CODES = (
    "calibration-lengths",
    "calibration-too-few",
    "calibration-other-process",
    "calibration-other-machine",
    "calibration-invalid",
)
"""Codes of `NotAskable` that calibrating and calibrated estimates raise."""

ERROR_CODES = (
    READ_CODES
    + TOOLPATH_CODES
    + OVF_CODES
    + GCODE_CODES
    + LOG_CODES
    + THREEMF_PATH_CODES
    + THREEMF_WRITE_CODES
    + ILT_WRITE_CODES
    + ASK_CODES
    + CALIBRATION_CODES
)
"""Every code that reading, slicing and calibrating raise; each has a text in every language."""


class SlicerChecksError(Exception):
    """The root of this package's errors: a stable code, its parameters and one sentence."""

    def __init__(self, code: str, message: str, params: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.params: dict[str, object] = dict(params or {})


class UnreadableFile(SlicerChecksError):  # noqa: N818  "unreadable file" says it; Error adds nothing
    """The bytes cannot be read as a part; `code` is one of `READ_CODES`."""


class NotAskable(SlicerChecksError):  # noqa: N818  "not askable" says it; Error adds nothing
    """The question cannot be asked, such as a layer of 0 mm or an unknown unit."""
