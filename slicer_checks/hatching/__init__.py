"""Hatching: the region of a layer filled with vectors, exactly up to its edge."""
