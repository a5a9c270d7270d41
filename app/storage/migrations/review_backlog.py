"""Revision 0004: the matches of earlier screenings, which nobody could resolve until then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from app.storage.codec import utc_text, utc_time
from app.storage.search_text import search_key

_CHUNK = 200  # records read at once
_DUE = timedelta(hours=72)
_NEXT = text(
    "SELECT screenings.seq, created_at, outcome, score, is_demo, subject_id, payload"
    " FROM screenings JOIN screening_records USING (screening_id)"
    " WHERE screenings.seq > :last ORDER BY screenings.seq LIMIT :most"
)
_SUPERSEDE = text(
    "UPDATE match_reviews SET state = 'SUPERSEDED', superseded_by ="
    " (SELECT match_id FROM match_reviews AS newer WHERE newer.subject_id ="
    " match_reviews.subject_id AND newer.source = match_reviews.source AND newer.list_entry_id ="
    " match_reviews.list_entry_id ORDER BY newer.seq DESC LIMIT 1)"
    " WHERE seq < (SELECT max(seq) FROM match_reviews AS newest WHERE newest.subject_id ="
    " match_reviews.subject_id AND newest.source = match_reviews.source"
    " AND newest.list_entry_id = match_reviews.list_entry_id)"
)


def queue_old_matches(connection: Connection) -> None:
    """Put every match that was not discarded into the queue; of a pair the newest is open."""
    last = 0
    while True:
        rows = connection.execute(_NEXT, {"last": last, "most": _CHUNK}).all()
        if not rows:
            break
        found = [values for row in rows for values in _reviews(row)]
        if found:
            names = ", ".join(f'"{name}"' for name in found[0])
            values = ", ".join(f":{name}" for name in found[0])
            insert = text(f"INSERT INTO match_reviews ({names}) VALUES ({values})")  # noqa: S608
            connection.execute(insert, found)
        last = rows[-1].seq
    connection.execute(_SUPERSEDE)


def _reviews(row: Any) -> Iterator[dict[str, Any]]:
    record = msgspec.json.decode(row.payload)
    subject = record["subject"]
    parties = {
        (member["source"], member["entry_id"]): party["party_id"]
        for party in record.get("parties", ())
        for member in party["members"]
    }
    for match in record["matches"]:
        if match["level"] == "discarded":
            continue
        source, entry_id = match["source"], match["list_entry_id"]
        party_key = parties.get((source, entry_id), f"{source}:{entry_id}")
        number = subject.get("external_id") or ""
        told = (subject["name"], number, match["primary_name"])
        evidence = match.get("evidence") or ()
        conflicts = [e for e in evidence if e["verdict"] == "conflict"]
        yield {
            "match_id": match["match_id"],
            "screening_id": record["screening_id"],
            "group_id": f"{row.subject_id}|{party_key}",
            "subject_id": row.subject_id,
            "external_id": number,
            "subject_type": subject.get("type") or "INDIVIDUAL",
            "subject_name": subject["name"],
            "name_key": search_key(subject["name"]),
            "born": _day(subject.get("date_of_birth")),
            "country": subject.get("nationality") or subject.get("country") or "",
            "party_key": party_key,
            "source": source,
            "list_entry_id": entry_id,
            "entry_checksum": match["entry_checksum"],
            "check": match["check"],
            "strength": match["strength"],
            "level": match["level"],
            "score": float(match["score"]),
            "name_score": float(match["name_score"]),
            "primary_name": match["primary_name"],
            "matched_name": match["matched_name"],
            "conflicts": ",".join(e["feature"] for e in conflicts),
            "disproved": ",".join(e["feature"] for e in conflicts if e.get("is_strong")),
            "outcome": row.outcome,
            "risk_score": row.score,
            "is_demo": row.is_demo,
            "created_at": row.created_at,
            "due_at": utc_text(utc_time(row.created_at) + _DUE),
            "search_text": search_key("\n".join((*told, match["matched_name"]))),
            "state": "OPEN",
        }


def _day(value: Any) -> str:
    """A stored partial date as text: 1963, 1963-05 or 1963-05-17."""
    if not value:
        return ""
    parts = [f"{value['year']:04}"]
    parts += [f"{value[name]:02}" for name in ("month", "day") if value.get(name)]
    return "-".join(parts)
