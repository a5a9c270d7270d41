"""Files of world leaders as the registry knows them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from app.domain.lists import ListSource
from app.importers.formats import Format, Parts, Sample, one_file
from app.importers.json_documents import first_key, part, read_document, text
from app.importers.leaders import cia, current
from app.importers.leaders.cia import map_pages, page_of
from app.importers.leaders.current import map_countries
from app.importers.part_names import part_of
from app.importers.pep_slots import PEP_SLOTS
from app.importers.reading import ListReading, refused, some

CURRENT = "World leaders JSON"
CIA = "CIA World Leaders page data"


def is_current(sample: Sample) -> bool:
    """Whether a document holds countries with positions and their holders."""
    is_object = first_key(sample) in {"snapshot_date", "captured_at", "countries"}
    return is_object and '"current_holder"' in sample.text


def is_page(sample: Sample) -> bool:
    """Whether a document is the page data of a country with leaders."""
    return bool(first_key(sample)) and '"leaders"' in sample.text and '"result"' in sample.text


def read_current(source: ListSource, path: Path) -> ListReading:
    """The list. Raises ListRefused, also while `rows` is read."""
    data = read_document(path)
    rows = some(map_countries(data, source, path), path)
    published = _day(part(data).get("snapshot_date"))
    problems = _vacant(current.vacancies(data))
    return ListReading(source.source, CURRENT, published, None, rows, problems=problems)


def read_pages(source: ListSource, parts: Parts) -> ListReading:
    """The leaders of all pages. Raises ListRefused, also while `rows` is read."""
    documents = [(path, read_document(path)) for path in parts.values()]
    for path, data in documents:
        if not page_of(data):
            raise refused(f"{path.name} holds no page of a country.")
    rows = some(map_pages(documents, source), documents[0][0])
    problems = _vacant(sum(cia.vacancies(data) for _, data in documents))
    return ListReading(source.source, CIA, None, None, rows, problems=problems)


def _vacant(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (f"{count:,} {'office is' if count == 1 else 'offices are'} vacant: no name.",)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(text(value)[:10])
    except ValueError:
        return None


FORMATS = (
    one_file(CURRENT, "a file of world leaders", PEP_SLOTS, is_current, read_current),
    Format(
        CIA,
        "page data of the CIA's World Leaders",
        lambda sample: part_of(sample) if is_page(sample) else "",
        lambda _parts: PEP_SLOTS,
        read_pages,
        needed="",
    ),
)
