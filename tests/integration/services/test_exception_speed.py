"""What exceptions cost a screening: beside none, and with a hundred thousand in the store."""

from __future__ import annotations

import shutil
import statistics
import time
from contextlib import closing
from datetime import UTC, datetime

import pytest

from app.bootstrap import open_workspace
from app.domain.match import Check
from app.domain.match_exception import ExceptionKind, ExceptionStatus, MatchException
from app.domain.subject import Subject, SubjectType
from app.services import exception_applying, screening
from app.services.screening import ScreeningRequest

MANY = 100_000
ROUNDS = 60
SUBJECT = Subject(SubjectType.ENTITY, "Sanctioned Airlines", external_id="c_1")
AT = datetime(2026, 11, 20, tzinfo=UTC)


def others(count: int):
    """Exceptions of other customers for the very profile that matches."""
    for number in range(count):
        yield MatchException(
            f"exc_{number:08}", ExceptionKind.PROFILE, ExceptionStatus.ACTIVE, 1, "Another", AT,
            "ada", subject_id=f"subj_{number}", external_id=f"other_{number}",
            subject_name="Another Airline", source="us_ofac_sdn", list_entry_id="36",
            listed_name="Sanctioned Airlines", checksum="0" * 32, core_checksum="0" * 32,
            fingerprint={"list": {"names": ["Sanctioned Airlines"]}, "subject": {"name": ["x"]}},
        )  # fmt: skip


def one(workspace) -> float:
    started = time.perf_counter()
    record = screening.screen(workspace, ScreeningRequest(SUBJECT, (Check.SANCTIONS,)))
    assert record.matches
    return time.perf_counter() - started


@pytest.mark.drill
def test_a_screening_is_as_quick_with_a_hundred_thousand(
    demo_folder, tmp_path, monkeypatch, capsys
) -> None:
    """Rounds of all three by turns, medians compared, so that a busy machine disturbs all alike."""
    folders = [tmp_path / name for name in ("none", "many")]
    for folder in folders:
        shutil.copytree(demo_folder, folder)
    with closing(open_workspace(folders[0])) as none, closing(open_workspace(folders[1])) as many:
        with many.database.write() as uow:
            for exception in others(MANY):
                uow.match_exceptions.add(exception)
            uow.commit()
        real = exception_applying.apply
        times: dict[str, list[float]] = {"without": [], "none": [], "many": []}
        for _ in range(ROUNDS):
            monkeypatch.setattr(exception_applying, "apply", lambda _w, _s, found, *_: found)
            times["without"].append(one(none))
            monkeypatch.setattr(exception_applying, "apply", real)
            times["none"].append(one(none))
            times["many"].append(one(many))
    median = {name: statistics.median(values) for name, values in times.items()}
    with capsys.disabled():
        print(
            f"\nscreening {median['without'] * 1000:.2f} ms without exceptions,"
            f" x{median['none'] / median['without']:.3f} with none stored,"
            f" x{median['many'] / median['without']:.3f} with {MANY:,}"
        )
    assert median["none"] < median["without"] * 1.15
    assert median["many"] < median["without"] * 1.25
