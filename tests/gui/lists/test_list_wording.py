"""The words and marks of the lists page: health, age, change, time left."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.lists import ListVersion, SourceState, SourceStatus, VersionState
from app.gui.lists import wording
from app.gui.lists.decision_dialog import can_activate
from app.gui.widgets.progress_pane import ProgressPane, clock_words, time_left
from app.gui.widgets.table_columns import NOTHING
from app.gui.widgets.theme import current_theme
from app.services.catalogue import load_catalogue

SOURCE = next(item for item in load_catalogue() if item.source == "un_sc")
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def version(seq, entries, state=VersionState.SUPERSEDED, *, is_demo=False, was_active=True):
    return ListVersion(
        version_id=seq,
        source="un_sc",
        seq=seq,
        version=f"v{seq}",
        state=state,
        is_demo=is_demo,
        published_on=date(2026, 11, seq),
        sha256="ab" * 32,
        files=("consolidated.xml",),
        entries=entries,
        names=entries,
        rows_kept_aside=0,
        problems=(),
        checks=(),
        imported_at=NOW,
        activated_at=NOW if was_active else None,
    )


def status(*versions, state=SourceState.ACTIVE, age=1, source=SOURCE):
    active = next((item for item in versions if item.state is VersionState.ACTIVE), None)
    return SourceStatus(source, state, active, age if active else None, (), versions)


ACTIVE, HELD = VersionState.ACTIVE, VersionState.QUARANTINED


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (status(), None),
        (status(version(1, 100, ACTIVE)), None),
        (status(version(2, 110, ACTIVE), version(1, 100)), 10),
        (status(version(2, 110, ACTIVE), version(1, 100, was_active=False)), None),
        (status(version(2, 110, ACTIVE), version(1, 20, is_demo=True)), None),
        (status(version(2, 60, HELD), version(1, 100, ACTIVE), state=SourceState.QUARANTINED), -40),
        (status(version(2, 60, HELD, was_active=False), state=SourceState.QUARANTINED), None),
    ],
)
def test_the_last_change_compares_with_what_was_in_force(made, expected):
    assert wording.last_change(made) == expected


def test_the_series_leaves_demonstration_lists_out_once_there_are_real_ones(qapp):
    mixed = status(version(3, 120, ACTIVE), version(2, 100), version(1, 20, is_demo=True))
    assert wording.entry_series(mixed) == (100, 120)
    only_demo = status(version(1, 20, ACTIVE, is_demo=True), state=SourceState.DEMO)
    assert wording.entry_series(only_demo) == (20,)
    gone = status(version(1, 20, is_demo=True), state=SourceState.MISSING)
    assert wording.entry_series(gone) == ()
    assert wording.shown_version(gone) is None


def test_every_state_has_a_word_and_a_chip_that_can_be_drawn(qapp):
    from app.gui.widgets.icons import pixmap

    others = [
        replace(SOURCE, is_importable=False),
        replace(SOURCE, is_required=False),
    ]
    rows = [status(version(1, 5, ACTIVE), state=state) for state in SourceState]
    rows += [status(state=SourceState.MISSING, source=source) for source in others]
    words = [wording.health_word(row) for row in rows]
    assert len(set(words)) == len(rows)
    chips = [wording.health_chip(row) for row in rows]
    chips += [wording.version_chip(state) for state in VersionState]
    for chip in chips:
        assert not pixmap(chip.icon, chip.role).isNull()
        assert current_theme().hex(f"{chip.role}_bg")
    assert len({wording.version_word(state) for state in VersionState}) == len(VersionState)


def test_what_is_not_screened_is_named_even_if_it_cannot_be_read_yet():
    missing = status(state=SourceState.MISSING)
    hopeless = status(state=SourceState.MISSING, source=replace(SOURCE, is_importable=False))
    demo = status(version(1, 5, ACTIVE, is_demo=True), state=SourceState.DEMO)
    stale = status(version(1, 5, ACTIVE), state=SourceState.STALE, age=9)
    spare = status(state=SourceState.MISSING, source=replace(SOURCE, is_required=False))
    found = wording.problem_counts((missing, hopeless, spare, stale))
    assert found == ([], [stale], [missing, hopeless])
    assert wording.problem_counts((missing, demo)) == ([], [], [])


@given(st.integers(-(10**9), 10**9))
def test_a_change_has_its_sign(value):
    text = wording.change_words(value)
    assert text[0] == ("0" if value == 0 else "+" if value > 0 else "−")
    assert int(text.lstrip("+−").replace(",", "")) == abs(value)


def test_nothing_is_a_dash():
    assert wording.change_words(None) == wording.number(None) == NOTHING
    assert wording.date_text(None) == wording.time_text(None) == wording.utc_text(None) == NOTHING
    assert wording.utc_text(NOW) == "2026-11-20 08:00:00 UTC"


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.floats(0.5, 10**4))
def test_time_left_shrinks_to_nothing(done, total, seconds):
    left = time_left(done, total, seconds)
    assert left is not None
    assert left >= 0
    assert (left == 0) is (done >= total)


def test_time_left_is_not_guessed_too_early():
    assert time_left(10, 100, 0.1) is None
    assert time_left(0, 100, 5) is None
    assert time_left(10, 0, 5) is None
    assert [clock_words(s) for s in (0, 7.4, 200, 3720)] == ["0:00", "0:07", "3:20", "1:02:00"]


def test_progress_says_done_total_rate_and_time_left(qtbot, monkeypatch):
    from app.gui import jobs
    from app.gui.widgets import progress_pane

    clock = [100.0]
    monkeypatch.setattr(progress_pane.time, "monotonic", lambda: clock[0])
    pane = ProgressPane()
    qtbot.addWidget(pane)
    handle = jobs.start(lambda job: None)
    pane.show_job(handle, "Importing UN SC")
    assert pane.isVisible()
    clock[0] = 102.0
    handle.progressed.emit(500, 2000, "Reading UN SC")
    assert pane.numbers.text() == "Reading UN SC · 500 of 2,000 · 250 rows/s · 0:06 left"
    assert pane.bar.value() * 4 == pane.bar.maximum()
    handle.progressed.emit(600, 0, "")
    assert pane.numbers.text() == "600 so far", "another step has a pace of its own"
    clock[0] = 104.0
    handle.progressed.emit(3000, 0, "")
    assert pane.numbers.text() == "3,000 so far · 1,500 rows/s"
    pane.show_job(handle, "Measuring", "{rate} names/s")
    clock[0] = 105.0
    handle.progressed.emit(70, 0, "")
    assert pane.numbers.text() == "70 so far · 70 names/s"
    pane.cancel_button.click()
    assert handle.is_cancelling
    assert not pane.cancel_button.isEnabled()
    qtbot.waitUntil(pane.isHidden, timeout=3000)


def test_the_age_of_a_list_without_a_date_is_at_least_that() -> None:
    dated, undated = version(1, 5, ACTIVE), replace(version(1, 5, ACTIVE), published_on=None)
    assert wording.age_words(status(replace(dated, published_on=date(2026, 11, 1)), age=8)) == "8 d"
    assert wording.age_words(status(undated, age=8)) == "≥8 d"
    assert wording.age_words(status(state=SourceState.MISSING)) == NOTHING


def test_a_demonstration_list_is_not_activated_by_hand() -> None:
    assert can_activate(replace(version(1, 5, VersionState.SUPERSEDED), is_demo=False))
    assert not can_activate(replace(version(1, 5, VersionState.SUPERSEDED), is_demo=True))
    assert not can_activate(version(1, 5, ACTIVE))
    assert not can_activate(None)
