"""The columns of the audit trail, of one event's differences, and of the signed roots."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.domain.audit import AuditEvent
from app.domain.audit_difference import ChangeKind, Difference
from app.gui.screening.wording import local_time
from app.gui.widgets.labels import isolate
from app.gui.widgets.table_columns import NOTHING, Chip, Column
from app.services.audit_roots import CheckedRoot

translate = QCoreApplication.translate
_MOST = 120  # letters of a reason in a row of the table


def utc_text(at: datetime) -> str:
    """A time as it was recorded: ``2026-11-21 09:12:44.120934 UTC``."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f} UTC"


def action_words(action: str) -> str:
    """An action as words: ``case.match_found`` is ``Case match found``."""
    return action.replace(".", " ").replace("_", " ").capitalize()


def told_of(event: AuditEvent) -> tuple[str, str]:
    """What was done in short, and why: the `what` and the `reason` that the event tells."""
    try:
        after = json.loads(event.after or "{}")
    except ValueError:
        return "", ""
    if not isinstance(after, dict):
        return "", ""
    what = next((str(after[key]) for key in ("what", "state", "name", "summary") if after.get(key)),
                "")  # fmt: skip
    return what, str(after.get("reason") or "")


def event_columns() -> tuple[Column[AuditEvent], ...]:
    """The columns of the trail; the newest event comes first, no other order is of use."""
    return (*_act_columns(), *_object_columns())


def _act_columns() -> tuple[Column[AuditEvent], ...]:
    return (
        Column(
            "seq",
            translate("Audit", "No."),
            lambda row: f"{row.seq:,}",
            width=64,
            value=lambda row: row.seq,
            is_number=True,
            is_sortable=False,
        ),
        Column(
            "at",
            translate("Audit", "Time"),
            lambda row: f"{local_time(row.at, with_date=True)}:{row.at:%S}",
            width=166,
            value=lambda row: row.at,
            tooltip=lambda row: utc_text(row.at),
            is_sortable=False,
        ),
        Column(
            "actor",
            translate("Audit", "Who"),
            lambda row: isolate(row.actor),
            width=104,
            tooltip=lambda row: row.actor,
            is_sortable=False,
        ),
        Column(
            "action",
            translate("Audit", "Action"),
            lambda row: action_words(row.action),
            width=148,
            value=lambda row: row.action,
            tooltip=lambda row: row.action,
            is_strong=True,
            is_sortable=False,
        ),
    )


def _object_columns() -> tuple[Column[AuditEvent], ...]:
    def text_column(
        field: str, title: str, text: Callable[[AuditEvent], str], width: int, **more: Any
    ) -> Column[AuditEvent]:
        return Column(field, title, text, width=width, is_sortable=False, **more)

    return (
        text_column(
            "what", translate("Audit", "What"), lambda row: isolate(told_of(row)[0]) or NOTHING, 136
        ),
        Column(
            "object_id",
            translate("Audit", "Object"),
            lambda row: row.object_id,
            width=128,
            tooltip=lambda row: f"{row.object_type} {row.object_id}",
            is_id=True,
            is_sortable=False,
        ),
        Column(
            "reason",
            translate("Audit", "Reason"),
            lambda row: isolate(" ".join(told_of(row)[1].split())[:_MOST]) or NOTHING,
            width=160,
            tooltip=lambda row: told_of(row)[1],
            is_sortable=False,
        ),
        text_column(
            "object_type",
            translate("Audit", "Kind"),
            lambda row: row.object_type.replace("_", " "),
            110,
            is_hidden=True,
        ),
        text_column(
            "hash", translate("Audit", "Hash"), lambda row: row.hash, 150,
            is_hidden=True, is_id=True,
        ),
    )  # fmt: skip


def change_word(kind: ChangeKind) -> str:
    """What became of a field."""
    return {
        ChangeKind.ADDED: translate("Audit", "Added"),
        ChangeKind.REMOVED: translate("Audit", "Removed"),
        ChangeKind.CHANGED: translate("Audit", "Changed"),
        ChangeKind.SAME: translate("Audit", "Same"),
    }[kind]


def change_chip(kind: ChangeKind) -> Chip | None:
    """Icon and colour of a kind of change; what stayed has none."""
    return {
        ChangeKind.ADDED: Chip("plus", "low"),
        ChangeKind.REMOVED: Chip("minus", "critical"),
        ChangeKind.CHANGED: Chip("swap", "medium"),
        ChangeKind.SAME: None,
    }[kind]


def difference_columns() -> tuple[Column[Difference], ...]:
    """The columns of what one event changed."""
    return (
        Column(
            "kind",
            translate("Audit", "Change"),
            lambda row: change_word(row.kind),
            width=98,
            chip=lambda row: change_chip(row.kind),
            tone=lambda _row: "text_3",
            is_sortable=False,
        ),
        Column(
            "field",
            translate("Audit", "Field"),
            lambda row: row.field.replace("_", " ") or NOTHING,
            width=108,
            tooltip=lambda row: row.field,
            is_strong=True,
            is_sortable=False,
        ),
        Column(
            "before",
            translate("Audit", "Before"),
            lambda row: isolate(" ".join(row.before.split())) or NOTHING,
            width=104,
            value=lambda row: row.before,
            tooltip=lambda row: row.before,
            tone=lambda row: "critical" if row.is_different else "text_2",
            is_sortable=False,
        ),
        Column(
            "after",
            translate("Audit", "After"),
            lambda row: isolate(" ".join(row.after.split())) or NOTHING,
            width=130,
            value=lambda row: row.after,
            tooltip=lambda row: row.after,
            tone=lambda row: "low" if row.is_different else "text_2",
            is_sortable=False,
        ),
    )


def root_columns() -> tuple[Column[CheckedRoot], ...]:
    """The columns of the signed roots."""

    def text_column(
        field: str, title: str, text: Callable[[CheckedRoot], str], width: int, **more: Any
    ) -> Column[CheckedRoot]:
        return Column(field, title, text, width=width, is_sortable=False, **more)

    return (
        Column(
            "state",
            translate("Audit", "Signature"),
            lambda row: translate("Audit", "Broken") if row.problem else translate("Audit", "Good"),
            width=104,
            chip=_root_chip,
            tooltip=lambda row: row.problem,
            is_sortable=False,
        ),
        text_column(
            "day", translate("Audit", "Day (UTC)"), lambda row: row.root.day.isoformat(), 96,
            is_strong=True,
        ),
        text_column(
            "seq", translate("Audit", "Up to event"), lambda row: f"{row.root.seq:,}", 96,
            is_number=True,
        ),
        text_column(
            "signed_at",
            translate("Audit", "Signed"),
            lambda row: local_time(row.root.signed_at, with_date=True),
            140,
        ),
        text_column("hash", translate("Audit", "Hash"), lambda row: row.root.hash, 160, is_id=True),
        text_column(
            "key", translate("Audit", "Key"), lambda row: row.root.fingerprint, 170, is_id=True
        ),
    )  # fmt: skip


def _root_chip(row: CheckedRoot) -> Chip:
    return Chip("x-circle", "critical") if row.problem else Chip("check-circle", "low")
