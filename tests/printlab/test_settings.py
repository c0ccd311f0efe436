"""Settings come from PRINTLAB_* alone, each with a default inside the lab's folder."""

import os
from pathlib import Path

import pytest

from printlab.errors import Invalid, Unavailable
from printlab.settings import ChildLimits, Settings


def test_a_folder_is_enough(tmp_path: Path) -> None:
    """Without an environment everything is inside the lab's folder."""
    settings = Settings.in_folder(tmp_path)

    assert settings.database_url == f"sqlite:///{tmp_path / 'lab.sqlite'}"
    assert settings.files_url == str(tmp_path / "files")
    assert settings.redis_url is None
    assert settings.lease_s == 5.0


def test_the_environment_is_read(tmp_path: Path) -> None:
    """Each variable is heard."""
    settings = Settings.from_environ(
        {
            "PRINTLAB_HOME": str(tmp_path),
            "PRINTLAB_DATABASE_URL": "postgresql://h/d",
            "PRINTLAB_FILES_URL": "s3://bucket",
            "PRINTLAB_REDIS_URL": "redis://h",
            "PRINTLAB_UPLOAD_MB": "5",
            "PRINTLAB_CHILD_MEMORY_MB": "512",
            "PRINTLAB_PLAN_WALL_S": "7.5",
        }
    )

    assert settings.database_url == "postgresql://h/d"
    assert settings.files_url == "s3://bucket"
    assert settings.redis_url == "redis://h"
    assert settings.upload_bytes == 5 * 1024**2
    assert settings.check_child.memory_bytes == 512 * 1024**2
    assert settings.plan_child.wall_s == 7.5


def test_another_process_opens_the_same_lab(tmp_path: Path) -> None:
    """What is handed to a worker's environment is read there as the same settings."""
    settings = Settings.from_environ(
        {
            "PRINTLAB_HOME": str(tmp_path),
            "PRINTLAB_REDIS_URL": "redis://h",
            "PRINTLAB_SECRET_KEY": "key",
            "PRINTLAB_LEASE_S": "2.5",
            "PRINTLAB_PLAN_CPU_S": "99",
            "PRINTLAB_UPLOAD_MB": "7",
        }
    )

    assert Settings.from_environ(settings.to_environ()) == settings


@pytest.mark.parametrize("text", ["many", "-1", "0", "nan", "inf"])
def test_a_limit_that_is_no_number_is_named(text: str) -> None:
    """The sentence names the variable."""
    with pytest.raises(Invalid, match="PRINTLAB_UPLOAD_MB"):
        Settings.from_environ({"PRINTLAB_UPLOAD_MB": text})


def test_a_lease_too_short_to_renew_is_refused() -> None:
    """A lease must outlive the renewals' rhythm."""
    with pytest.raises(Invalid, match="PRINTLAB_LEASE_S"):
        Settings.from_environ({"PRINTLAB_LEASE_S": "0.5"})


def test_a_limit_of_nothing_is_refused() -> None:
    """No child could run with it."""
    with pytest.raises(Invalid):
        ChildLimits(cpu_s=0.0)


def test_the_secret_key_comes_from_file_or_environment(tmp_path: Path) -> None:
    """The environment's key wins; without either the sentence says what to run."""
    bare = Settings.in_folder(tmp_path)
    with pytest.raises(Unavailable, match="lab init"):
        bare.read_secret_key()

    bare.secret_key_path.write_text("from-file\n", encoding="ascii")
    assert bare.read_secret_key() == "from-file"
    given = {"PRINTLAB_HOME": os.fspath(tmp_path), "PRINTLAB_SECRET_KEY": "given"}
    assert Settings.from_environ(given).read_secret_key() == "given"


def test_the_secret_key_is_never_shown() -> None:
    """Printing the settings does not print the key."""
    assert "hush" not in repr(Settings.from_environ({"PRINTLAB_SECRET_KEY": "hush"}))
