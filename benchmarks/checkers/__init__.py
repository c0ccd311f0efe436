"""Checks that an open library can do too, on the same file in the same run.

`peers` asks the libraries, in their own interpreter; `beside` does ours and sets them side by side.
"""
