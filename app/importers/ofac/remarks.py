"""The grammar of OFAC's Remarks: one text that holds birth data, documents and links.

Statements stand apart by ``; `` and the whole ends with a full stop. What is not understood
stays in the text, which every entry keeps in full.
"""

from __future__ import annotations

import re

from app.domain.countries import country_code
from app.importers.ofac.labels import CRYPTO, KNOWN, TYPE_OF_LABEL
from app.importers.ofac.party import Fact

_FIXED = re.compile(r"(DOB|POB|nationality|citizen|Gender|Linked To:) (.+)", re.DOTALL)
_QUOTED = re.compile(r"([afn]\.k\.a\.) '(.+)'", re.DOTALL)
_CRYPTO = re.compile(rf"{CRYPTO} - (\S+) (\S.*)", re.DOTALL)
_COLON = re.compile(r"([A-Z][^:;]{1,80}): (.+)", re.DOTALL)
_NUMBERED = re.compile(r"([A-Z][^;:]{0,60}?(?:Number|No\.?|#|Code)) ((?=[^;]*\d).+)", re.DOTALL)
_ISSUED = re.compile(r"\s*issued (\d[^;]*?|[A-Z][a-z]{2} \d{4})$")
_EXPIRES = re.compile(r"\s*expires (\d[^;]*?|[A-Z][a-z]{2} \d{4})$")
_LINKED_GROUP = re.compile(r"(^|; )\((Linked To: .*)\)$", re.DOTALL)
_ABBREVIATION = re.compile(
    r"(?:\.[A-Za-z]|\b(?:Co|Corp|Inc|Ltd|Ltda|Cia|Bros|No))\.$", re.IGNORECASE
)
# A number has a digit or is one word (a SWIFT code); other words go on with a sentence.
_NUMBER = re.compile(r"[^\d]*\d|\S+(?: \(|$)")
_COUNTRY = re.compile(r"\s*\(([^()]+(?:\([^()]*\))?)\)$")


def parse_remarks(text: str) -> list[Fact]:
    """The statements of a Remarks text that have a label, in their order.

    Args:
        text: the Remarks as published (also the XML's, which stand in brackets).
    """
    facts = (_fact(part) for part in statements(text))
    return [fact for fact in facts if fact is not None]


def statements(text: str) -> list[str]:
    """The Remarks cut into statements, without the closing full stop."""
    body = " ".join(text.split())
    body = _LINKED_GROUP.sub(r"\1\2", body)
    # A closing full stop is dropped only where it cannot belong to an abbreviation.
    if body.endswith(".") and not _ABBREVIATION.search(body):
        body = body[:-1]
    return [part.strip() for part in body.split("; ") if part.strip()]


def document(label: str, value: str) -> Fact:
    """A fact whose value may end in ``(Country) issued DATE expires DATE``."""
    expires = _EXPIRES.search(value)
    if expires:
        value = value[: expires.start()]
    issued = _ISSUED.search(value)
    if issued:
        value = value[: issued.start()]
    place = _COUNTRY.search(value)
    country = place.group(1) if place and place.start() > 0 else ""
    if country and (country_code(country) or label in TYPE_OF_LABEL):
        value = value[: place.start()] if place else value
    else:
        country = ""
    return Fact(
        label,
        value.strip(),
        country,
        issued.group(1) if issued else "",
        expires.group(1) if expires else "",
    )


def _fact(statement: str) -> Fact | None:
    statement = re.sub(r"^[Aa]lt\. ", "", statement)
    fixed = _FIXED.fullmatch(statement)
    if fixed:
        return Fact(fixed[1].rstrip(":"), fixed[2].strip())
    quoted = _QUOTED.fullmatch(statement)
    if quoted:
        return Fact(quoted[1], quoted[2].strip())
    crypto = _CRYPTO.fullmatch(statement)
    if crypto:
        return Fact(f"{CRYPTO} - {crypto[1]}", crypto[2].strip())
    return _labelled(statement)


def _labelled(statement: str) -> Fact | None:
    known = KNOWN.fullmatch(statement)
    if known and known["value"]:
        if known["label"] in TYPE_OF_LABEL:
            return (
                document(known["label"], known["value"]) if _NUMBER.match(known["value"]) else None
            )
        return Fact(known["label"], known["value"])
    colon = _COLON.fullmatch(statement)
    if colon:
        return Fact(colon[1], colon[2].strip())
    numbered = _NUMBERED.fullmatch(statement)
    return document(numbered[1], numbered[2]) if numbered else None
