"""The search of the aligned profile as compiled loops: a bound of every form that shares a word
(see aligned_search.py for what it rests on), then the score of those that can reach the floor.

Imported only by `kernels.warm_up`. Run as plain Python (NUMBA_DISABLE_JIT) it is the same code.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.matching.aligned_compiling import entry, inner
from app.matching.aligned_pairs_jitted import make_work, place
from app.matching.aligned_rules import Rules
from app.matching.aligned_score_jitted import PARTS, score
from app.matching.aligned_views import F64, I32, U8, Asked, Buffers, Listed
from app.matching.classic import SLACK

Bools = npt.NDArray[np.bool_]


_ONE = np.uint32(1)
JOINED = np.uint32(1 << 31)  # marks forms in which neighbours make a word of the query
ROUNDING = 1e-9


def _table(asked: Asked) -> tuple[I32, F64, U8, F64]:
    """The listed words like one of the subject, rising; how alike each is to each word of it
    (rows, words) and the kind of likeness; and the same with what its neighbours make."""
    count, known = len(asked.weights), len(asked.words)
    every = np.empty(known + len(asked.wholes), dtype=np.int32)
    every[:known] = asked.words
    every[known:] = asked.wholes[:, 2]
    every.sort()
    size = 0
    for at in range(len(every)):
        if at == 0 or every[at] != every[at - 1]:
            every[size] = every[at]
            size += 1
    rows = every[:size]
    sims = np.zeros((size, count), dtype=np.float64)
    kinds = np.zeros((size, count), dtype=np.uint8)
    for token in range(count):
        for at in range(asked.offsets[token], asked.offsets[token + 1]):
            row = place(rows, asked.words[at])
            sims[row, token] = asked.alike[at]
            kinds[row, token] = asked.kinds[at]
    if len(asked.wholes) == 0:
        return rows, sims, kinds, sims
    near = sims.copy()
    for at in range(len(asked.wholes)):
        row = place(rows, asked.wholes[at, 2])
        for token in range(asked.wholes[at, 0], asked.wholes[at, 0] + asked.wholes[at, 1]):
            near[row, token] = max(near[row, token], asked.whole_alike[at])
    return rows, sims, kinds, near


table = inner(_table)


def _touch(listed: Listed, asked: Asked, rows: I32, near: F64, buffers: Buffers) -> I32:
    """Mark for every form the words of the query that it has something like of (`seen`) and the
    weight of its own words that are like one (`shared`); return the forms, each once."""
    seen, shared, touched = buffers
    count = 0
    for row in range(len(rows)):
        word = rows[row]
        weight, mask = listed.weights[word], np.uint32(0)
        for token in range(near.shape[1]):
            if near[row, token] > 0.0:
                mask |= _ONE << np.uint32(token)
        for at in range(listed.word_starts[word], listed.word_starts[word + 1]):
            form = listed.postings[at]
            if seen[form] == 0:
                touched[count] = form
                count += 1
            seen[form] |= mask
            shared[form] += weight
    for row in range(len(asked.joins)):
        form, position, parts, token, _ = asked.joins[row]
        if seen[form] == 0:
            touched[count] = form
            count += 1
        seen[form] |= JOINED | (_ONE << np.uint32(token))
        for at in range(position, position + parts):
            shared[form] += listed.weights[listed.words[at]]
    return touched[:count]


touch = inner(_touch)


def _factor(matched: float, conflict: float, contradiction: float) -> float:
    return 1.0 - contradiction * conflict / (matched + conflict)


factor = inner(_factor)


def _rate(rules: Rules, form: int, listed: Listed, asked: Asked) -> float:
    """What a word left over costs at least."""
    rate = rules.extra_single if asked.is_single != listed.singles[form] else rules.extra
    return min(rate, rules.conflict)


rate_of = inner(_rate)


def _rough(
    matched: float, left: float, left_listed: float, hits: int, sizes: tuple[int, int],
    rate: float, rules: Rules,
) -> float:  # fmt: skip
    """The bound from what is left over alone."""
    conflict = min(left, left_listed)
    extra = max(left, left_listed) - conflict
    primary = matched / (matched + rules.conflict * conflict + rate * extra)
    token = (hits + min(sizes[1], rules.most_joined * hits)) / (sizes[0] + sizes[1])
    whole = rules.primary * primary + rules.token * token + rules.ngram + rules.phonetic
    bound: float = whole * factor(matched, conflict, rules.contradiction)
    return bound


rough = inner(_rough)


def _close(
    form: int, listed: Listed, asked: Asked, rows: I32, near: F64, left_listed: float,
    needed: float, rules: Rules, best: F64,
) -> bool:  # fmt: skip
    """Whether a form can still reach `needed`, from how alike each word is to its most alike.

    With the least primary part that is needed as `aim`, each word adds half its weight times
    (alike - aim) or, left over, takes off (rate * aim * its least weight); what conflicts takes
    off more. Together that must not fall below 0.
    """
    own = listed.words[listed.starts[form] : listed.starts[form + 1]]
    count = len(best)
    best[:] = 0.0
    likely = 0
    weight = 0.0
    for at in range(len(own)):
        row = place(rows, own[at])
        if row < 0:
            continue
        most = 0.0
        for token in range(count):
            alike = near[row, token]
            most = max(most, alike)
            best[token] = max(best[token], alike)
        weight += listed.weights[own[at]]
        likely += most >= rules.likely - SLACK
    left = matched = 0.0
    for at in range(count):
        if best[at] > 0.0:
            matched += asked.weights[at]
            likely += best[at] >= rules.likely - SLACK
        else:
            left += asked.least_weights[at]
    matched = (matched + weight) / 2
    conflict = min(left, left_listed)
    whole = needed / factor(matched, conflict, rules.contradiction)
    token_part = rules.token * likely / (count + len(own))
    aim = (whole - token_part - rules.ngram - rules.phonetic) / rules.primary
    if aim <= 0.0:
        return True
    rate = rate_of(rules, form, listed, asked)
    share = min(rate, rules.conflict / 2) * aim
    rest = -aim * max(0.0, rules.conflict - 2 * rate) * conflict
    for at in range(count):
        unpaired = -share * asked.least_weights[at]
        paired = asked.weights[at] * (best[at] - aim) / 2
        rest += max(paired, unpaired) if best[at] > 0.0 else unpaired
    for at in range(len(own)):
        row = place(rows, own[at])
        most = near[row].max() if row >= 0 else 0.0
        unpaired = -share * listed.least_weights[own[at]]
        paired = listed.weights[own[at]] * (most - aim) / 2
        rest += max(paired, unpaired) if most > 0.0 else unpaired
    reaches: bool = rest >= -SLACK
    return reaches


close = inner(_close)


def _candidates(
    listed: Listed, asked: Asked, rows: I32, near: F64, rules: Rules, wanted: Bools,
    needed: float, buffers: Buffers,
) -> I32:  # fmt: skip
    """The forms of wanted groups whose bound reaches `needed`."""
    seen, shared, _ = buffers
    count = len(asked.weights)
    touched = touch(listed, asked, rows, near, buffers)
    best = np.empty(count, dtype=np.float64)
    kept = 0
    for at in range(len(touched)):
        form = touched[at]
        mask, own = seen[form], shared[form]
        seen[form] = 0
        shared[form] = 0.0
        if not wanted[listed.groups[form]]:
            continue
        matched = left = 0.0
        hits = 0
        for token in range(count):
            if (mask >> np.uint32(token)) & _ONE:
                matched += asked.weights[token]
                hits += 1
            else:
                left += asked.least_weights[token]
        size = int(listed.sizes[form])
        left_listed = max(listed.left_weights[form] - own, 0.0)
        rate = rate_of(rules, form, listed, asked)
        bound = rough((matched + own) / 2, left, left_listed, hits, (count, size), rate, rules)
        if bound < needed:
            continue
        if mask & JOINED == 0 and not close(
            form, listed, asked, rows, near, left_listed, needed, rules, best
        ):
            continue
        touched[kept] = form
        kept += 1
    found: I32 = touched[:kept]
    return found


candidates = inner(_candidates)


def _wanted_forms(groups: npt.NDArray[np.uint16], wanted: Bools, forms: I32) -> I32:
    """Every form of the wanted groups; written to the buffer `forms`."""
    count = 0
    for form in range(len(groups)):
        if wanted[groups[form]]:
            forms[count] = form
            count += 1
    return forms[:count]


wanted_forms = inner(_wanted_forms)


def _find(
    listed: Listed, asked: Asked, rules: Rules, floor: float, wanted: Bools, buffers: Buffers
) -> tuple[I32, F64, F64]:
    """See `aligned_search.find_form`: forms, scores and parts."""
    rows, sims, kinds, near = table(asked)
    needed = floor - SLACK - ROUNDING
    if needed <= rules.ngram + rules.phonetic:  # what forms without like words can reach
        forms = wanted_forms(listed.groups, wanted, buffers.touched)
    else:
        forms = candidates(listed, asked, rows, near, rules, wanted, needed, buffers)
    most = 0
    for form in forms:
        most = max(most, int(listed.sizes[form]))
    work = make_work(asked, most)
    pairs = np.int64(work.asked.sum())
    scores = np.empty(len(forms), dtype=np.float64)
    parts = np.empty((len(forms), PARTS), dtype=np.float64)
    found = 0
    for form in forms:
        scores[found] = score(
            form, listed, asked, rows, sims, kinds, pairs, rules, work, parts[found]
        )
        if scores[found] >= floor - SLACK:
            forms[found] = form
            found += 1
    return forms[:found].copy(), scores[:found].copy(), parts[:found].copy()


find = entry(_find)
