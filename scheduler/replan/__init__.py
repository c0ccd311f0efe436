"""Making a plan again after something changed, so that little of it moves."""
