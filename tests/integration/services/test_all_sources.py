"""Many real lists in one workspace: every check is named, and a screening says what it rests on."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import cli_output
from app.domain.list_entry import EntryType, ListEntry
from app.domain.lists import VersionState
from app.domain.subject import Subject, SubjectType
from app.services import linking, list_shapes, lists, result_shape, screening
from app.services.workspace import Workspace

pytestmark = pytest.mark.samples

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SDN, CONS = "us_ofac_sdn/current", "us_ofac_cons"
POPOLO = "pep/everypolitician/{}/ep-popolo-v1.0.json"
UN_OLD, UN_NEW = "un_sc/older/consolidated_watchman_2026-02.xml", "un_sc/consolidated.xml"
EXCERPT = "ch_seco/consolidated-list_2026-08-27_excerpt.xml"
# Every source with its files, in the order of the imports; an excerpt is held by its size.
ALL = (
    ("us_ofac_sdn", [f"{SDN}/{name}.csv" for name in ("sdn", "alt", "add", "sdn_comments")]),
    ("us_ofac_cons", [f"{CONS}/cons_{name}.csv" for name in ("prim", "alt", "add", "comments")]),
    ("un_sc", [UN_OLD]),
    ("un_sc", [UN_NEW]),
    ("eu_fsf", ["eu_fsf/reconstructed/xmlFullSanctionsList_1_1.xml"]),
    ("gb_fcdo", ["gb_fcdo/reconstructed/UK-Sanctions-List.xml"]),
    ("gb_hmt", ["gb_hmt/UK_Sanctions_List_ConList2022format_2025-04-10.xlsx"]),
    ("au_dfat", ["au_dfat/reconstructed/Australian_Sanctions_Consolidated_List.xlsx"]),
    ("ca_sema", ["ca_dfatd_sema/reconstructed/sema-lmes.xml"]),
    ("ch_seco", [EXCERPT]),
    ("jp_mof", ["jp_mof/shisantouketsu20260305.xlsx"]),
    ("us_csl", ["us_csl/consolidated.csv.gz"]),
    ("os_sanctions", ["opensanctions/ua_war_sanctions/targets.simple.csv"]),
    ("pep_global", ["opensanctions/sa_wiki_peps/entities.ftm.json"]),
    ("pep_wikidata", ["pep/world_leaders_2022/wikidata.csv"]),
    ("pep_african", [POPOLO.format("Kenya/Assembly"), POPOLO.format("Ghana/Parliament")]),
    ("pep_nigeria", ["pep/nigeria_wikidata_2022/html_legislators.csv"]),
    ("pep_popolo", [POPOLO.format("Ghana/Parliament")]),
)


def load(workspace: Workspace, samples: Path, source: str, names: list[str]):
    return lists.import_list(workspace, source, [samples / name for name in names])


def screened(workspace: Workspace, entry: ListEntry):
    """The screening of a customer who has the name of an entry; ships are customers as entities."""
    is_person = entry.type is EntryType.INDIVIDUAL
    kind = SubjectType.INDIVIDUAL if is_person else SubjectType.ENTITY
    subject = Subject(kind, entry.primary_name)
    return screening.screen(workspace, screening.ScreeningRequest(subject))


def entries_of(workspace: Workspace, version_id: int, step: int):
    """Every step-th entry of a version."""
    with workspace.database.read() as uow:
        found = [entry for _, entry in uow.lists.iter_entries([version_id])]
    return found[::step]


def require_one_party_each(record) -> None:
    """Each entry stands in one party, and no party stands twice in a result."""
    groups = record.by_party()
    matched = [(m.source, m.list_entry_id) for group in groups for m in group.matches]
    assert sorted(matched) == sorted({(m.source, m.list_entry_id) for m in record.matches})
    parties = Counter(group.party.party_id for group in groups if group.party)
    assert not [party for party, count in parties.items() if count > 1]


def test_a_screening_says_which_lists_are_stale_missing_and_held(
    workspace: Workspace, samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = load(workspace, samples, "un_sc", [UN_NEW])
    held = load(workspace, samples, "ch_seco", [EXCERPT])
    load(workspace, samples, "pep_african", ALL[-3][1])
    assert (first.activated, held.activated) == (True, False)
    entry = entries_of(workspace, first.version.version_id, 400)[0]
    record = screened(workspace, entry)
    assert entry.entry_id in {match.list_entry_id for match in record.matches}

    value = json.loads(json.dumps(result_shape.screening_result(record)))
    sanctions = next(check for check in value["checks"] if check["check"] == "SANCTIONS")
    assert (sanctions["sources"], sanctions["stale"]) == (["un_sc"], ["un_sc"])
    assert {"ch_seco", "eu_fsf", "us_ofac_sdn"} <= set(sanctions["missing"])
    assert sanctions["held"] == ["ch_seco"]
    cli_output.show_screening(record)
    said = capsys.readouterr().out
    assert "STALE: un_sc" in said
    assert "HELD, a newer version waits for a decision: ch_seco" in said
    missing = next(line for line in said.splitlines() if "not loaded" in line)
    assert "ch_seco" in missing
    assert "us_ofac_sdn" in missing


def test_the_status_names_every_check_of_every_source(workspace: Workspace, samples: Path) -> None:
    load(workspace, samples, "un_sc", [UN_OLD])
    load(workspace, samples, "un_sc", [UN_NEW])
    load(workspace, samples, "ch_seco", [EXCERPT])
    value = json.loads(json.dumps(list_shapes.lists_status(lists.status(workspace))))
    assert value["ok"] is False
    of_source = {item["source"]: item for item in value["sources"]}
    assert set(of_source) == {source.source for source in workspace.catalogue}
    for item in of_source.values():
        names = [check["name"] for check in item["checks"]]
        assert {"loaded", "held versions"} <= set(names)
        assert len(names) == len(set(names))
        assert all(check["measured"] and check["expected"] for check in item["checks"])
    of_un = {check["name"]: check["ok"] for check in of_source["un_sc"]["checks"]}
    assert of_un["age"] is False  # seven months old
    assert [name for name, ok in of_un.items() if not ok] == ["age"]
    assert {"entries", "whole file", "size against the active version", "date"} <= of_un.keys()
    waiting = of_source["ch_seco"]["held"]["checks"]
    assert "entries" in [check["name"] for check in waiting if not check["ok"]]


@pytest.mark.drill
def test_all_sources_together(workspace: Workspace, samples: Path) -> None:
    """Entries of every list are found by their own names, and a party stands once in a result."""
    for source, names in ALL:
        report = load(workspace, samples, source, names)
        expected = VersionState.QUARANTINED if source == "ch_seco" else VersionState.ACTIVE
        assert report.version.state is expected, (source, report.problems)
    report = linking.relink(workspace)
    assert report is not None
    assert report.active > 40_000
    assert linking.relink(workspace) is None

    active = [status.active for status in lists.status(workspace) if status.active]
    assert len(active) == len({source for source, _ in ALL}) - 1
    missed = []
    for version in active:
        for entry in entries_of(workspace, version.version_id, max(1, version.entries // 12)):
            record = screened(workspace, entry)
            require_one_party_each(record)
            found = {(match.source, match.list_entry_id) for match in record.matches}
            if (entry.source, entry.entry_id) not in found:
                missed.append((entry.source, entry.entry_id, entry.primary_name))
    assert not missed
