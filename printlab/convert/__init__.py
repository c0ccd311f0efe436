"""The only translator between lab records, ``slicer_checks`` values and ``scheduler`` values."""
