"""The audit trail on the command line: verify, sign, roots, show and export."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest


@pytest.fixture
def trail(screendesk) -> None:
    """A few events: the demonstration lists, and a change whose reason looks like a formula."""
    ran = screendesk("settings", "set", "--home-country", "NG", "--reason", "=1+1")
    if ran.code:
        ran = screendesk("settings", "set", "--profile", "classic", "--reason", "=1+1")
    assert ran.code == 0, ran.err


def test_verify_sign_and_roots(screendesk, trail, tmp_path: Path, data_dir: Path) -> None:
    assert "Nothing was signed yet" in screendesk("audit", "roots").out
    first = screendesk("audit", "sign").out
    assert "signed up to event" in first
    assert "Key " in first
    assert "Nothing was added" in screendesk("audit", "sign").out
    told = screendesk("audit", "sign", "--json").json
    assert told["signed"] == []
    assert len(told["fingerprint"].split()) == 8
    assert " signed" in screendesk("audit", "roots").out
    (root,) = screendesk("audit", "roots", "--json").json["roots"]
    assert root["problem"] is None
    report = screendesk("audit", "verify", "--json").json
    assert (report["ok"], report["roots"], report["problem"]) == (True, 1, None)
    assert "signed roots: 1" in screendesk("audit", "verify").out
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes((data_dir / "audit-roots.jsonl").read_bytes())
    assert screendesk("audit", "verify", "--roots", kept).code == 0
    (data_dir / "audit-roots.jsonl").unlink()
    assert screendesk("audit", "verify").code == 0
    assert (data_dir / "audit-roots.jsonl").read_bytes() == kept.read_bytes()  # filled again
    kept.write_text(kept.read_text().replace(root["hash"], "0" * 64))
    ran = screendesk("audit", "verify", "--roots", kept)
    assert ran.code == 5
    assert f"broken at event {root['seq']}" in ran.out


def test_show_finds_what_is_asked_for(screendesk, trail) -> None:
    everything = screendesk("audit", "show", "--json").json
    assert everything["found"] == everything["total"] == len(everything["events"])
    one = screendesk("audit", "show", "--object", "settings", "--json").json
    assert [event["object_type"] for event in one["events"]] == ["settings"]
    event = one["events"][0]
    for option, value in (
        ("--actor", event["actor"]),
        ("--action", event["action"]),
        ("--object", f"settings:{event['object_id']}"),
        ("--text", "=1+1"),
        ("--since", event["at"][:10]),
        ("--until", event["at"][:10]),
    ):
        seqs = [
            e["seq"] for e in screendesk("audit", "show", option, value, "--json").json["events"]
        ]
        assert event["seq"] in seqs
    assert screendesk("audit", "show", "--until", "2020-01-01", "--json").json["events"] == []
    assert "1 shown of" in screendesk("audit", "show", "--limit", "1").out
    assert screendesk("audit", "show", "--since", "yesterday").code == 3


def test_export_as_it_was_hashed_and_safe_for_spreadsheets(
    screendesk, trail, tmp_path: Path
) -> None:
    from datetime import datetime

    from app.domain.audit import audit_hash

    out = tmp_path / "trail.jsonl"
    count = screendesk("audit", "export", "--out", out, "--json").json["events"]
    events = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [event["seq"] for event in events] == list(range(1, count + 1))
    for event in events:  # whoever has the file can check the chain again
        told = {name: value for name, value in event.items() if name != "hash"}
        assert audit_hash(**told | {"at": datetime.fromisoformat(event["at"])}) == event["hash"]
    table = tmp_path / "trail.csv"
    ran = screendesk("audit", "export", "--out", table, "--object", "settings")
    assert "1 events are in" in ran.out
    with table.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["action"] == "settings.changed"
    assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    ran = screendesk("audit", "export", "--out", tmp_path / "trail.doc")
    assert ran.code == 2
    assert not (tmp_path / "trail.doc").exists()


def test_a_cell_that_looks_like_a_formula_is_marked() -> None:
    from app.services.audit_export import _cell

    assert [_cell(value) for value in ("=1+1", "@x", "-1", "plain", 7)] == [
        "'=1+1", "'@x", "'-1", "plain", 7,
    ]  # fmt: skip


def test_what_hinders_signing_hinders_no_command(
    screendesk, trail, data_dir: Path, monkeypatch
) -> None:
    from app.domain.errors import IntegrityFault
    from app.services import audit_roots

    def fail(*_: object, **__: object) -> None:
        raise IntegrityFault("no key that can sign")

    monkeypatch.setattr(audit_roots, "sign_due", fail)
    ran = screendesk("audit", "show")
    assert ran.code == 0
    assert "could not be signed" in ran.err
