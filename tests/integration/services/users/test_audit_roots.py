"""Signed roots: every day that is over, today on demand, and what is found without them."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from app.domain.audit import AuditReport, audit_hash
from app.domain.errors import IntegrityFault
from app.domain.user import Role
from app.services import audit, audit_roots, signing_key, users
from app.services.workspace import Workspace
from app.storage.anchor import ROOTS_FILE


@pytest.fixture
def days(workspace: Workspace, clock: Any, quick_passwords: None) -> Workspace:
    """Three days with a few events each; the first two are signed."""
    for number in range(3):
        role = Role.ADMINISTRATOR if number == 0 else Role.ANALYST
        for letter in "ab" if number else "a":
            users.create_user(
                workspace, f"user{number}{letter}", f"User {number}{letter}", role,
                "a long sentence",
            )  # fmt: skip
        if number < 2:
            clock.go(days=1)
            audit_roots.sign_due(workspace)
    return workspace


def forged(workspace: Workspace, *statements: str) -> None:
    """The file in the hands of somebody who removes the triggers first."""
    connection = dbapi2.connect(str(workspace.database.path), isolation_level=None)
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'audit%'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def cut(workspace: Workspace, left: int) -> None:
    """Cut the tail off and make everything else agree with what is left."""
    forged(workspace, f"DELETE FROM audit_events WHERE seq > {left}")
    connection = dbapi2.connect(str(workspace.database.path), isolation_level=None)
    query = "SELECT hash FROM audit_events WHERE seq = ?"
    head = json.dumps([left, connection.execute(query, (left,)).fetchone()[0]])
    connection.execute("UPDATE meta SET value = ? WHERE key = 'audit_head'", (head,))
    connection.close()
    (workspace.data_dir / "audit-head.json").write_text(head)


def rewrite(workspace: Workspace) -> None:
    """Write the whole chain anew, with another actor, its head and the note beside it."""
    connection = dbapi2.connect(str(workspace.database.path), isolation_level=None)
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'audit_events%'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    from datetime import datetime

    prev, last = "0" * 64, 0
    for seq, at, _, *fields, _, _ in connection.execute(
        "SELECT * FROM audit_events ORDER BY seq"
    ).fetchall():
        digest = audit_hash(seq, datetime.fromisoformat(at), "somebody", *fields, prev)
        connection.execute(
            "UPDATE audit_events SET actor = 'somebody', prev_hash = ?, hash = ? WHERE seq = ?",
            (prev, digest, seq),
        )
        prev, last = digest, seq
    head = json.dumps([last, prev])
    connection.execute("UPDATE meta SET value = ? WHERE key = 'audit_head'", (head,))
    connection.close()
    (workspace.data_dir / "audit-head.json").write_text(head)


def broken(report: AuditReport) -> str:
    assert not report.ok
    assert report.first_bad
    return report.problem


def test_every_day_that_is_over_is_signed_at_its_last_event(days: Workspace) -> None:
    made = [item.root for item in audit_roots.roots(days)]
    assert [root.day for root in made] == [date(2026, 11, 21), date(2026, 11, 20)]
    assert audit_roots.latest(days) == made[0]
    with days.database.read() as uow:
        for root in made:
            event = uow.audit.get(root.seq)
            assert event
            assert (event.hash, event.at.date()) == (root.hash, root.day)
    report = audit.verify(days)
    assert (report.ok, report.roots, report.notes) == (True, 2, ())


def test_nothing_due_signs_nothing(days: Workspace) -> None:
    assert audit_roots.sign_due(days) == ()
    assert len(audit_roots.roots(days)) == 2


def test_today_is_signed_when_asked_for_and_again_when_it_is_over(
    days: Workspace, clock: Any
) -> None:
    (now,) = audit_roots.sign_due(days, today=True)
    assert now.day == date(2026, 11, 22)
    assert audit_roots.sign_due(days, today=True) == ()
    users.rename(days, "user1a", "Other Name")
    clock.go(days=1)
    (then,) = audit_roots.sign_due(days)
    assert (then.day, then.seq) == (now.day, now.seq + 1)
    assert audit.verify(days).roots == 4


def test_the_key_is_the_owners_alone_and_told_to_the_trail(days: Workspace) -> None:
    path = days.data_dir / signing_key.FOLDER / signing_key.FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]
    root = audit_roots.latest(days)
    assert root
    with days.database.read() as uow:
        (told,) = uow.audit.of_object("signing_key", root.public_key)
    assert json.loads(told.after)["fingerprint"] == audit_roots.key_fingerprint(days)
    assert root.fingerprint == audit_roots.key_fingerprint(days)


def test_without_a_key_there_is_no_fingerprint(workspace: Workspace) -> None:
    assert audit_roots.key_fingerprint(workspace) == ""
    assert audit_roots.latest(workspace) is None
    assert audit_roots.roots(workspace) == ()


def test_a_lost_key_is_replaced_and_the_old_signatures_hold(days: Workspace, clock: Any) -> None:
    (days.data_dir / signing_key.FOLDER / signing_key.FILE).unlink()
    clock.go(days=1)
    (root,) = audit_roots.sign_due(days)
    assert len({item.root.public_key for item in audit_roots.roots(days)}) == 2
    assert root.public_key != audit_roots.roots(days)[-1].root.public_key
    assert not [item for item in audit_roots.roots(days) if item.problem]
    assert audit.verify(days).ok


@pytest.mark.parametrize(
    "text",
    [
        b"no key",
        b"-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
    ],
)
def test_a_broken_key_is_told(days: Workspace, clock: Any, text: bytes) -> None:
    (days.data_dir / signing_key.FOLDER / signing_key.FILE).write_bytes(text)
    clock.go(days=1)
    with pytest.raises(IntegrityFault, match="no key that can sign"):
        audit_roots.sign_due(days)


def test_a_key_of_another_kind_is_told(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    other = X25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    (tmp_path / signing_key.FOLDER).mkdir()
    (tmp_path / signing_key.FOLDER / signing_key.FILE).write_bytes(other)
    with pytest.raises(IntegrityFault):
        signing_key.load_key(tmp_path)


def test_a_key_is_never_written_over_another(tmp_path: Path) -> None:
    first = signing_key.make_key(tmp_path)
    with pytest.raises(FileExistsError):
        signing_key.make_key(tmp_path)
    kept = signing_key.load_key(tmp_path)
    assert kept
    assert kept.public_key == first.public_key
    assert len(list((tmp_path / signing_key.FOLDER).iterdir())) == 1


# what is found ------------------------------------------------------------------------------


def test_a_cut_tail_with_head_and_note_rewritten_is_found(days: Workspace) -> None:
    root = audit_roots.latest(days)
    assert root
    cut(days, root.seq - 1)
    report = audit.verify(days)
    assert f"event {root.seq} was signed as the last of {root.day}" in broken(report)
    assert report.first_bad == root.seq


def test_a_cut_tail_is_found_by_the_copy_when_the_roots_are_gone_too(days: Workspace) -> None:
    root = audit_roots.latest(days)
    assert root
    cut(days, root.seq - 1)
    forged(days, f"DELETE FROM audit_roots WHERE seq >= {root.seq}")
    assert audit.verify(days).first_bad == root.seq


def test_a_tail_cut_with_all_of_it_is_found_by_a_copy_kept_elsewhere(
    days: Workspace, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes((days.data_dir / ROOTS_FILE).read_bytes())
    root = audit_roots.latest(days)
    assert root
    cut(days, root.seq - 1)
    forged(days, f"DELETE FROM audit_roots WHERE seq >= {root.seq}")
    lines = (days.data_dir / ROOTS_FILE).read_text().splitlines(keepends=True)
    (days.data_dir / ROOTS_FILE).write_text(lines[0])
    with days.database.read() as uow:
        assert uow.audit.verify(roots=uow.audit_roots.all()).ok  # the trail itself is whole
    assert "no event tells of user" in broken(audit.verify(days))  # what it told of is not
    assert audit.verify(days, roots_file=kept).first_bad == root.seq


def test_a_chain_written_anew_is_found_by_the_first_root(days: Workspace) -> None:
    first = audit_roots.roots(days)[-1].root
    rewrite(days)
    report = audit.verify(days)
    assert f"not what was signed for {first.day}" in broken(report)
    assert report.first_bad == first.seq
    assert "not the one that was signed" in audit_roots.roots(days)[-1].problem


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("UPDATE audit_roots SET day = '2026-11-19' WHERE day = '2026-11-20'", "not of what it stands"),
        ("UPDATE audit_roots SET signed_at = '2026-11-22T00:00:00.000000+00:00'", "not of what"),
        ("UPDATE audit_roots SET signature = replace(signature, 'a', 'b')", "not of what it stands"),
        ("UPDATE audit_roots SET signature = 'zz'", "not of what it stands"),
        ("UPDATE audit_roots SET hash = replace(hash, 'a', 'b')", "not what was signed"),
        ("DELETE FROM audit_roots WHERE day = '2026-11-21'", "was removed"),
    ],
)  # fmt: skip
def test_a_changed_or_removed_root_is_found(days: Workspace, change: str, problem: str) -> None:
    forged(days, change)
    assert problem in broken(audit.verify(days))


def test_roots_removed_from_the_database_and_the_copy_are_missed(days: Workspace) -> None:
    with days.database.read() as uow:
        (told,) = uow.audit.of_object("signing_key", audit_roots.roots(days)[0].root.public_key)
    forged(days, "DELETE FROM audit_roots")
    (days.data_dir / ROOTS_FILE).unlink()
    report = audit.verify(days)
    assert broken(report) == (
        "The signed roots of the key that the trail tells of on 2026-11-21 are gone."
    )
    assert report.first_bad == told.seq
    assert len(audit_roots.sign_due(days)) == 2  # as the next start does
    assert audit.verify(days).problem == report.problem


def test_a_trail_that_was_never_signed_lacks_no_roots(workspace: Workspace) -> None:
    assert audit.verify(workspace).ok


def test_a_root_by_another_key_is_found(days: Workspace, tmp_path: Path) -> None:
    from app.storage.anchor import append_root_copy

    other = signing_key.make_key(tmp_path)
    root = audit_roots.latest(days)
    assert root
    bare = replace(root, public_key=other.public_key, signature="")
    made = replace(bare, signature=other.sign(bare.message))
    forged(days, f"DELETE FROM audit_roots WHERE seq = {root.seq}")
    with days.database.write() as uow:
        uow.audit_roots.add_all([made])
        uow.commit()
    (days.data_dir / ROOTS_FILE).unlink()
    with days.database.read() as uow:
        append_root_copy(days.data_dir, uow.audit_roots.all())
    assert "a key that the trail does not know" in broken(audit.verify(days))


def test_a_root_whose_event_is_gone_is_told_in_its_row(days: Workspace) -> None:
    root = audit_roots.latest(days)
    assert root
    cut(days, root.seq - 1)
    assert "is gone" in audit_roots.roots(days)[0].problem


def test_a_changed_line_of_the_copy_is_found(days: Workspace) -> None:
    path = days.data_dir / ROOTS_FILE
    path.write_text(path.read_text().replace('"seq"', '"sea"', 1))
    assert "Line 1 of the copy" in broken(audit.verify(days))


def test_a_copy_that_lacks_roots_is_noted_and_filled_by_the_next_signing(days: Workspace) -> None:
    (days.data_dir / ROOTS_FILE).unlink()
    report = audit.verify(days)
    assert report.ok
    assert report.notes == ("audit-roots.jsonl lacks 2 of the signed roots; signing adds them.",)
    audit_roots.sign_due(days)
    assert audit.verify(days).notes == ()


def test_signing_by_two_at_once_signs_once(days: Workspace, clock: Any) -> None:
    from threading import Thread

    (days.data_dir / signing_key.FOLDER / signing_key.FILE).unlink()
    clock.go(days=1)
    errors: list[Any] = []

    def sign() -> None:
        try:
            audit_roots.sign_due(days)
        except BaseException as error:  # noqa: BLE001
            errors.append(error)

    threads = [Thread(target=sign) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(audit_roots.roots(days)) == 3
    assert audit.verify(days).ok


def test_what_cannot_be_written_is_not_signed(days: Workspace, clock: Any) -> None:
    clock.go(days=1)
    days.database.is_read_only = True
    assert audit_roots.sign_due(days) == ()


def test_verifying_tells_how_far_it_is(days: Workspace) -> None:
    from app.domain.events import EventType
    from app.services.recording import record_change

    with days.database.write() as uow:
        for number in range(1000):
            kind = EventType.SETTINGS_CHANGED
            record_change(days, uow, kind, "settings", f"x{number}", after={})
        uow.commit()

    class Told:
        texts: list[str]

        def __init__(self) -> None:
            self.texts = []

        def progress(self, _done: int, _total: int, text: str) -> None:
            self.texts.append(text)

        def check(self) -> None:
            pass

    job = Told()
    assert audit.verify(days, job).ok
    assert {"Verifying the audit trail", "Verifying the records"} <= set(job.texts)
