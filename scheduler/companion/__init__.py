"""A second process that searches the same problem on another core."""
