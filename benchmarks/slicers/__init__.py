"""One slicer a module, each measured in a process of its own on the same mesh and planes.

`work` says what is asked; `ours`, `libraries` and `programs` do it; `rows` sets them side by side.
"""
