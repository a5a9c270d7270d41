"""The records of the invented samples, whole, beside what was once looked at and found right.

Set SCREENDESK_UPDATE_GOLDEN=1 to write them anew, then read the difference before committing.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

SAMPLES = {
    "ofac_csv": ("us_ofac_sdn", ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")),
    "csl_csv": ("us_csl", ("consolidated.csv",)),
    "csl_json": ("us_csl", ("consolidated.json",)),
    "ofac_enhanced": ("us_ofac_sdn", ("sdn_enhanced.xml",)),
    "ofac_advanced": ("us_ofac_sdn", ("sdn_advanced.xml",)),
    "ofac_xml": ("us_ofac_sdn", ("sdn_namespace_2024.xml",)),
    "un_xml": ("un_sc", ("consolidated.xml",)),
    "ftm": ("pep_global", ("topics.ftm.json",)),
    "ftm_sanctions": ("os_sanctions", ("entities.ftm.json",)),
    "os_nested": ("os_sanctions", ("targets.nested.json",)),
    "os_simple": ("os_sanctions", ("targets.simple.csv",)),
    "os_senzing": ("pep_global", ("senzing.json",)),
    "popolo": ("pep_popolo", ("popolo.json",)),
    "wikidata": ("pep_wikidata", ("items.json",)),
    "leaders": ("pep_global", ("current.json",)),
    "congress": ("pep_global", ("legislators.csv",)),
    "ca_sema": ("ca_sema", ("sema-lmes.xml",)),
    "ch_seco": ("ch_seco", ("whole_list.xml",)),
    "au_dfat": ("au_dfat", ("list_2026.csv",)),
    "eu_xml": ("eu_fsf", ("list.xml",)),
    "eu_csv": ("eu_fsf", ("list.csv",)),
    "eu_short": ("eu_fsf", ("list.csv",)),
    "gb_xml": ("gb_fcdo", ("list.xml",)),
    "gb_csv": ("gb_fcdo", ("list.csv",)),
    "gb_ods": ("gb_fcdo", ("search.ods",)),
    "gb_conlist": ("gb_hmt", ("conlist.csv",)),
    "gb_conlist_2021": ("gb_hmt", ("conlist.csv",)),
    "gb_conlist_xml": ("gb_hmt", ("conlist.xml",)),
}


def without_blanks(value: Any) -> Any:
    if isinstance(value, dict):
        pairs = ((key, without_blanks(item)) for key, item in value.items())
        return {key: item for key, item in pairs if item not in (None, "", [], False)}
    return [without_blanks(item) for item in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("folder", SAMPLES)
def test_records_are_as_they_were(read, data: Path, folder: str) -> None:
    slot, names = SAMPLES[folder]
    found = read(slot, *(data / folder / name for name in names))
    rows = [*found.entries.values(), *found.aside]
    records = [json.loads(json.dumps(without_blanks(asdict(row)))) for row in rows]
    golden = data / folder / "golden.json"
    if os.environ.get("SCREENDESK_UPDATE_GOLDEN"):
        text = json.dumps(records, ensure_ascii=False, indent=1)
        golden.write_text(text + "\n", encoding="utf-8")
    assert records == json.loads(golden.read_text(encoding="utf-8"))
