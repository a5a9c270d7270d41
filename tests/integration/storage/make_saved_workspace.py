"""Write the small workspace that every later revision must be able to open.

Run once when a revision lands, before the tables change again:
`python tests/integration/storage/make_saved_workspace.py FOLDER`, then keep its `workspace.db` as
`tests/data/databases/workspace-REVISION.db`. All people and companies in it are invented.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from app.domain.dates import ListedDate, PartialDate
from app.domain.decision import Decision, Outcome
from app.domain.events import Event, EventType
from app.domain.links import EntryRef, Link, LinkBasis, LinkState
from app.domain.list_entry import EntryType, ListEntry, ListName, NameKind, checksum
from app.domain.lists import KeptAside, ListCheck, VersionState
from app.domain.match import Check, Components, Level, Match, NameAlignment, Strength
from app.domain.risk import RiskAssessment, RiskBand
from app.domain.screening import CheckRun, CheckState, Purpose, ScreeningRecord, ScreeningStatus
from app.domain.subject import Subject, SubjectType
from app.storage.database import Database, open_database
from app.storage.staging import ListStaging

AT = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)


def entry(number: int, remarks: str = "") -> ListEntry:
    return ListEntry(
        "un_sc",
        f"QDi.{number}",
        EntryType.INDIVIDUAL,
        (ListName(f"Orsolo Ventris {number}"), ListName("أورسولو", NameKind.ORIGINAL_SCRIPT)),
        dates_of_birth=(ListedDate(PartialDate(1960 + number)),),
        remarks=remarks,
    )


def import_version(database: Database, entries: list[ListEntry]) -> None:
    with database.import_lock():
        staging = ListStaging(
            database,
            "un_sc",
            "2026-02-03",
            is_demo=False,
            published_on=date(2026, 2, 3),
            sha256="5" * 64,
            files=("consolidated.xml",),
            at=AT,
        )
        staging.add(entries)
        staging.keep_aside([KeptAside("consolidated.xml", 12, "no name", "<INDIVIDUAL/>")])
        checks = (ListCheck("entries", ok=True, measured="5", expected="at least 1"),)
        version = staging.finish(VersionState.READY, ("One row was kept aside.",), checks)
    with database.write() as work:
        work.lists.activate(version.version_id, AT)
        work.audit.append(AT, "analyst", "list.activated", "list", str(version.version_id))
        work.events.add(
            Event(f"evt_{version.seq}", EventType.LIST_ACTIVATED, AT, "list", "un_sc", {"seq": 1})
        )
        work.commit()


def screening(subject_id: str, subject: Subject) -> ScreeningRecord:
    match = Match(
        source="un_sc",
        check=Check.SANCTIONS,
        list_entry_id="QDi.1",
        entry_checksum=checksum(entry(1)),
        entry_type=EntryType.INDIVIDUAL,
        matched_name="Orsolo Ventris 1",
        matched_kind=NameKind.PRIMARY,
        is_weak=False,
        primary_name="Orsolo Ventris 1",
        screened_name=subject.name,
        name_score=1.0,
        strength=Strength.EXACT,
        components=Components(1.0, 1.0, 1.0, 1.0),
        score=100.0,
        score_scope=("NAME",),
        level=Level.HIGH,
        evidence=(),
        alignment=NameAlignment("orsolo ventris 1", "orsolo ventris 1"),
        match_id="mat_1",
    )
    return ScreeningRecord(
        screening_id="scr_1",
        subject_id=subject_id,
        subject=subject,
        purpose=Purpose.ONBOARDING,
        status=ScreeningStatus.COMPLETED,
        checks=(CheckRun(Check.SANCTIONS, CheckState.COMPLETED, ("un_sc",)),),
        lists=(),
        profile="classic",
        policy_version="1",
        floor=0.75,
        matches=(match,),
        nearest=(),
        risk=RiskAssessment(950, RiskBand.CRITICAL, ()),
        decision=Decision(Outcome.BLOCK, ("sanctions_exact",), "An exact match.", "Block."),
        warnings=(),
        actor="analyst",
        created_at=AT,
        completed_at=AT,
        duration_ms=4.0,
    )


def link() -> Link:
    return Link(
        "lnk_1",
        EntryRef("un_sc", "QDi.1"),
        EntryRef("us_ofac_sdn", "7"),
        LinkBasis.NAME_AND_BIRTH,
        "The same name and date of birth.",
        1.0,
        LinkState.UNDONE,
        AT,
        changed_at=AT,
        changed_by="analyst",
        reason="Two brothers.",
    )


def main(folder: Path) -> None:
    database = open_database(folder)
    import_version(database, [entry(number) for number in range(5)])
    import_version(database, [entry(number, "changed" * (number == 1)) for number in range(1, 7)])
    with database.write() as work:
        subject = Subject(SubjectType.INDIVIDUAL, "Orsolo Ventris 1", external_id="C-1")
        subject_id, _, _, _ = work.subjects.find_or_make(subject, AT)
        work.screenings.add(screening(subject_id, subject))
        work.audit.append(AT, "analyst", "screening.completed", "screening", "scr_1", after="{}")
        work.settings.set("theme", "dark")
        work.links.save([link()])
        work.link_keys.add([(1, (2026, -7))])
        work.commit()
    database.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
