"""File formats, one per module: the only place that reads untrusted bytes."""
