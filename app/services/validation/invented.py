"""Invented names of persons and organisations, for measuring speed: the same for the same seed.

Words are made of syllables after the manner of eight groups of languages; a few words are very
common and most are rare, as in real names. Nobody is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from app.domain.list_entry import EntryType, ListEntry, ListName
from app.domain.subject import SubjectType

SOURCE = "invented"
ORGANISATIONS = 0.25  # share of names
_GIVEN = 700  # different given names of a group
_FAMILY = 6_000
_COMMON = 12  # rank from which a word's frequency falls like 1 / rank


@dataclass(frozen=True, slots=True)
class _Manner:
    """How words of one group of languages sound; `given` words a name has, with weights."""

    starts: str
    vowels: str
    ends: str
    family_ends: str
    particles: str
    given: tuple[int, int, int]
    share: int


_MANNERS = (
    _Manner("b d f gh h j k kh m n q r s sh t w y z", "a a a i u aa", "n m d r l b h s",
            "i ani awi", "al bin ibn abd", (40, 40, 20), 26),
    _Manner("b d g k l m n p r s st t v vl z zh", "a e i o u ya", "r n l k t s",
            "ov ev in enko sky chuk", "", (30, 65, 5), 18),
    _Manner("b ch d f g h j l m q sh t w x y z zh", "a ai ao e i ia o u", "n ng", "", "",
            (60, 40, 0), 14),
    _Manner("b d g h j k m n p s y", "a ae e eo i o u", "n ng k l m", "", "", (20, 80, 0), 6),
    _Manner("b c d f g h l m n p r s t v", "a e i o u", "n r s l", "ez o a", "de del da",
            (35, 55, 10), 12),
    _Manner("ad b ch d f g k n ok ol t y", "a e i o u", "", "ele ola ike", "", (40, 50, 10), 10),
    _Manner("b br d fr g gr h k l m n p r s sch st t w", "a e i o u ei", "n r t ck ld ss",
            "er mann son", "von van", (45, 45, 10), 9),
    _Manner("b ch d g k m n p r s t v", "a aa e i o u", "n r l m sh", "oglu zadeh pour", "",
            (60, 40, 0), 5),
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


def invented_names(count: int, seed: int = 7) -> list[InventedName]:
    """`count` names, one in four of an organisation."""
    rng = Random(seed)  # noqa: S311 - no secret: the same names every time
    groups = [_Words(manner, rng) for manner in _MANNERS]
    chosen = rng.choices(groups, [manner.share for manner in _MANNERS], k=count)
    return [
        InventedName(group.organisation(rng), is_person=False)
        if rng.random() < ORGANISATIONS
        else InventedName(group.person(rng), is_person=True)
        for group in chosen
    ]


def queries_of(names: Sequence[InventedName], count: int, seed: int = 11) -> list[InventedName]:
    """Names to search: half of them listed ones with a wrong letter, some of those with their
    words in another order; the rest are new names."""
    rng = Random(seed)  # noqa: S311
    queries = invented_names(count // 2, seed)
    for name in rng.choices(names, k=count - len(queries)):
        at = rng.randrange(len(name.text))
        words = (name.text[:at] + rng.choice("aeioulnrst") + name.text[at + 1 :]).split()
        if rng.random() < 0.3:
            rng.shuffle(words)
        queries.append(InventedName(" ".join(words), name.is_person))
    rng.shuffle(queries)
    return queries


def entry_of(name: InventedName, number: int) -> ListEntry:
    """A list entry of that name alone."""
    kind = EntryType.INDIVIDUAL if name.is_person else EntryType.ENTITY
    return ListEntry(SOURCE, str(number), kind, (ListName(name.text),))


class _Words:
    """The given and family names of one group, and how often each occurs."""

    def __init__(self, manner: _Manner, rng: Random) -> None:
        self._manner = manner
        self._starts, self._vowels = manner.starts.split(), manner.vowels.split()
        self._ends = [*manner.ends.split(), "", ""]
        self._particles = manner.particles.split()
        family_ends = manner.family_ends.split() or [""]
        self._given = list(dict.fromkeys(self._word(rng) for _ in range(_GIVEN)))
        self._family = list(
            dict.fromkeys(self._word(rng) + rng.choice(family_ends) for _ in range(_FAMILY))
        )
        self._given_weights = _falling(len(self._given))
        self._family_weights = _falling(len(self._family))

    def person(self, rng: Random) -> str:
        """Given names, now and then a particle, and a family name."""
        size = rng.choices((1, 2, 3), self._manner.given)[0]
        words = rng.choices(self._given, cum_weights=self._given_weights, k=size)
        if self._particles and rng.random() < 0.3:
            words.append(rng.choice(self._particles))
        return " ".join((*words, self._surname(rng))).title()

    def organisation(self, rng: Random) -> str:
        """A family name or two, a trade, and often a legal form."""
        words = [self._surname(rng)]
        if rng.random() < 0.3:
            words.append(self._surname(rng))
        words.append(rng.choice(_TRADES))
        return " ".join((*words, rng.choice(_FORMS))).upper().strip()

    def _surname(self, rng: Random) -> str:
        return rng.choices(self._family, cum_weights=self._family_weights)[0]

    def _word(self, rng: Random) -> str:
        syllables = rng.choice((1, 2, 2, 2, 3, 3))
        return "".join(
            rng.choice(self._starts) + rng.choice(self._vowels) + rng.choice(self._ends)
            for _ in range(syllables)
        )


def _falling(count: int) -> list[float]:
    """Summed weights that fall with the rank, for `choices`."""
    return list(accumulate(1.0 / (rank + _COMMON) for rank in range(count)))
