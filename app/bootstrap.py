"""The only module that builds database, services, API and window and wires them."""

from __future__ import annotations

import gc
import getpass
import os
from functools import lru_cache
from pathlib import Path

from app import bundled
from app.domain.errors import UsageError
from app.domain.policy import parse_country_risks, parse_policy
from app.domain.user import LOGGED_OUT, Session
from app.matching.effects import Effects, effects_of
from app.matching.tables import NameTables, load_tables
from app.services.catalogue import load_catalogue, own_sources, with_own
from app.services.country_risk import take_own
from app.services.index_keeper import IndexKeeper
from app.services.stored_case_policy import stored_case_policy
from app.services.workspace import Workspace
from app.storage.database import open_database

POLICY = "resources/risk/policy.toml"
COUNTRY_RISKS = "resources/countries/risk"


def default_data_dir() -> Path:
    """`SCREENDESK_DATA_DIR`, else the platform's folder for application data."""
    named = os.environ.get("SCREENDESK_DATA_DIR")
    if named:
        return Path(named).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("Screendesk", appauthor=False))


def open_workspace(data_dir: Path | None = None) -> Workspace:
    """Open the workspace in a folder, or make one there.

    Raises an EnvironmentFault if the folder or the database in it cannot be used.
    """
    folder = data_dir.expanduser() if data_dir is not None else default_data_dir()
    database = open_database(folder, busy_timeout_ms=_busy_timeout_ms())
    tables = _name_tables()
    risk_files = sorted(bundled.path(COUNTRY_RISKS).glob("*.toml"))
    risk_names = [f"{COUNTRY_RISKS}/{file.name}" for file in risk_files]
    texts = [bundled.read_text(POLICY), *(bundled.read_text(name) for name in risk_names)]
    risks = parse_country_risks([bundled.read_toml(name) for name in risk_names])
    policy = parse_policy(bundled.read_toml(POLICY), "\n".join([*texts, repr(Effects())]), risks)
    account = _account()
    with database.read() as uow:
        catalogue = with_own(load_catalogue(), own_sources(uow))
        case_policy = stored_case_policy(uow)
        session = LOGGED_OUT if uow.users.count() else Session(account, account)
    workspace = Workspace(
        database=database,
        catalogue=catalogue,
        policy=policy,
        tables=tables,
        index=IndexKeeper(database, tables, effects_of(policy)),
        session=session,
        case_policy=case_policy,
    )
    with database.read() as uow:
        take_own(workspace, uow)
    return workspace


@lru_cache(maxsize=1)
def _name_tables() -> NameTables:
    """The bundled name tables; reading them takes half a second, and nobody changes them.

    The collector need not look at their words again: that would stop the window for a moment.
    """
    tables = load_tables(bundled.read_name_tables())
    gc.freeze()
    return tables


def _busy_timeout_ms() -> int:
    """How long to wait for another writer: `SCREENDESK_BUSY_TIMEOUT_MS`, else 5 seconds."""
    named = os.environ.get("SCREENDESK_BUSY_TIMEOUT_MS", "5000")
    if not named.isdecimal():
        raise UsageError(
            f"SCREENDESK_BUSY_TIMEOUT_MS is “{named[:40]}”, not a number of milliseconds."
        )
    return int(named)


def _account() -> str:
    """The machine's account of whoever started the program."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return "local"


def window_problem() -> str | None:
    """Why the window cannot open on this machine, with what to do; None if it can."""
    from app.gui.shell.system_libraries import window_problem as find

    return find()


def run_window(data_dir: Path | None = None) -> int:
    """Open the workspace and its window; returns the exit code when it closes."""
    from app.gui.shell.application import run

    workspace = open_workspace(data_dir)
    try:
        return run(workspace)
    finally:
        workspace.close()
