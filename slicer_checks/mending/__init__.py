"""The steps of a repair, one per file: each takes a draft and gives the next one."""
