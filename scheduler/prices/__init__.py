"""A bound of the whole objective: parts pay prices, and each machine earns what it can."""
