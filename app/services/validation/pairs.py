"""Measure a profile on labelled pairs of names from a file."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from pathlib import Path

from app.domain.errors import BadInput, UsageError
from app.matching.profiles import DEFAULT_PROFILE
from app.services.jobs import NO_JOB, Job
from app.services.validation.figures import (
    confusion,
    histogram,
    roc_auc,
    roc_curve,
    sweep,
)
from app.services.validation.provenance import InputFile, provenance
from app.services.validation.results import PairGroup, PairScore, PairsResult, UnusableRow
from app.services.validation.scoring import (
    named_parts,
    require_profile,
    score_pair,
)
from app.services.validation.tabular import Table, TableRow, read_table
from app.services.workspace import Workspace

POSSIBLE = 0.75
STRONG = 0.92
WORST = 25  # errors of each kind that a result shows
_CHUNK = 200
_PERSON = {"person", "individual", ""}  # without a schema a name is taken as a person's
_TRUE = {"true", "1", "yes", "y", "t", "match", "same"}
_FALSE = {"false", "0", "no", "n", "f", "nonmatch", "non-match", "other", "different"}


def measure_pairs(
    workspace: Workspace,
    file: Path,
    *,
    profile: str = DEFAULT_PROFILE,
    threshold: float = POSSIBLE,
    job: Job = NO_JOB,
) -> PairsResult:
    """Score every pair of a labelled file and judge the scores by its labels.

    Args:
        file: CSV with name1, name2, is_match, and if known case_group, schema (Person, or else
            a kind of organisation), quality and category. name1 is taken as the subject's
            name, name2 as the listed one.
        threshold: where, beside 0.75 and 0.92, right and wrong are counted; above 0, up to 1.
    Raises:
        BadInput: the file cannot be used. UsageError: unknown profile, or no such threshold.
        JobCancelled: the user stopped it.
    """
    require_profile(profile)
    if not 0.0 < threshold <= 1.0:
        raise UsageError(f"{threshold} is no threshold.", todo="Use a number above 0, up to 1.")
    table = read_table(file, ("name1", "name2", "is_match"))
    scored: list[PairScore] = []
    unusable: list[UnusableRow] = []
    for done, row in enumerate(table.rows):
        if done % _CHUNK == 0:
            job.check()
            job.progress(done, len(table.rows), "Scoring pairs")
        pair = _score(row, profile, workspace)
        if isinstance(pair, str):
            unusable.append(UnusableRow(table.name, row.line, pair))
        else:
            scored.append(pair)
    if not scored:
        raise BadInput(
            f"{table.name} has no usable pair: {unusable[0].reason if unusable else 'no rows'}.",
            safe="Nothing was measured and nothing was changed.",
            todo="Each row needs two names, and true or false in is_match.",
        )
    job.progress(len(table.rows), len(table.rows), "Scoring pairs")
    return _judged(workspace, table, scored, unusable, profile, threshold)


def _score(row: TableRow, profile: str, workspace: Workspace) -> PairScore | str:
    """The scored pair, or why the row cannot be used."""
    name1, name2, label = row.get("name1"), row.get("name2"), row.get("is_match").casefold()
    if not name1 or not name2:
        return "a name is missing"
    if label not in _TRUE | _FALSE:
        return f"is_match is “{label[:20]}”, neither true nor false"
    is_person = row.get("schema").casefold() in _PERSON
    pair = score_pair(name1, name2, profile, workspace.tables, is_person=is_person)
    return PairScore(
        line=row.line,
        name1=name1,
        name2=name2,
        is_person=is_person,
        is_match=label in _TRUE,
        score=pair.score if pair else 0.0,
        components=named_parts(pair.components) if pair else (),
        group=row.get("case_group"),
        quality=row.get("quality"),
        category=row.get("category"),
    )


def _judged(
    workspace: Workspace,
    table: Table,
    scored: Sequence[PairScore],
    unusable: Sequence[UnusableRow],
    profile: str,
    threshold: float,
) -> PairsResult:
    cases = [(pair.score, pair.is_match) for pair in scored]
    chosen = confusion(cases, threshold)
    called = [pair for pair in scored if pair.score >= threshold - 1e-9]
    wrong = sorted((p for p in called if not p.is_match), key=lambda p: -p.score)
    held = {pair.line for pair in called}
    missed = sorted((p for p in scored if p.is_match and p.line not in held), key=lambda p: p.score)
    facts = InputFile("labelled pairs", table.name, table.sha256, len(scored), len(unusable))
    command = f"screendesk validate pairs {shlex.quote(table.name)} --profile {profile}"
    return PairsResult(
        provenance=provenance(
            workspace, profile, f"{command} --threshold {threshold:g}", files=(facts,)
        ),
        pairs=len(scored),
        matches=sum(pair.is_match for pair in scored),
        possible=confusion(cases, POSSIBLE),
        strong=confusion(cases, STRONG),
        chosen=chosen,
        roc_auc=roc_auc(cases),
        by_group=_groups(scored, lambda pair: pair.group),
        by_quality=_groups(scored, lambda pair: pair.quality),
        by_category=_groups(scored, lambda pair: pair.category),
        curve=sweep(cases),
        roc=roc_curve(cases),
        histogram=histogram(cases),
        false_positives=tuple(wrong[:WORST]),
        false_negatives=tuple(missed[:WORST]),
        unusable=tuple(unusable),
    )


def _groups(
    scored: Sequence[PairScore], name_of: Callable[[PairScore], str]
) -> tuple[PairGroup, ...]:
    """Figures by name, largest group first; pairs without a name are in none."""
    cases: dict[str, list[tuple[float, bool]]] = {}
    for pair in scored:
        if name_of(pair):
            cases.setdefault(name_of(pair), []).append((pair.score, pair.is_match))
    groups = [
        PairGroup(
            name,
            len(own),
            sum(is_match for _, is_match in own),
            confusion(own, POSSIBLE),
            confusion(own, STRONG),
        )
        for name, own in cases.items()
    ]
    return tuple(sorted(groups, key=lambda group: (-group.pairs, group.name)))
