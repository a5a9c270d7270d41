"""The list browser's service: pages of what was found in the active lists or in one version."""

from __future__ import annotations

import pytest

from app.domain.errors import NotFound
from app.domain.links import EntryRef
from app.domain.list_entry import EntryType
from app.services.entry_browser import Looked, find_entries, listed_entry
from app.services.lists import import_list
from app.services.workspace import Workspace


def test_pages_of_what_was_found(workspace: Workspace, un_file) -> None:
    report = import_list(workspace, "un_sc", [un_file(size=600)])
    found = find_entries(workspace, Looked("zumb"))
    assert (len(found), found.total) == (599, 600)
    names = [entry.primary_name for start in (0, 300, 590) for entry in found.page(start, 300)]
    assert len(names) == 300 + 299 + 9
    assert names[:300] == sorted(names[:300])
    (one,) = find_entries(workspace, Looked("halcyon", ("un_sc",), (EntryType.ENTITY,))).page(0, 9)
    assert one.primary_name == "Halcyon Meridian Trading"
    assert len(find_entries(workspace, Looked(sources=("eu_fsf",)))) == 0
    assert find_entries(workspace, Looked(version_id=report.version.version_id)).total == 600
    with pytest.raises(NotFound):
        find_entries(workspace, Looked(version_id=99))


def test_one_entry_by_its_id_and_content(workspace: Workspace, un_file) -> None:
    import_list(workspace, "un_sc", [un_file(size=600)])
    (one,) = find_entries(workspace, Looked("halcyon")).page(0, 9)
    ref = EntryRef("un_sc", one.entry_id)
    assert listed_entry(workspace, ref) == one
    with pytest.raises(NotFound):
        listed_entry(workspace, ref, "0" * 32)
    with pytest.raises(NotFound):
        listed_entry(workspace, EntryRef("un_sc", "nobody"))
