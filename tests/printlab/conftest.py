"""Labs to test in: each empty, in a folder of its own, with a clock that stands still."""

import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from printlab.actor import Actor
from printlab.bell import SilentBell
from printlab.cli import main
from printlab.database import open_engine
from printlab.lab import Lab
from printlab.migrate import upgrade
from printlab.settings import Settings
from tests.known_parts import cube, stl_bytes
from tests.printlab.command_runs import Ran, Run
from tests.printlab.standard_error import but_for_compiling
from tests.printlab.standing_clock import StandingClock


@pytest.fixture(autouse=True)
def _away_from_any_lab(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no command find a lab of the one who runs the tests."""
    for name in ("PRINTLAB_LAB", "PRINTLAB_HOME", "PRINTLAB_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def clock() -> StandingClock:
    """Return a clock that stands still."""
    return StandingClock()


@pytest.fixture
def system() -> Actor:
    """Return the lab itself as the one who asks."""
    return Actor.system()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated SQLite file, made once and copied for each lab."""
    path = tmp_path_factory.mktemp("template") / "lab.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    return path


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> Settings:
    """Return an embedded lab whose database is at this version's schema."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(empty_database, home / "lab.sqlite")
    return Settings.in_folder(home)


@pytest.fixture
def lab(settings: Settings, clock: StandingClock) -> Iterator[Lab]:
    """Return an open embedded lab that nobody works for."""
    opened = Lab.open(settings, clock=clock, bell=SilentBell())
    yield opened
    opened.close()


@pytest.fixture
def postgresql() -> Iterator[str]:
    """Return the address of a fresh PostgreSQL database, dropped afterwards."""
    given = os.environ.get("PRINTLAB_TEST_DATABASE_URL")
    if not given:
        pytest.skip("PRINTLAB_TEST_DATABASE_URL does not name a PostgreSQL server")
    name = f"printlab_test_{secrets.token_hex(6)}"
    server = create_engine(
        given.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield f"{given.rpartition('/')[0]}/{name}"
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(
    params=["embedded", pytest.param("servers", marks=pytest.mark.server)], name="any_settings"
)
def _any_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Return the embedded lab, then (marker ``server``) one on PostgreSQL and Redis."""
    if request.param == "embedded":
        embedded: Settings = request.getfixturevalue("settings")
        return embedded
    redis_url = os.environ.get("PRINTLAB_TEST_REDIS_URL")
    if not redis_url:
        pytest.skip("PRINTLAB_TEST_REDIS_URL does not name a Redis server")
    url: str = request.getfixturevalue("postgresql")
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()
    home = tmp_path / "home"
    home.mkdir()
    return replace(Settings.in_folder(home), database_url=url, redis_url=redis_url)


@pytest.fixture
def any_lab(any_settings: Settings, clock: StandingClock) -> Iterator[Lab]:
    """Return an open lab on each kind of database."""
    opened = Lab.open(any_settings, clock=clock, bell=SilentBell())
    yield opened
    opened.close()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command line."""

    def call(*arguments: str | Path) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Ran(code=int(ended.value.code or 0), out=out, err=but_for_compiling(err))

    return call


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Write a cube of 10 mm."""
    path = tmp_path / "cube.stl"
    path.write_bytes(stl_bytes(cube(10.0).triangles))
    return path
