"""How far two romanised tokens are apart in sound: an edit distance with cheap everyday changes.

Between romanisations some changes are the rule (a doubled letter, ``ou`` for ``u``, ``q`` for
``k``, ``i`` for ``e``) and others make another name (``u`` for ``a``, ``t`` for ``m``): the first
cost next to nothing, the second up to 1.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

LARGEST = 0.45  # distance beyond which two tokens are taken for unlike
NEVER = 1.0  # the distance of unlike tokens
FIRST_SOUND = 1.5  # how much more a change of the first sound counts

_VOWELS = frozenset("aeiouy")
_LAST_HEARD = frozenset("aiouy")
_DOUBLED = re.compile(r"(.)\1+")

# Groups of letters that stand for one another, with the cost of the change.
_GROUPS: tuple[tuple[str, float], ...] = (
    ("iy", 0.05), ("ei", 0.2), ("ey", 0.25), ("ou", 0.2), ("ae", 0.3), ("ck", 0.1), ("kq", 0.1),
    ("cq", 0.1), ("gq", 0.35), ("gk", 0.45), ("sz", 0.25), ("cs", 0.35), ("vw", 0.1), ("uw", 0.2),
    ("ow", 0.3), ("bp", 0.5), ("dt", 0.4), ("gj", 0.3), ("jz", 0.4), ("jy", 0.3), ("fv", 0.4),
    ("hk", 0.5), ("bv", 0.4), ("dz", 0.5), ("oa", 0.6), ("ai", 0.6), ("ay", 0.6), ("au", 0.7),
    ("iu", 0.7), ("io", 0.7), ("eo", 0.7), ("eu", 0.7), ("uy", 0.7), ("oy", 0.7), ("gh", 0.5),
    ("cj", 0.5), ("ij", 0.3),
)  # fmt: skip
_CHANGE = {(two[at], two[1 - at]): cost for two, cost in _GROUPS for at in (0, 1)}

# Letters written with more than one, each as one sign; the longest group first.
_SIGNS = {
    "shch": "X", "sch": "S", "tch": "C", "dzh": "j", "dj": "j", "sh": "S", "ch": "C", "kh": "K",
    "gh": "G", "zh": "Z", "th": "T", "dh": "D", "ph": "f", "ts": "c", "tz": "c", "ks": "x",
    "ou": "u", "oo": "u", "ee": "i", "ei": "i", "ey": "i", "ie": "i", "iy": "i", "yi": "i",
    "ij": "i", "aw": "au", "ow": "au", "ay": "ai",
}  # fmt: skip
_GROUP = re.compile("|".join(sorted(_SIGNS, key=len, reverse=True)))
_SILENT_END = re.compile("(?<=[aeo])h$")

_SIGN_CHANGES: tuple[tuple[str, float], ...] = (
    ("SC", 0.35), ("SX", 0.3), ("CX", 0.4), ("Ss", 0.35), ("Cc", 0.4), ("CK", 0.5), ("Ck", 0.35),
    ("Kk", 0.25), ("Kh", 0.25), ("Kx", 0.2), ("KG", 0.6), ("Gg", 0.1), ("Gq", 0.3), ("Gk", 0.5),
    ("Zj", 0.25), ("Zz", 0.3), ("ZG", 0.6), ("Tt", 0.15), ("Ts", 0.35), ("TD", 0.4), ("Dd", 0.1),
    ("Dz", 0.25), ("cs", 0.3), ("cz", 0.3), ("Cj", 0.5), ("Sj", 0.5), ("CT", 0.6), ("ST", 0.7),
    ("sx", 0.5),
)  # fmt: skip
_CHANGE |= {(two[at], two[1 - at]): cost for two, cost in _SIGN_CHANGES for at in (0, 1)}
_LEFT_OUT = {"h": 0.3, "y": 0.25, "j": 0.5, "w": 0.4, "a": 0.4, "e": 0.3, "i": 0.4, "o": 0.45,
             "u": 0.45}  # fmt: skip


def distance(first: str, second: str) -> float:
    """How far two tokens are apart in sound; symmetric, 0 for tokens that sound alike.

    Args:
        first, second: normalised tokens, not empty.
    Returns: the least sum of the costs of changes over the length of the longer token; NEVER if
        that is more than LARGEST, for what is that far apart is another name.
    """
    return _distance(first, second) if first < second else _distance(second, first)


@lru_cache(maxsize=100_000)
def _distance(first: str, second: str) -> float:
    a, b = _signs(first), _signs(second)
    longest = max(len(a), len(b))
    most = LARGEST * longest
    gaps_b = _gaps(b)
    row = [0.0, *accumulate(gaps_b)]
    for at, (sign, gap) in enumerate(zip(a, _gaps(a), strict=True)):
        weight = FIRST_SOUND if at == 0 else 1.0
        before, row = row, [row[0] + gap]
        for to, other in enumerate(b):
            change = 0.0 if sign == other else _CHANGE.get((sign, other), 1.0)
            row.append(
                min(
                    before[to] + (change * weight if to == 0 else change),
                    before[to + 1] + gap,
                    row[to] + gaps_b[to],
                )
            )
        if min(row) > most:
            return NEVER
    return row[-1] / longest if row[-1] <= most else NEVER


@lru_cache(maxsize=50_000)
def _signs(token: str) -> str:
    """A token with letter groups as one sign each (capitals), and doubled letters once."""
    return _DOUBLED.sub(r"\1", _GROUP.sub(_sign, _SILENT_END.sub("", token)))


def _sign(found: re.Match[str]) -> str:
    return _SIGNS[found.group()]


def _gaps(signs: str) -> list[float]:
    """What leaving out each sign costs: more for a first consonant, all for a last vowel that is
    heard (`Ivanov` is not `Ivanova`)."""
    costs = [_LEFT_OUT.get(sign, 1.0) for sign in signs]
    if signs[0] not in _VOWELS:
        costs[0] *= FIRST_SOUND
    if signs[-1] in _LAST_HEARD:
        costs[-1] = 1.0
    return costs
