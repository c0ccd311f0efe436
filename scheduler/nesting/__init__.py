"""Placing the boxes of parts on a platform."""
