"""Real lists, of which one changes a little: how soon it is ready, and that nothing else changes."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from app.domain.match import Check
from app.domain.subject import Subject, SubjectType
from app.matching.index import build_index
from app.matching.layered import AnyIndex, LayeredIndex
from app.matching.learned import learn, with_learned
from app.matching.matcher import Matcher
from app.services import lists
from app.services.searching import find_matches

pytestmark = [pytest.mark.drill, pytest.mark.samples]

CHANGES = 10  # entries that go, that come, and that are written otherwise
PERSON = re.compile(r"<INDIVIDUAL>.*?</INDIVIDUAL>", re.DOTALL)
QUERIES = 200


def changed(text: str) -> str:
    """The UN list with some persons gone, some new, and some with another first name."""
    people = PERSON.findall(text)
    assert len(people) > 4 * CHANGES
    for at in range(CHANGES):
        text = text.replace(people[at], "", 1)
        renamed = re.sub(
            r"<FIRST_NAME>.*?<", f"<FIRST_NAME>Quorlath{at}<", people[CHANGES + at], count=1
        )
        text = text.replace(people[CHANGES + at], renamed, 1)
        new = people[2 * CHANGES + at]
        for field in ("DATAID", "REFERENCE_NUMBER"):
            new = re.sub(rf"<{field}>(.*?)<", rf"<{field}>9\g<1>9<", new, count=1)
        new = re.sub(r"<FIRST_NAME>.*?<", f"<FIRST_NAME>Velamor{at}<", new, count=1)
        text = text.replace("</INDIVIDUALS>", new + "</INDIVIDUALS>", 1)
    return text


def seconds(run) -> tuple[float, object]:
    started = time.perf_counter()
    result = run()
    return time.perf_counter() - started, result


def names_of(index: AnyIndex) -> list[str]:
    count = len(index.arrays["form_names"])
    return [index.form_text(form) for form in range(0, count, count // QUERIES)]


def test_a_list_with_few_changes_is_ready_soon(workspace, samples: Path, tmp_path: Path) -> None:
    files = [samples / f"us_ofac_sdn/current/{name}.csv" for name in ("sdn", "alt", "add")]
    listed = samples / "un_sc/consolidated.xml"
    assert lists.import_list(workspace, "us_ofac_sdn", files).activated
    assert lists.import_list(workspace, "un_sc", [listed]).activated
    whole, _ = seconds(workspace.index.current)
    names, _ = seconds(lambda: workspace.index.current(profile="classic"))
    again = tmp_path / "un.xml"
    again.write_text(changed(listed.read_text(encoding="utf-8")), encoding="utf-8")
    assert lists.import_list(workspace, "un_sc", [again]).activated
    soon, ready = seconds(workspace.index.current)
    soon_names, _ = seconds(lambda: workspace.index.current(profile="classic"))
    print(
        f"aligned with learned spellings {whole:.2f} s, after 30 changes {soon:.2f} s"
        f" (1/{whole / soon:.0f}); classic {names:.2f} s, after {soon_names:.2f} s"
        f" (1/{names / soon_names:.0f})"
    )
    assert isinstance(ready.names, LayeredIndex)
    assert soon < whole / 3
    with workspace.database.read() as uow:
        active = [version.version_id for version in uow.lists.active_versions()]
        entries = list(uow.lists.iter_entries(active))
    tables = with_learned(workspace.tables, learn(entries, workspace.tables))
    assert tables.version == ready.tables.version
    anew = build_index(entries, tables, "aligned")
    loaded = dict(entries)
    rebuilt = Matcher(anew, "aligned", tables, lambda keys: {key: loaded[key] for key in keys})
    checks = dict.fromkeys(anew.sources, Check.SANCTIONS)
    for name in (*names_of(anew), "Quorlath3", "Velamor4"):
        subject = Subject(SubjectType.INDIVIDUAL, name)
        found = [
            find_matches(workspace.policy, matcher, subject, checks, with_nearest=True)
            for matcher in (ready.matcher, rebuilt)
        ]
        assert found[0] == found[1], name
    workspace.index.drop()  # as after a start
    assert lists.import_list(workspace, "un_sc", [listed]).activated
    started, _ = seconds(workspace.index.current)
    print(f"after a start and 30 changes {started:.2f} s (1/{whole / started:.0f})")
    assert started < whole / 2
