"""Counts over screenings, reviews and cases for the dashboard, all made in SQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from app.storage.codec import utc_text


class FigureRepository:
    """What the dashboard counts. `since` and `now` are times with their zone; days come back as
    ``2026-11-21`` in local time, when people work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def screenings_by_day(self, since: datetime) -> list[Row[Any]]:
        """(day, outcome, is_batch, count) of the screenings from `since` on."""
        return self._rows(
            "SELECT date(created_at, 'localtime') AS day, outcome, purpose = 'BATCH' AS is_batch,"
            " count(*) AS number FROM screenings WHERE created_at >= :since"
            " GROUP BY 1, 2, 3 ORDER BY 1",
            since=since,
        )

    def matches_in_and_out(self, since: datetime) -> list[Row[Any]]:
        """(day, came, went): how many matches entered and left the open queue on each day."""
        return self._rows(
            "SELECT day, sum(came) AS came, sum(went) AS went FROM ("
            "SELECT date(created_at, 'localtime') AS day, count(*) AS came, 0 AS went"
            " FROM match_reviews WHERE created_at >= :since GROUP BY 1"
            " UNION ALL SELECT date(resolved_at, 'localtime'), 0, count(*)"
            " FROM match_reviews WHERE state = 'RESOLVED' AND resolved_at >= :since GROUP BY 1"
            " UNION ALL SELECT date(newer.created_at, 'localtime'), 0, count(*)"
            " FROM match_reviews AS newer JOIN match_reviews AS older"
            " ON older.subject_id = newer.subject_id AND older.source = newer.source"
            " AND older.list_entry_id = newer.list_entry_id"
            " AND older.superseded_by = newer.match_id WHERE newer.created_at >= :since GROUP BY 1"
            ") GROUP BY day",
            since=since,
        )

    def matches_by_age(self, now: datetime) -> list[Row[Any]]:
        """(hours, count): open matches by their whole hours of age."""
        return self._rows(
            "SELECT CAST((julianday(:now) - julianday(created_at)) * 24 AS INTEGER) AS hours,"
            " count(*) AS number FROM match_reviews WHERE state IN ('OPEN', 'UNSURE') GROUP BY 1",
            now=now,
        )

    def cases_by_age(self, now: datetime) -> list[Row[Any]]:
        """(hours, count): cases that are not closed by their whole hours of age."""
        return self._rows(
            "SELECT CAST((julianday(:now) - julianday(created_at)) * 24 AS INTEGER) AS hours,"
            " count(*) AS number FROM cases WHERE state <> 'CLOSED' GROUP BY 1",
            now=now,
        )

    def case_states(self) -> dict[str, int]:
        """How many cases are in each state."""
        found = self._rows("SELECT state, count(*) AS number FROM cases GROUP BY state")
        return {row.state: row.number for row in found}

    def cases_due(self) -> list[Row[Any]]:
        """(day due, day closed or null, count) of all cases that have a due date."""
        return self._rows(
            "SELECT date(due_at, 'localtime') AS due, date(closed_at, 'localtime') AS closed,"
            " count(*) AS number FROM cases WHERE due_at IS NOT NULL GROUP BY 1, 2"
        )

    def overdue_cases(self, now: datetime) -> list[Row[Any]]:
        """(case_id, name, due_at) of the cases past due, the oldest first."""
        return self._rows(
            "SELECT case_id, name, due_at FROM cases WHERE state <> 'CLOSED' AND due_at < :now"
            " ORDER BY due_at",
            now=now,
        )

    def closed_cases(self, since: datetime) -> list[Row[Any]]:
        """(hours it took, whether in time, disposition) of each case closed from `since` on."""
        return self._rows(
            "SELECT (julianday(closed_at) - julianday(created_at)) * 24 AS hours,"
            " due_at IS NULL OR closed_at <= due_at AS in_time, disposition FROM cases"
            " WHERE state = 'CLOSED' AND closed_at >= :since",
            since=since,
        )

    def decided(self, since: datetime) -> list[Row[Any]]:
        """(source, strength, verdict, name_score, hours to the decision, day) of each match that
        a person decided from `since` on."""
        return self._rows(
            "SELECT source, strength, verdict, name_score,"
            " (julianday(resolved_at) - julianday(created_at)) * 24 AS hours,"
            " date(resolved_at, 'localtime') AS day FROM match_reviews WHERE state = 'RESOLVED'"
            " AND verdict IN ('FALSE_POSITIVE', 'TRUE_POSITIVE')"
            " AND resolved_at >= :since",
            since=since,
        )

    def matches_by_list(self, since: datetime) -> dict[str, int]:
        """How many matches each list raised from `since` on, discarded ones left out."""
        found = self._rows(
            "SELECT source, count(*) AS number FROM match_reviews WHERE created_at >= :since"
            " GROUP BY source",
            since=since,
        )
        return {row.source: row.number for row in found}

    def open_matches(self) -> int:
        """How many matches wait for a person."""
        (row,) = self._rows(
            "SELECT count(*) AS number FROM match_reviews WHERE state IN ('OPEN', 'UNSURE')"
        )
        return int(row.number)

    def unsure(self) -> int:
        """How many of them a person has looked at without a verdict that settles it."""
        (row,) = self._rows("SELECT count(*) AS number FROM match_reviews WHERE state = 'UNSURE'")
        return int(row.number)

    def reasons(self, since: datetime) -> list[Row[Any]]:
        """(reason_code, count) of the decisions from `since` on, the commonest first."""
        return self._rows(
            "SELECT reason_code, count(*) AS number FROM match_reviews WHERE state = 'RESOLVED'"
            " AND resolved_at >= :since GROUP BY 1 ORDER BY 2 DESC, 1",
            since=since,
        )

    def deeds(self, since: datetime) -> list[Row[Any]]:
        """(actor, seconds since 1970, batch_id) of every resolution from `since` on that nobody
        undid, in order."""
        return self._rows(
            "SELECT actor, (julianday(at) - 2440587.5) * 86400 AS seconds, batch_id"
            " FROM review_actions AS done WHERE kind = 'RESOLVE' AND at >= :since AND NOT EXISTS"
            " (SELECT 1 FROM review_actions AS undo WHERE undo.undoes = done.action_id)"
            " ORDER BY actor, done.seq",
            since=since,
        )

    def _rows(self, statement: str, **times: datetime) -> list[Row[Any]]:
        bound = {name: utc_text(at) for name, at in times.items()}
        return list(self._connection.execute(text(statement), bound))
