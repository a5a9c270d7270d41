"""The audit trail: who did what when, chained by hashes so that tampering shows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

GENESIS_HASH = "0" * 64


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One state change. `before` and `after` are JSON texts or empty; `at` is UTC.

    `hash` covers every other field and `prev_hash`, so a changed, missing or moved row breaks
    the chain.
    """

    seq: int
    at: datetime
    actor: str
    action: str
    object_type: str
    object_id: str
    before: str
    after: str
    prev_hash: str
    hash: str


def audit_hash(
    seq: int,
    at: datetime,
    actor: str,
    action: str,
    object_type: str,
    object_id: str,
    before: str,
    after: str,
    prev_hash: str,
) -> str:
    """SHA-256 (64 hex digits) over all fields of an audit event and the hash before it."""
    fields = (seq, at.isoformat(), actor, action, object_type, object_id, before, after, prev_hash)
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The result of verifying the chain: `first_bad` is the sequence number or None."""

    ok: bool
    events: int
    first_bad: int | None = None
    problem: str = ""
