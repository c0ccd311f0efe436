"""What every table of the lab file shares: it is closed, and so are its numbers."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["LabTable", "Name", "NotNegative", "Positive"]

Name = Annotated[str, Field(min_length=1, max_length=100)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class LabTable(BaseModel):
    """A table of the lab file: closed, so that a misspelt key is found, and unchangeable."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)
