"""Links and parties as plain JSON values."""

from __future__ import annotations

from typing import Any

from app.domain.links import EntryRef, Link, Party, PartyLink, PartyMember
from app.domain.screening import PartyMatches, ScreeningRecord


def parties_value(record: ScreeningRecord) -> list[dict[str, Any]]:
    """The parties of a screening that several entries make, in the order of their best match:
    every entry with its match, or with null if it did not match, and why it is the same party."""
    return [_group_value(group, group.party) for group in record.by_party() if group.party]


def _group_value(group: PartyMatches, party: Party) -> dict[str, Any]:
    matched = {(match.source, match.list_entry_id): match.match_id for match in group.matches}
    value = party_value(party)
    for entry in value["entries"]:
        entry["match_id"] = matched.get((entry["source"], entry["list_entry_id"]))
        entry["because"] = party.why(entry["source"], entry["list_entry_id"]).evidence
    return value


def link_value(link: Link) -> dict[str, Any]:
    """A link as plain JSON values."""
    return {
        **_reason_value(link),
        "state": link.state.value,
        "note": link.note or None,
        "made_by": link.made_by or None,
        "created_at": link.created_at.isoformat(),
        "changed_at": link.changed_at.isoformat() if link.changed_at else None,
        "changed_by": link.changed_by or None,
        "reason": link.reason or None,
    }


def ref_value(ref: EntryRef) -> dict[str, str]:
    """An entry as plain JSON values."""
    return {"source": ref.source, "list_entry_id": ref.entry_id}


def party_value(party: Party) -> dict[str, Any]:
    """A party as plain JSON values: its entries and the links that make it one."""
    return {
        "party": party.party_id,
        "entries": [_member_value(member) for member in party.members],
        "links": [_reason_value(link) for link in party.links],
    }


def _reason_value(link: Link | PartyLink) -> dict[str, Any]:
    return {
        "link_id": link.link_id,
        "entries": [ref_value(link.left), ref_value(link.right)],
        "basis": link.basis.value,
        "evidence": link.evidence,
        "score": round(link.score, 6),
    }


def _member_value(member: PartyMember) -> dict[str, Any]:
    return {
        "source": member.source,
        "list_entry_id": member.entry_id,
        "entry_type": member.type.value,
        "primary_name": member.primary_name,
        "entry_checksum": member.entry_checksum,
    }
