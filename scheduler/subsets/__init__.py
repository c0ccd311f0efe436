"""The makespan of few parts, exactly: a value for every set of them."""
