"""Making plans by insertion, and making them better by taking out and inserting again."""
