"""Pictures of values: a part with its findings."""

from slicer_checks.pictures.part_picture import part_picture

__all__ = ["part_picture"]
