"""The audit trail: who did what when, chained by hashes so that tampering shows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime

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
class AuditRoot:
    """The signature on the trail up to one event: the last of `day` (UTC) when it was signed.

    `public_key` and `signature` are hex digits (Ed25519, 32 and 64 bytes).
    """

    seq: int
    day: date
    hash: str
    signed_at: datetime
    public_key: str
    signature: str

    @property
    def message(self) -> bytes:
        """What is signed."""
        parts = ("screendesk audit root 1", self.day, self.seq, self.hash, self.signed_at)
        told = [part.isoformat() if isinstance(part, date) else str(part) for part in parts]
        return "\n".join(told).encode()

    @property
    def fingerprint(self) -> str:
        """The public key in short."""
        return fingerprint(self.public_key)


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The result of verifying the chain: `first_bad` is the sequence number or None. `roots` is
    how many signed roots agree with it; `notes` say what is no fault but worth to know."""

    ok: bool
    events: int
    first_bad: int | None = None
    problem: str = ""
    roots: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which events to show. Empty fields leave nothing out; `actor`, `action` and the object are
    exact, `text` is found in every text of an event without regard to the case of ASCII letters.
    `since` is included, `until` is not; both UTC."""

    text: str = ""
    actor: str = ""
    action: str = ""
    object_type: str = ""
    object_id: str = ""
    since: datetime | None = None
    until: datetime | None = None
    newest_first: bool = True

    @property
    def is_everything(self) -> bool:
        """Whether no event is left out."""
        texts = (self.text, self.actor, self.action, self.object_type, self.object_id)
        return not any(texts) and self.since is None and self.until is None


def fingerprint(public_key: str) -> str:
    """A public key (hex digits) in short: the first 32 digits of its SHA-256, in fours."""
    digest = hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:32]
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
