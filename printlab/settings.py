"""Where the lab's infrastructure is and what it may use: the ``PRINTLAB_*`` environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from printlab.errors import Invalid, Unavailable

__all__ = ["ChildLimits", "Settings"]

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildLimits:
    """What one limited child process may use (targets of the security notes: 10 CPU s, 1 GiB)."""

    memory_bytes: int = 1024 * _MIB
    cpu_s: float = 10.0
    wall_s: float = 30.0
    file_bytes: int = 512 * _MIB
    result_bytes: int = 16 * _MIB

    def __post_init__(self) -> None:
        """Refuse limits under which no child could run."""
        values = (self.memory_bytes, self.cpu_s, self.wall_s, self.file_bytes, self.result_bytes)
        if min(values) <= 0:
            raise Invalid("limit-not-positive", "Every limit of a child must be above zero.")


_UPLOAD_CHILD = ChildLimits(cpu_s=10.0, wall_s=30.0)
_CHECK_CHILD = ChildLimits(memory_bytes=2048 * _MIB, cpu_s=600.0, wall_s=900.0)
_PLAN_CHILD = ChildLimits(memory_bytes=2048 * _MIB, cpu_s=1200.0, wall_s=600.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The lab's infrastructure: folder, addresses, limits. Nothing about machines or prices."""

    home: Path
    database_url: str
    files_url: str
    redis_url: str | None = None
    secret_key: str | None = field(default=None, repr=False)
    upload_bytes: int = 100 * _MIB
    upload_child: ChildLimits = _UPLOAD_CHILD
    check_child: ChildLimits = _CHECK_CHILD
    plan_child: ChildLimits = _PLAN_CHILD
    lease_s: float = 5.0

    def __post_init__(self) -> None:
        """Refuse a lease too short to be renewed in time."""
        if self.lease_s < 1.0:
            raise Invalid("lease-too-short", "PRINTLAB_LEASE_S must be at least 1 second.")

    @classmethod
    def in_folder(cls, home: str | os.PathLike[str]) -> "Settings":
        """Return the embedded lab in one folder: SQLite, a folder of files, a SQLite queue."""
        return cls.from_environ({"PRINTLAB_HOME": os.fspath(home)})

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read ``PRINTLAB_*``; what is absent has a default inside ``PRINTLAB_HOME``."""
        env = os.environ if environ is None else environ
        home = Path(env.get("PRINTLAB_HOME") or "printlab-lab").expanduser().absolute()
        memory_mb = _number(env, "PRINTLAB_CHILD_MEMORY_MB", 2048)
        check = ChildLimits(
            memory_bytes=int(memory_mb * _MIB),
            cpu_s=_number(env, "PRINTLAB_CHECK_CPU_S", _CHECK_CHILD.cpu_s),
            wall_s=_number(env, "PRINTLAB_CHECK_WALL_S", _CHECK_CHILD.wall_s),
        )
        plan = ChildLimits(
            memory_bytes=int(memory_mb * _MIB),
            cpu_s=_number(env, "PRINTLAB_PLAN_CPU_S", _PLAN_CHILD.cpu_s),
            wall_s=_number(env, "PRINTLAB_PLAN_WALL_S", _PLAN_CHILD.wall_s),
        )
        return cls(
            home=home,
            database_url=env.get("PRINTLAB_DATABASE_URL") or f"sqlite:///{home / 'lab.sqlite'}",
            files_url=env.get("PRINTLAB_FILES_URL") or str(home / "files"),
            redis_url=env.get("PRINTLAB_REDIS_URL") or None,
            secret_key=env.get("PRINTLAB_SECRET_KEY") or None,
            upload_bytes=int(_number(env, "PRINTLAB_UPLOAD_MB", 100) * _MIB),
            check_child=check,
            plan_child=plan,
            lease_s=_number(env, "PRINTLAB_LEASE_S", 5.0),
        )

    def to_environ(self) -> dict[str, str]:
        """Return the variables under which another process opens the same lab."""
        given = {
            "PRINTLAB_HOME": str(self.home),
            "PRINTLAB_DATABASE_URL": self.database_url,
            "PRINTLAB_FILES_URL": self.files_url,
            "PRINTLAB_REDIS_URL": self.redis_url or "",
            "PRINTLAB_SECRET_KEY": self.secret_key or "",
            "PRINTLAB_UPLOAD_MB": str(self.upload_bytes / _MIB),
            "PRINTLAB_CHILD_MEMORY_MB": str(self.check_child.memory_bytes / _MIB),
            "PRINTLAB_CHECK_CPU_S": str(self.check_child.cpu_s),
            "PRINTLAB_CHECK_WALL_S": str(self.check_child.wall_s),
            "PRINTLAB_PLAN_CPU_S": str(self.plan_child.cpu_s),
            "PRINTLAB_PLAN_WALL_S": str(self.plan_child.wall_s),
            "PRINTLAB_LEASE_S": str(self.lease_s),
        }
        return {name: value for name, value in given.items() if value}

    @property
    def secret_key_path(self) -> Path:
        """Return where ``lab init`` keeps the secret key (mode 0600)."""
        return self.home / "secret-key"

    @property
    def log_path(self) -> Path:
        """Return the file where errors that are bugs are written in full."""
        return self.home / "printlab.log"

    @property
    def scratch_path(self) -> Path:
        """Return the folder under which each limited child gets a scratch folder of its own."""
        return self.home / "scratch"

    @property
    def queue_path(self) -> Path:
        """Return the SQLite file of the embedded queue."""
        return self.home / "queue.sqlite"

    @property
    def numba_cache_path(self) -> Path:
        """Return the writable folder for numba's compiled code."""
        return self.home / "numba-cache"

    def read_secret_key(self) -> str:
        """Return the key that signs sessions: the environment's, else the file of ``lab init``."""
        if self.secret_key:
            return self.secret_key
        try:
            return self.secret_key_path.read_text(encoding="ascii").strip()
        except OSError as error:
            raise Unavailable(
                "secret-key-missing",
                f"There is no readable secret key at {self.secret_key_path}; "
                "run `printlab lab init` or set PRINTLAB_SECRET_KEY.",
                {"path": str(self.secret_key_path)},
            ) from error


def _number(env: Mapping[str, str], name: str, default: float) -> float:
    """Return the positive number in a variable, or its default when absent or empty."""
    text = env.get(name)
    if not text:
        return float(default)
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.0 < value < float("inf"):
        raise Invalid(
            "setting-not-a-number", f"{name} must be a number above zero.", {"setting": name}
        )
    return value
