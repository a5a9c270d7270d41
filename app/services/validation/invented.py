"""Invented names of persons and organisations, for measuring speed: the same for the same seed.

Words are made of syllables after the manner of eight groups of languages, or are common names of
the product's own tables in one of their spellings. As on real lists, a few words are very common,
most are rare, and the more names there are, the more words were never seen before; some names are
written in the letters of their language. Nobody is meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from app.domain.list_entry import EntryType, ListEntry, ListName
from app.domain.subject import SubjectType
from app.matching.tables import NameTables
from app.services.validation.invented_scripts import written

SOURCE = "invented"
ORGANISATIONS = 0.25  # share of names
_SEED = 5  # of the words: the names of every seed are made of the same ones
_GIVEN = 700  # different given names of a group, beside those of the tables
_FAMILY = 6_000
_COMMON = 12  # rank from which a word's frequency falls like 1 / rank
# Shares as real lists have them: 35 to 43 of 100 words are in the tables, and among 36,000 names
# one word in four is new.
_KNOWN_GIVEN = 0.65
_KNOWN_FAMILY = 0.15
_NEW_FAMILY = 0.1
_RESPELLED = 0.25
_OWN_LETTERS = 0.1
_SPELLINGS = (("ou", "u"), ("kh", "h"), ("ee", "i"), ("y", "i"), ("w", "v"), ("ch", "tch"),
              ("q", "k"), ("ss", "s"), ("aa", "a"), ("sh", "sch"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Manner:
    """How words of one group of languages sound; `known` are the groups of the tables that belong
    to it, `given` the weights of one, two and three given words, `script` that of its letters."""

    starts: str
    vowels: str
    ends: str
    family_ends: str
    particles: str
    given: tuple[int, int, int]
    share: int
    known: tuple[str, ...]
    script: str = ""


_MANNERS = (
    _Manner("b d f gh h j k kh m n q r s sh t w y z", "a a a i u aa", "n m d r l b h s",
            "i ani awi", "al- al- al bin ibn abd", (40, 40, 20), 26, ("Arabic",), "Arabic"),
    _Manner("b d g k l m n p r s st t v vl z zh", "a e i o u ya", "r n l k t s",
            "ov ev in enko sky chuk", "", (30, 65, 5), 18, ("Russian and Ukrainian",), "Cyrillic"),
    _Manner("b ch d f g h j l m q sh t w x y z zh", "a ai ao e i ia o u", "n ng", "", "",
            (60, 40, 0), 14, ("Chinese",), "Han"),
    _Manner("b d g h j k m n p s y", "a ae e eo i o u", "n ng k l m", "", "", (20, 80, 0), 6,
            ("Korean",), "Hangul"),
    _Manner("b c d f g h l m n p r s t v", "a e i o u", "n r s l", "ez o a", "de del da",
            (35, 55, 10), 12, ("Spanish and Portuguese", "Italian")),
    _Manner("ad b ch d f g k n ok ol t y", "a e i o u", "", "ele ola ike", "", (40, 50, 10), 10,
            ("Hausa", "Yoruba", "Igbo")),
    _Manner("b br d fr g gr h k l m n p r s sch st t w", "a e i o u ei", "n r t ck ld ss",
            "er mann son", "von van", (45, 45, 10), 9, ("English", "German", "French")),
    _Manner("b ch d g k m n p r s t v", "a aa e i o u", "n r l m sh", "oglu zadeh pour", "",
            (60, 40, 0), 5, ("Turkish", "Persian")),
)  # fmt: skip
_TRADES = [
    "trading",
    "shipping",
    "holding",
    "industries",
    "petroleum",
    "bank",
    "group",
    "general",
    "marine",
    "logistics",
    "energy",
    "aviation",
    "construction",
    "metals",
    "foundation",
    "institute",
]
_FORMS = ("co", "ltd", "llc", "sa", "gmbh", "inc", "jsc", "")


@dataclass(frozen=True, slots=True)
class InventedName:
    """One name and whether it is of a person."""

    text: str
    is_person: bool

    @property
    def kind(self) -> SubjectType:
        """As a subject."""
        return SubjectType.INDIVIDUAL if self.is_person else SubjectType.ENTITY


def entry_of(name: InventedName, number: int) -> ListEntry:
    """A list entry of that name alone."""
    kind = EntryType.INDIVIDUAL if name.is_person else EntryType.ENTITY
    return ListEntry(SOURCE, str(number), kind, (ListName(name.text),))


class Inventor:
    """Makes names of words that it invents once."""

    def __init__(self, tables: NameTables) -> None:
        """The tables give the common names and their spellings."""
        rng = Random(_SEED)  # noqa: S311 - no secret: the same words every time
        known = _known(tables)
        self._groups = [_Words(manner, known, rng) for manner in _MANNERS]
        self._shares = [manner.share for manner in _MANNERS]

    def names(self, count: int, seed: int = 7) -> list[InventedName]:
        """`count` names, one in four of an organisation."""
        rng = Random(seed)  # noqa: S311
        return [
            InventedName(group.organisation(rng), is_person=False)
            if rng.random() < ORGANISATIONS
            else InventedName(group.person(rng), is_person=True)
            for group in rng.choices(self._groups, self._shares, k=count)
        ]

    def queries(
        self, names: Sequence[InventedName], count: int, seed: int = 11
    ) -> list[InventedName]:
        """Names to search: half of them listed ones with a wrong letter, some of those with their
        words in another order; the rest are new names."""
        rng = Random(seed)  # noqa: S311
        queries = self.names(count // 2, seed)
        for name in rng.choices(names, k=count - len(queries)):
            at = rng.randrange(len(name.text))
            words = (name.text[:at] + rng.choice("aeioulnrst") + name.text[at + 1 :]).split()
            if rng.random() < 0.3:
                rng.shuffle(words)
            queries.append(InventedName(" ".join(words), name.is_person))
        rng.shuffle(queries)
        return queries


def _known(tables: NameTables) -> Mapping[str, list[list[str]]]:
    """The spellings of each name of the tables, by its group of languages, in the tables' order."""
    spellings: dict[int, list[str]] = defaultdict(list)
    for word in sorted(tables.classes):
        for number in tables.classes[word]:
            spellings[number].append(word)
    groups: dict[str, list[list[str]]] = defaultdict(list)
    for number in sorted(spellings):
        group, _, main = tables.class_labels[number].partition(": ")
        others = [word for word in spellings[number] if word != main]
        groups[group].append([main, *others] if main in spellings[number] else others)
    return groups


class _Words:
    """The given and family names of one group, and how often each occurs."""

    def __init__(self, manner: _Manner, known: Mapping[str, list[list[str]]], rng: Random) -> None:
        self._manner = manner
        self._starts, self._vowels = manner.starts.split(), manner.vowels.split()
        self._ends = [*manner.ends.split(), "", ""]
        self._particles = manner.particles.split()
        self._family_ends = manner.family_ends.split() or [""]
        self._known = [names for group in manner.known for names in known.get(group, ())]
        self._given = list(dict.fromkeys(self._word(rng) for _ in range(_GIVEN)))
        self._family = list(dict.fromkeys(self._new_surname(rng) for _ in range(_FAMILY)))
        self._known_weights = _falling(len(self._known))
        self._given_weights = _falling(len(self._given))
        self._family_weights = _falling(len(self._family))

    def person(self, rng: Random) -> str:
        """Given names, now and then a particle, and a family name."""
        size = rng.choices((1, 2, 3), self._manner.given)[0]
        words = [self._given_name(rng) for _ in range(size)]
        surname = self._surname(rng)
        if self._particles and rng.random() < 0.3:
            particle = rng.choice(self._particles)
            surname = particle + surname if particle.endswith("-") else f"{particle} {surname}"
        if self._manner.script and rng.random() < _OWN_LETTERS:
            return written(" ".join((*words, surname)), self._manner.script)
        return " ".join((*words, surname)).title()

    def organisation(self, rng: Random) -> str:
        """A family name or two, a trade, and often a legal form."""
        words = [self._surname(rng)]
        if rng.random() < 0.3:
            words.append(self._surname(rng))
        words.append(rng.choice(_TRADES))
        return " ".join((*words, rng.choice(_FORMS))).upper().strip()

    def _given_name(self, rng: Random) -> str:
        if self._known and rng.random() < _KNOWN_GIVEN:
            return self._known_name(rng)
        return rng.choices(self._given, cum_weights=self._given_weights)[0]

    def _surname(self, rng: Random) -> str:
        chance = rng.random()
        if self._known and chance < _KNOWN_FAMILY:
            return self._known_name(rng)
        if chance > 1.0 - _NEW_FAMILY:
            return self._new_surname(rng)
        word = rng.choices(self._family, cum_weights=self._family_weights)[0]
        return _respelled(word, rng) if rng.random() < _RESPELLED else word

    def _known_name(self, rng: Random) -> str:
        spellings = rng.choices(self._known, cum_weights=self._known_weights)[0]
        return spellings[0] if rng.random() < 0.5 else rng.choice(spellings)

    def _new_surname(self, rng: Random) -> str:
        return self._word(rng) + rng.choice(self._family_ends)

    def _word(self, rng: Random) -> str:
        syllables = rng.choice((1, 2, 2, 2, 3, 3))
        return "".join(
            rng.choice(self._starts) + rng.choice(self._vowels) + rng.choice(self._ends)
            for _ in range(syllables)
        )


def _respelled(word: str, rng: Random) -> str:
    """The word as another clerk writes it."""
    old, new = rng.choice(_SPELLINGS)
    if old not in word:
        old, new = new, old
    return word.replace(old, new, 1)


def _falling(count: int) -> list[float]:
    """Summed weights that fall with the rank, for `choices`."""
    return list(accumulate(1.0 / (rank + _COMMON) for rank in range(count)))
