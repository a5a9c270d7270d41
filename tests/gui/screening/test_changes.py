"""What would change a match, and both profiles side by side."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import EnvironmentFault, NotFound
from app.domain.match import Change, ChangeKind, Feature, Level
from app.domain.pep_status import PepStatus, Scope, Standing
from app.domain.political import OfficeClass
from app.gui.screening.changes_pane import ChangesPane, outcome_words
from app.gui.screening.checks_pane import PROFILE, ChecksPane, remembered_profile
from app.gui.screening.detail_pane import DetailPane
from app.gui.screening.form_reading import DEFAULT_PROFILE, FormState, form_of
from app.gui.screening.page import ScreeningPage
from app.gui.screening.profiles_pane import profile_cells, row_labels
from app.gui.screening.wording import profile_tip, profile_word
from app.gui.shell import appearance
from app.services import explaining
from app.services.explaining import Explanation, ProfileView, compare_profiles
from app.services.matching_index import BY_SETTINGS, PROFILES
from app.services.workspace import Workspace

WAIT_MS = 20_000
CHANGE = Change(
    Feature.DATE_OF_BIRTH,
    ChangeKind.CONFLICT,
    "If the date of birth were years away, such as 1931-02-03, low (71.0 of 100).",
    Level.HIGH,
    Level.LOW,
    71.0,
)


def texts(widget: QWidget) -> str:
    QApplication.processEvents()  # what was just added is shown by the layout
    return "\n".join(item.text() for item in widget.findChildren(QLabel) if item.isVisible())


@pytest.fixture
def detail(qtbot: QtBot) -> DetailPane:
    pane = DetailPane(QAction("Copy explanation"))
    qtbot.addWidget(pane)
    pane.resize(420, 800)
    pane.show()
    return pane


@pytest.fixture
def page(workspace: Workspace, qtbot: QtBot) -> ScreeningPage:
    made = ScreeningPage(workspace)
    qtbot.addWidget(made)
    made.resize(1240, 800)
    made.show()
    qtbot.waitUntil(lambda: made.view_model.standing.has_lists, timeout=WAIT_MS)
    return made


def test_a_change_says_its_sentence_and_both_levels(qtbot: QtBot) -> None:
    pane = ChangesPane()
    qtbot.addWidget(pane)
    pane.show()
    pane.show_changes((CHANGE,))
    assert "such as 3 Feb 1931, low (71.0 of 100)." in texts(pane)
    assert "High → Low" in texts(pane)
    appearance.apply("dark")
    assert not pane.grab().isNull()
    appearance.apply("light")
    pane.show_changes(())
    assert "No single other value would move this match." in texts(pane)
    assert "High → Low" not in texts(pane)


def test_no_match_and_a_level_that_stays_are_said() -> None:
    lost = Change(None, ChangeKind.NAME, "", Level.LOW, None, 0.0)
    same = Change(None, ChangeKind.NAME, "", Level.LOW, Level.LOW, 80.0)
    assert [outcome_words(item) for item in (lost, same)] == ["Low → no match", "Low"]


def test_changes_that_come_late_are_not_shown(detail: DetailPane, made: SimpleNamespace) -> None:
    first, second = made.match(), made.match("Other, Name", 2)
    record = made.record(first, second)
    explanation = Explanation(made.entry(first), (CHANGE,))
    detail.show_match(record, first, 0, 2)
    assert "Trying out other values…" in texts(detail.changes)
    detail.show_match(record, second, 1, 2)
    detail.show_changes(first, explanation)
    detail.show_changes_failure(first, "gone")
    assert "Trying out other values…" in texts(detail.changes)
    detail.show_changes_failure(second, "gone")
    assert "gone" in texts(detail.changes)
    detail.show_changes(second, explanation)
    assert "High → Low" in texts(detail.changes)


def test_profiles_are_asked_for_and_shown_side_by_side(
    detail: DetailPane, made: SimpleNamespace, workspace: Workspace, qtbot: QtBot
) -> None:
    match = made.match("BREVNIKOVSKIY, Alexandr")
    detail.name_score.profiles.button.click()  # nothing is shown yet, nothing is asked
    detail.name_score.profiles.button.click()
    detail.show_match(made.record(match), match, 0, 1)
    with qtbot.waitSignal(detail.profiles_asked) as asked:
        detail.name_score.profiles.button.click()
    assert asked.args == [match]
    views = compare_profiles(workspace, match, made.subject)
    detail.show_profiles(match, views)
    said = texts(detail.name_score.profiles)
    for wanted in ("Aligned", "Classic", "Contradiction", *(f"{v.score:.3f}" for v in views)):
        assert wanted in said
    detail.name_score.profiles.button.click()
    assert "Contradiction" not in texts(detail.name_score.profiles)
    detail.show_profiles(match, views)  # closed in the meantime
    assert "Contradiction" not in texts(detail.name_score.profiles)


def test_an_open_comparison_follows_to_the_next_match(
    detail: DetailPane, made: SimpleNamespace, qtbot: QtBot
) -> None:
    first, second = made.match(), made.match("Other, Name", 2)
    record = made.record(first, second)
    detail.show_match(record, first, 0, 2)
    detail.name_score.profiles.button.click()
    with qtbot.waitSignal(detail.profiles_asked) as asked:
        detail.show_match(record, second, 1, 2)
    assert asked.args == [second]
    detail.show_profiles(second, ())
    assert "Nothing of these names can be compared." in texts(detail.name_score.profiles)


def test_the_cells_stand_beside_their_labels(made: SimpleNamespace) -> None:
    match = made.match()
    cells = profile_cells(
        ProfileView("classic-1", match.name_score, match.components, match.alignment)
    )
    assert len(cells) == len(row_labels())
    assert cells == ("Classic", "0.944", "1.000", "1.000", "1.000", "–", "–", "0.966")


def test_the_page_explains_the_match_it_shows(page: ScreeningPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.view_model.explained, timeout=WAIT_MS) as explained:
        page.empty.try_buttons[2].click()
    match, explanation = explained.args
    assert explanation.entry.entry_id == match.list_entry_id
    assert "Trying out" not in texts(page.detail.changes)
    for change in explanation.changes:
        assert outcome_words(change) in texts(page.detail.changes)
    with qtbot.waitSignal(page.view_model.profiles_ready, timeout=WAIT_MS):
        page.detail.name_score.profiles.button.click()
    assert "Classic" in texts(page.detail.name_score.profiles)


def test_a_match_that_cannot_be_explained_says_so(
    page: ScreeningPage, made: SimpleNamespace, qtbot: QtBot
) -> None:
    match = made.match()
    with qtbot.waitSignal(page.view_model.explaining_failed, timeout=WAIT_MS) as failed:
        page.show_record(made.record(match))
    assert isinstance(failed.args[1], NotFound)
    assert failed.args[1].text() in texts(page.detail.changes)


def test_profiles_that_cannot_be_compared_say_so(
    page: ScreeningPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(page.view_model.explained, timeout=WAIT_MS):
        page.empty.try_buttons[2].click()

    def fail(*_args: object) -> None:
        raise EnvironmentFault("The disk is away.", todo="Bring it back.")

    monkeypatch.setattr(explaining, "compare_profiles", fail)
    with qtbot.waitSignal(page.view_model.profiles_failed, timeout=WAIT_MS) as failed:
        page.detail.name_score.profiles.button.click()
    assert "The disk is away. Bring it back." in texts(page.detail.name_score.profiles)
    assert "Comparing" not in texts(page.detail.name_score.profiles)
    page.detail.name_score.profiles.button.click()
    page.detail.show_profiles_failure(failed.args[0], "late")  # closed in the meantime
    assert "late" not in texts(page.detail.name_score.profiles)


def test_the_profiles_are_offered_with_what_sets_them_apart(qtbot: QtBot) -> None:
    pane = ChecksPane()
    qtbot.addWidget(pane)
    count = pane.profile.count()
    assert [pane.profile.itemText(place) for place in range(count)] == [
        "By settings",
        "Aligned",
        "Classic",
    ]
    tips = [pane.profile.itemData(n, Qt.ItemDataRole.ToolTipRole) for n in range(count)]
    assert tips == [profile_tip(""), profile_tip("aligned"), profile_tip("classic")]
    assert "spellings" in tips[1]
    pane.show_state(FormState(profile="classic"))
    assert pane.profile.toolTip() == tips[2]
    assert (profile_word("other"), profile_tip("other")) == ("Other", "Other")


def test_the_chosen_profile_is_kept_and_a_record_shows_its_own(
    page: ScreeningPage, made: SimpleNamespace, qtbot: QtBot
) -> None:
    assert remembered_profile() == DEFAULT_PROFILE == BY_SETTINGS
    page.show_record(made.record(profile="aligned-1"))
    assert page.form.state().profile == BY_SETTINGS, "the next screening is by settings, too"
    page.clear()
    combo = page.form.checks.profile
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert remembered_profile() == "classic"
    page.show_record(made.record(profile="aligned-1"))
    assert page.form.state().profile == "aligned"  # what this record was screened with
    page.clear()
    assert page.form.state().profile == "classic"
    QSettings().setValue(PROFILE, "gone")
    assert remembered_profile() == DEFAULT_PROFILE
    assert form_of(made.record(profile="aligned-1 + classic-1")).profile == BY_SETTINGS
    assert form_of(made.record(profile="gone-3")).profile == DEFAULT_PROFILE
    assert form_of(made.record(profile=PROFILES["classic"])).profile == "classic"


def test_political_exposure_stands_under_the_name(
    detail: DetailPane, made: SimpleNamespace
) -> None:
    status = PepStatus(Standing.FORMER, Scope.FOREIGN, OfficeClass.MINISTER, "Minister of Sport",
                       years_since=1)  # fmt: skip
    match = replace(made.match("BREVNIKOVSKIY, Alexandr"), pep=status)
    detail.show_match(made.record(match), match, 0, 1)
    told = "Former PEP, left 1 year ago; foreign; Minister of Sport; class minister"
    assert detail._exposure.text() == told
    plain = replace(match, pep=None)
    detail.show_match(made.record(plain), plain, 0, 1)
    assert detail._exposure.isHidden()
