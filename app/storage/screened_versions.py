"""The list versions that screening records refer to, read from the records a few at a time."""

from __future__ import annotations

from sqlalchemy import Connection, func, select, true

from app.storage.rows import screening_records, screenings

_RECORDS = 500  # read at once


def versions_screened(connection: Connection, after: int) -> tuple[int, frozenset[int]]:
    """The versions that the next screening records refer to.

    Args:
        after: the sequence number of the last screening that was looked at, 0 for none.
    Returns:
        the sequence number up to which records were looked at, `after` if there was none, and
        the version ids that they name.
    """
    first = (
        select(screenings.c.seq)
        .where(screenings.c.seq > after)
        .order_by(screenings.c.seq)
        .limit(_RECORDS)
        .subquery()
    )
    last = connection.scalar(select(func.max(first.c.seq)))
    if last is None:
        return after, frozenset()
    used = func.json_each(screening_records.c.payload, "$.lists").table_valued("value")
    query = (
        select(func.json_extract(used.c.value, "$.version_id"))
        .select_from(screenings)
        .join(screening_records, screening_records.c.screening_id == screenings.c.screening_id)
        .join(used, true())
        .where(screenings.c.seq > after, screenings.c.seq <= last)
        .distinct()
    )
    return last, frozenset(connection.scalars(query))
