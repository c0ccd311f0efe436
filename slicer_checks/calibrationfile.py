"""A calibration as a file: a JSON document, checked once against its schema."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from slicer_checks.errors import NotAskable

_NUMBER_MAX = 1e15
"""No time in seconds is larger; squares of such numbers, and sums of them, are finite."""
_VARIANCE_MAX = 1e30

_Number = Annotated[float, Field(strict=True, ge=-_NUMBER_MAX, le=_NUMBER_MAX)]
_NotNegative = Annotated[float, Field(strict=True, ge=0, le=_NUMBER_MAX)]
_Positive = Annotated[float, Field(strict=True, gt=0, le=_NUMBER_MAX)]
_Variance = Annotated[float, Field(strict=True, ge=-_VARIANCE_MAX, le=_VARIANCE_MAX)]
_Layer = Annotated[int, Field(strict=True, ge=0, le=2**53)]
_Pair = tuple[_Number, _Number]


class CalibrationFile(BaseModel):
    """A calibration document; `Calibration` says what its numbers mean."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    schema_: Literal["printlab/calibration/1"] = Field(alias="schema", exclude=True)
    material: str
    parameters: str
    layer_mm: _Positive
    recoat_s: _NotNegative
    laser_factor: _Positive
    seen_s: tuple[_NotNegative, _NotNegative]
    bend: Annotated[tuple[_Pair, ...], Field(max_length=1000)]
    variance: tuple[_Variance, _Variance, _Variance]
    residual_s: _NotNegative
    layers: Annotated[int, Field(strict=True, ge=1, le=2**53)]
    left_out: tuple[_Layer, ...] = ()
    left_out_s: _Number = 0.0
    code: Literal["calibrated", "calibration-hardly-varies"] = "calibrated"
    machine: str = ""
    lasers: Annotated[int, Field(strict=True, ge=1, le=1000)] = 1
    source: str = ""

    @field_validator("seen_s", "bend")
    @classmethod
    def _rising(cls, value: tuple[Any, ...]) -> tuple[Any, ...]:
        """Hold ends and bends in the order in which they are interpolated."""
        at = [pair[0] if isinstance(pair, tuple) else pair for pair in value]
        if at != sorted(at):
            raise ValueError("laser times rise")
        return value


def read_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give the checked values of a calibration document.

    Raises
    ------
    NotAskable
        ``calibration-invalid`` for anything else.
    """
    try:
        return CalibrationFile.model_validate(document).model_dump()
    except ValidationError as error:
        raise NotAskable(
            "calibration-invalid", "The file is not a calibration that can be read."
        ) from error
