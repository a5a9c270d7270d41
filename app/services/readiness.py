"""Which lists a screening can rest on today: used, missing, stale, for each check."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from app.domain.lists import ListSource, ListVersion, age_days
from app.domain.match import Check
from app.domain.screening import CheckRun, CheckState, ListUsed

_NO_LIST = {
    Check.SANCTIONS: "no sanctions list is active",
    Check.PEP: "no PEP list is active",
    Check.ADVERSE_MEDIA: "no adverse media source is active",
}


def lists_used(
    versions: Sequence[ListVersion], catalogue: Sequence[ListSource], today: date
) -> tuple[ListUsed, ...]:
    """The active versions as a screening record names them, with age and staleness."""
    sources = {source.source: source for source in catalogue}
    return tuple(
        _used(version, sources[version.source], today)
        for version in versions
        if version.source in sources
    )


def _used(version: ListVersion, source: ListSource, today: date) -> ListUsed:
    age = age_days(version, today)
    return ListUsed(
        source=version.source,
        name=source.short_name,
        check=source.check,
        version_id=version.version_id,
        version=version.version,
        published_on=version.published_on,
        sha256=version.sha256,
        entries=version.entries,
        age_days=age,
        is_stale=age > source.stale_after_days and not version.is_demo,
        is_demo=version.is_demo,
    )


def check_runs(
    checks: Sequence[Check],
    used: Sequence[ListUsed],
    catalogue: Sequence[ListSource],
    held: Collection[str] = (),
) -> tuple[CheckRun, ...]:
    """How each requested check stands: NOT_RUN without any list, else what is missing or stale,
    and of which sources a newer version is held.

    On demo lists nothing is named missing: they stand for all lists until the first real one.
    """
    runs = []
    for check in dict.fromkeys(checks):
        lists = [item for item in used if item.check is check]
        have = {item.source for item in lists}
        on_demo = bool(lists) and all(item.is_demo for item in lists)
        missing = tuple(
            source.source
            for source in catalogue
            if source.check is check
            and source.is_required
            and source.source not in have
            and not on_demo
        )
        runs.append(
            CheckRun(
                check=check,
                state=CheckState.COMPLETED if lists else CheckState.NOT_RUN,
                sources=tuple(sorted(have)),
                missing=missing,
                stale=tuple(item.source for item in lists if item.is_stale),
                note="" if lists else _NO_LIST[check],
                held=tuple(
                    source.source
                    for source in catalogue
                    if source.check is check and source.source in held
                ),
            )
        )
    return tuple(runs)
