"""The tables in a file are those that the repositories name, and a start stays light."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

import app.storage.migrations
from app.domain.case import MOVES
from app.storage.database import Database, open_database
from app.storage.migrations import HEAD
from app.storage.migrations.casework_guards import MOVES as GUARDED_MOVES
from app.storage.rows import metadata

SEARCH = "entry_search"  # SQLite keeps a full-text table in tables of its own
SCRIPTS = Path(app.storage.migrations.__file__).parent
APPEND_ONLY = (
    "transactions",
    "screenings",
    "screening_records",
    "screening_matches",
    "subject_revisions",
    "events",
    "audit_events",
    "review_actions",
    "exception_events",
    "case_activities",
    "case_dispositions",
    "case_overrides",
    "case_attachments",
    "case_moves",
    "audit_roots",
)
KEPT = ("users", "approvals", "match_reviews", "match_exceptions", "cases")
CASEWORK = {
    "case_moves_no_insert",
    "cases_begin_open",
    "cases_move",
    "cases_wait_for_a_disposition",
    "cases_keep_their_disposition",
    "cases_close_by_approval",
    "cases_decide_by_override",
    "cases_keep_their_origin",
    "approvals_decided_once",
    "approvals_of_something",
    "approvals_by_a_second_person_insert",
    "approvals_by_a_second_person_update",
    "approvals_need_four_eyes",
}


def test_tables_and_columns_agree_with_the_newest_revision(database: Database) -> None:
    with database.read() as work:
        inspector = inspect(work.connection)
        found = {
            table: [column["name"] for column in inspector.get_columns(table)]
            for table in inspector.get_table_names()
            if not table.startswith(SEARCH)
        }
        keys = {table: inspector.get_pk_constraint(table) for table in metadata.tables}
    assert found.pop("alembic_version") == ["version_num"]
    assert found == {
        table.name: [column.name for column in table.columns] for table in metadata.sorted_tables
    }
    for table in metadata.sorted_tables:
        primary = [column.name for column in table.primary_key]
        assert keys[table.name]["constrained_columns"] == primary


def test_all_tables_are_strict(database: Database) -> None:
    with database.read() as work:
        rows = work.connection.exec_driver_sql("PRAGMA table_list").all()
    loose = {row.name for row in rows if row.type == "table" and not row.strict}
    # Kept by SQLite and by Alembic themselves.
    assert loose <= {
        "sqlite_schema",
        "sqlite_temp_schema",
        "sqlite_sequence",
        "alembic_version",
    } | {name for name in loose if name.startswith(("sqlite_stat", SEARCH))}


def test_facts_are_guarded_by_triggers(database: Database) -> None:
    with database.read() as work:
        names = set(
            work.connection.exec_driver_sql(
                "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
            ).scalars()
        )
    guarded = {f"{table}_no_{action}" for table in APPEND_ONLY for action in ("update", "delete")}
    kept = {f"{table}_no_delete" for table in KEPT}
    assert names == {"entry_search_follows"} | guarded | kept | CASEWORK


def test_database_allows_the_moves_of_the_domain(database: Database) -> None:
    with database.read() as work:
        rows = work.connection.exec_driver_sql("SELECT from_state, to_state FROM case_moves").all()
    domain = {(before.value, after.value) for before, after in MOVES}
    assert {tuple(row) for row in rows} == set(GUARDED_MOVES) == domain


def test_head_is_the_newest_script() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_usual_start_imports_neither_alembic_nor_the_orm(tmp_path: Path) -> None:
    open_database(tmp_path).close()
    code = (
        "import sys; from pathlib import Path; from app.storage.database import open_database;"
        "open_database(Path(sys.argv[1])).close();"
        "print([name for name in ('alembic', 'sqlalchemy.orm') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout.strip() == "[]"
