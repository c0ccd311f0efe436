"""Little-endian numbers at any byte of a file, for compiled code; nobody looks whether they end."""

import numba
import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint8]


@numba.njit(cache=True)
def uint16_at(codes: Codes, at: int) -> int:
    """Return the whole number of 2 bytes that begins at `at`."""
    return int(np.int64(codes[at]) | np.int64(codes[at + 1]) << 8)


@numba.njit(cache=True)
def int32_at(codes: Codes, at: int) -> int:
    """Return the signed whole number of 4 bytes that begins at `at`."""
    word = uint16_at(codes, at) | uint16_at(codes, at + 2) << 16
    return int((word ^ 0x80000000) - 0x80000000)


@numba.njit(cache=True)
def single_at(codes: Codes, at: int) -> float:
    """Return the little-endian float of 4 bytes that begins at `at`, at no particular multiple."""
    word = np.uint32(codes[at]) | (np.uint32(codes[at + 1]) << np.uint32(8))
    word |= np.uint32(codes[at + 2]) << np.uint32(16)
    word |= np.uint32(codes[at + 3]) << np.uint32(24)
    return np.uint32(word).view(np.float32)  # type: ignore[return-value]


@numba.njit(cache=True)
def double_at(codes: Codes, at: int) -> float:
    """Return the little-endian float of 8 bytes that begins at `at`, at no particular multiple."""
    word = np.uint64(0)
    for index in range(8):
        word |= np.uint64(codes[at + index]) << np.uint64(8 * index)
    return np.uint64(word).view(np.float64)
