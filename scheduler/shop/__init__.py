"""A problem made ready for searching: numbers in place of names, people as a calendar."""
