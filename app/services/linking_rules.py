"""Whether two entries of two lists are the same party, and why: precision before recall.

The rules are asked from the surest to the weakest: a reference that one list gives of the other,
a shared document or register number, the same name and date of birth (of an entity: the same name
and country, or programme). Each may be contradicted by what else the entries say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import Final

from rapidfuzz import fuzz

from app.domain.countries import country_name
from app.domain.dates import DatePrecision, ListedDate
from app.domain.identifiers import Identifier, IdentifierType, compact
from app.domain.links import FoundLink, LinkBasis
from app.domain.list_entry import EntryType
from app.matching import aligned
from app.matching.tables import NameTables
from app.services.linking_keys import Key, KeyKind, Linkable
from app.services.linking_programmes import regimes

STRONG: Final = 0.92
ALIKE: Final = 0.75  # the names support a number or a reference
_CIRCA = timedelta(days=2 * 365)
_TRIED = 8  # pairs of names that are compared word by word, the most alike first
_WORTH = 60.0  # of a quick comparison, 0-100; below it names are not alike
_LETTERS = 80.0  # of the same comparison: beside a reference this is likeness enough
_WHOLE_NAME = 2  # words that a person's name needs
_LONE_WORD = 6  # letters of an entity's name of one word
_NO_COUNTRY = frozenset({IdentifierType.LEI, IdentifierType.IMO, IdentifierType.SWIFT,
                         IdentifierType.CRYPTO_ADDRESS})  # fmt: skip

IsShared = Callable[[Key], bool]  # whether several entries of one list carry a key


class Rules:
    """The rules with the name tables they compare by."""

    def __init__(self, tables: NameTables, is_shared: IsShared) -> None:
        self._tables = tables
        self._is_shared = is_shared

    def find(self, one: Linkable, other: Linkable) -> FoundLink | None:
        """The surest reason why two entries are one party, or None."""
        if one.ref.source == other.ref.source:
            return None
        left, right = sorted((one, other), key=lambda item: item.ref)
        found = self._by_reference(left, right)
        if found is not None or left.entry.type is not right.entry.type or differ(left, right):
            return found
        for rule in (self._by_number, self._by_birth, self._by_country):
            found = rule(left, right)
            if found is not None:
                return found
        return None

    def _by_reference(self, left: Linkable, right: Linkable) -> FoundLink | None:
        shared = left.references & right.references
        if not shared or left.is_person is not right.is_person:
            return None
        score, _ = self.names(left, right)
        # Lists slip in a date more often than in a reference; but a slip in both is no link.
        if score < STRONG and (differ(left, right) or not _supported(left, right, score)):
            return None
        register, _, number = min(shared).partition(":")
        text = f"Both are {_REGISTER_WORDS.get(register, register)} {number}."
        return FoundLink(left.ref, right.ref, LinkBasis.REFERENCE, text, score)

    def _by_number(self, left: Linkable, right: Linkable) -> FoundLink | None:
        for text in sorted(left.numbers.keys() & right.numbers.keys()):
            own, theirs = left.numbers[text], right.numbers[text]
            if self._is_shared(Key(KeyKind.IDENTIFIER, text)):
                continue
            score, _ = self.names(left, right)
            if self._number_holds(left, right, own, theirs, score):
                words = _number_words(own, theirs)
                return FoundLink(left.ref, right.ref, LinkBasis.IDENTIFIER, words, score)
        return None

    def _number_holds(
        self, left: Linkable, right: Linkable, own: Identifier, theirs: Identifier, score: float
    ) -> bool:
        if own.type is IdentifierType.IMO and left.entry.type is EntryType.VESSEL:
            return True  # a hull keeps its number for life, whatever it is called
        if own.type in _NO_COUNTRY:
            return score >= ALIKE
        if own.country and theirs.country:
            if own.country != theirs.country:
                return False
            return score >= ALIKE or bool(left.birth_days & right.birth_days)
        return score >= STRONG or (score >= ALIKE and bool(left.birth_days & right.birth_days))

    def _by_birth(self, left: Linkable, right: Linkable) -> FoundLink | None:
        days = left.birth_days & right.birth_days
        if not (days and left.is_person) or _differ(
            left.entry.nationalities, right.entry.nationalities
        ):
            return None
        score, names = self.names(left, right, least_words=_WHOLE_NAME)
        is_exact = score >= 1.0
        telling = {day for day in days if (day.month, day.day) != (1, 1)}
        if not telling:  # the first of January often stands for a year
            same = set(left.entry.all_countries()) & set(right.entry.all_countries())
            telling = set(days) if is_exact and same else set()
        if not telling or score < STRONG:
            return None
        how = "The same name" if is_exact else "Nearly the same name"
        text = f"{how} ({names}) and date of birth ({min(telling)})."
        return FoundLink(left.ref, right.ref, LinkBasis.NAME_AND_BIRTH, text, score)

    def _by_country(self, left: Linkable, right: Linkable) -> FoundLink | None:
        if left.entry.type is not EntryType.ENTITY:
            return None
        same = [
            form
            for form in left.forms
            if form in right.forms
            and _is_distinctive(form, left, right)
            and self._is_own(form, left, right)
        ]
        if not same or _numbers_differ(left, right):
            return None
        countries = set(left.entry.all_countries()) & set(right.entry.all_countries())
        programmes = regimes(left.entry) & regimes(right.entry)
        if countries:
            tie = f"country ({', '.join(sorted(map(country_name, countries)))})"
        elif programmes and not _differ(left.entry.all_countries(), right.entry.all_countries()):
            tie = f"programme ({', '.join(sorted(programmes))})"
        else:
            return None
        text = f"The same name ({left.forms[same[0]]}) and {tie}."
        return FoundLink(left.ref, right.ref, LinkBasis.NAME_AND_COUNTRY, text, 1.0)

    def _is_own(self, form: str, left: Linkable, right: Linkable) -> bool:
        """Whether a name is that of one party: a further name that a list gives to several
        entries is not, unless it is the primary name of both."""
        if form in left.primary_forms and form in right.primary_forms:
            return True
        return not self._is_shared(Key(KeyKind.NAME, form))

    def names(self, left: Linkable, right: Linkable, least_words: int = 1) -> tuple[float, str]:
        """How well the good names of two entries agree at best, 0-1, and which they are.

        Args:
            least_words: names of fewer words are left out.
        """
        own = [form for form in left.forms if len(form.split()) >= least_words]
        theirs = [form for form in right.forms if len(form.split()) >= least_words]
        same = next((form for form in own if form in right.forms), "")
        if same:
            return 1.0, left.forms[same]
        tried = sorted(
            ((fuzz.token_sort_ratio(a, b), a, b) for a in own for b in theirs), reverse=True
        )
        best, names = 0.0, ""
        for quick, a, b in tried[:_TRIED]:
            if quick < _WORTH:
                break
            score = aligned.score(a, b, self._tables, is_person=left.is_person).score
            if score > best:
                best, names = score, f"{left.forms[a]} / {right.forms[b]}"
        return best, names


_REGISTER_WORDS = {
    "un_sc": "UN reference",
    "ofac": "OFAC number",
    "gb_hmt": "OFSI group",
    "gb_fcdo": "UK sanctions list",
    "eu_fsf": "EU reference",
    "wikidata": "Wikidata item",
}


def differ(one: Linkable, other: Linkable) -> bool:
    """Whether gender or date of birth contradict that two entries are one party."""
    left, right = one.entry, other.entry
    if left.gender and right.gender and left.gender is not right.gender:
        return True
    return _births_differ(left.dates_of_birth, right.dates_of_birth)


def _births_differ(left: Collection[ListedDate], right: Collection[ListedDate]) -> bool:
    if not left or not right:
        return False
    return not any(_overlap(_span(one), _span(other)) for one in left for other in right)


def _span(born: ListedDate) -> tuple[date, date]:
    first, last = born.start.first_day(), (born.end or born.start).last_day()
    if born.precision is not DatePrecision.CIRCA:
        return first, last
    return first - _CIRCA, last + _CIRCA


def _overlap(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _differ(left: Collection[str], right: Collection[str]) -> bool:
    return bool(left) and bool(right) and not set(left) & set(right)


def _supported(left: Linkable, right: Linkable, score: float) -> bool:
    """Whether the names are alike, be it by their letters alone (a company, a corporation), or
    something beside them agrees."""
    if score >= ALIKE or any(
        fuzz.token_sort_ratio(a, b) >= _LETTERS for a in left.forms for b in right.forms
    ):
        return True
    return bool(left.birth_days & right.birth_days or left.numbers.keys() & right.numbers.keys())


def _numbers_differ(left: Linkable, right: Linkable) -> bool:
    """Whether both have a number of one type and country, and never the same."""
    own = {(item.type, item.country): set[str]() for item in left.numbers.values()}
    for item in left.numbers.values():
        own[item.type, item.country].add(compact(item.value))
    compared = [
        compact(item.value) in own[item.type, item.country]
        for item in right.numbers.values()
        if (item.type, item.country) in own
    ]
    return bool(compared) and not any(compared)


def _is_distinctive(form: str, left: Linkable, right: Linkable) -> bool:
    """Whether a name is enough. One word (Star) may be several companies of a country: it counts
    with a common word in the addresses, or as a primary name that no address contradicts."""
    if len(form.split()) > 1:
        return True
    if len(form) < _LONE_WORD or _differ(left.places, right.places):
        return False
    is_primary = form in left.primary_forms or form in right.primary_forms
    return is_primary or bool(left.places & right.places)


def _number_words(own: Identifier, theirs: Identifier) -> str:
    word = own.type.value.replace("_", " ").lower() if len(own.type) > 4 else own.type.value
    country = own.country or theirs.country
    issued = f" of {country_name(country)}" if country else ""
    return f"The same {word} number{issued}: {own.value}."
