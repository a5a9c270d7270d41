"""The page data of the CIA's World Leaders: one document a country, surnames in capitals."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.domain.countries import country_code
from app.domain.lists import ListSource
from app.importers.json_documents import objects, part, text
from app.importers.pep_person import Person, office
from app.importers.reading import Row

_LEADERS = re.compile(r"leaders(?:_\d+)?")
_VACANT = re.compile(r"\(?\s*vacant\s*\)?\.?", re.IGNORECASE)
_ACTING = re.compile(r"[,\s]*\(?\b(?:acting|interim)\b\)?", re.IGNORECASE)
_SLUG = re.compile(r"foreign-governments/([^/]+)")
_SHORT = {
    "adm.": "Administration", "admin.": "Administration", "affs.": "Affairs",
    "agric.": "Agriculture", "amb.": "Ambassador", "asst.": "Assistant", "auth.": "Authority",
    "brig.": "Brigadier", "capt.": "Captain", "ch.": "Chief", "chmn.": "Chairman",
    "cmte.": "Committee", "col.": "Colonel", "comdr.": "Commander", "coop.": "Cooperation",
    "dep.": "Deputy", "dept.": "Department", "devel.": "Development", "dir.": "Director",
    "econ.": "Economic", "educ.": "Education", "environ.": "Environment", "fed.": "Federal",
    "fin.": "Finance", "for.": "Foreign", "gen.": "General", "gov.": "Governor",
    "govt.": "Government", "hq.": "Headquarters", "ind.": "Industry", "intl.": "International",
    "lt.": "Lieutenant", "maj.": "Major", "mar.": "Marshal", "mbr.": "Member", "mil.": "Military",
    "min.": "Minister", "natl.": "National", "nat.": "National", "org.": "Organization",
    "parl.": "Parliament", "perm.": "Permanent", "pres.": "President", "prov.": "Provincial",
    "relig.": "Religious", "resp.": "Responsible", "sec.": "Secretary", "sen.": "Senior",
    "supt.": "Superintendent", "tech.": "Technology", "transp.": "Transport",
    "univ.": "University", "vp": "Vice President",
}  # fmt: skip


def page_of(data: Any) -> dict[str, Any]:
    """The page within a document, {} where there is none."""
    return part(data, "result", "data", "page")


def map_pages(documents: list[tuple[Path, Any]], source: ListSource) -> Iterator[Row]:
    """The leaders of all countries, each once; rows are counted by leader within a document."""
    persons: dict[str, tuple[Person, Path]] = {}
    for path, data in documents:
        page = page_of(data)
        country = _country(data, page)
        row = 0
        for name, leaders in page.items():
            if not _LEADERS.fullmatch(name):
                continue
            label = text(page.get(f"{name}_label"))
            for leader in objects(leaders):
                row += 1
                plain = _ACTING.sub("", text(leader.get("name"))).strip(" ,")
                if _is_vacant(leader):
                    continue  # it names nobody
                key = _key(country, plain)
                person, _ = persons.setdefault(key, (Person(key, row), path))
                _add(person, plain, leader, country, label, source)
    for person, path in persons.values():
        yield from person.entry(source, path)


def vacancies(data: Any) -> int:
    """How many offices of a page name no holder."""
    lists = (value for name, value in page_of(data).items() if _LEADERS.fullmatch(name))
    return sum(_is_vacant(leader) for leaders in lists for leader in objects(leaders))


def _is_vacant(leader: Mapping[str, Any]) -> bool:
    plain = _ACTING.sub("", text(leader.get("name"))).strip(" ,")
    return not plain or bool(_VACANT.fullmatch(plain))


def _add(
    person: Person,
    name: str,
    leader: Mapping[str, Any],
    country: str,
    label: str,
    source: ListSource,
) -> None:
    person.add_name(name)
    title = text(leader.get("title"))
    is_acting = any(_ACTING.search(text(leader.get(part))) for part in ("name", "title"))
    whole = spelled_out(title) or label or "office holder"
    person.add_country(country)
    person.offices.append(office(source, whole, country=country, is_current=True))
    if whole != title and title:
        person.details.append(("Title as listed", title))
    if is_acting:
        person.details.append(("Acting", whole))
    if label:
        person.details.append(("Listed under", label))
    person.details += [
        (key, words)
        for key, value in leader.items()
        if key not in {"name", "title"} and (words := text(value))
    ]


def spelled_out(title: str) -> str:
    """A title without abbreviations: ``Dep. Prime Min.`` -> ``Deputy Prime Minister``."""
    words = [_SHORT.get(word.lower(), word) for word in title.split()]
    return " ".join(words).replace("Secretary Gen.", "Secretary General")


def _country(data: Any, page: Mapping[str, Any]) -> str:
    """The country of a page: its title, else the address."""
    for name in ("country", "title", "name", "leaders_label"):
        said = text(page.get(name))
        if country_code(said):
            return said
    address = text(part(data).get("path"))
    slug = _SLUG.search(address)
    return slug[1].replace("-", " ").title() if slug else text(page.get("title"))


def _key(country: str, name: str) -> str:
    """A key that stays the same from version to version: the pages have no ids of persons."""
    plain = f"{country_code(country) or country}|{' '.join(name.casefold().split())}"
    return "cia-" + hashlib.blake2b(plain.encode(), digest_size=8).hexdigest()
