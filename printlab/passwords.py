"""Passwords, kept as argon2id hashes."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from printlab.errors import Invalid

__all__ = ["MIN_LENGTH", "hash_password", "password_matches"]

MIN_LENGTH = 10
_MAX_LENGTH = 200
_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Hash a new password; length is what is asked of it (NIST SP 800-63B, 5.1.1.2)."""
    if not MIN_LENGTH <= len(password) <= _MAX_LENGTH:
        raise Invalid(
            "password-length",
            f"A password has {MIN_LENGTH} to {_MAX_LENGTH} characters.",
            {"least": MIN_LENGTH, "most": _MAX_LENGTH},
            field="password",
        )
    return _hasher.hash(password)


def password_matches(password_hash: str | None, password: str) -> bool:
    """Whether a password is the one; takes as long for somebody who has none."""
    try:
        _hasher.verify(password_hash or _NOBODY, password[:_MAX_LENGTH])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
