"""Peers of `python -m benchmarks toolpath`: programs that hatch layers."""
