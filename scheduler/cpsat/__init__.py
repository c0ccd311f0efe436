"""Exact steps by the CP-SAT solver of OR-Tools; its types never leave this folder."""
