"""Measurements of what printlab claims, each beside a peer on the same work."""
