"""The schemas of FollowTheMoney: which name parties, and which tie a party to another or to facts.

A link is named from both ends: for ``Ownership`` the owner is "owner of" the asset, and the asset
has the "owner". What a file says itself (``relationship``, ``role``) goes before these words.
"""

from __future__ import annotations

from typing import NamedTuple

from app.domain.list_entry import EntryType
from app.domain.political import RelationKind

PARTIES = {
    "Person": EntryType.INDIVIDUAL,
    "LegalEntity": EntryType.ENTITY,
    "Organization": EntryType.ENTITY,
    "Company": EntryType.ENTITY,
    "PublicBody": EntryType.ENTITY,
    "Asset": EntryType.ENTITY,
    "Security": EntryType.ENTITY,
    "Vehicle": EntryType.ENTITY,
    "Vessel": EntryType.VESSEL,
    "Airplane": EntryType.AIRCRAFT,
    "CryptoWallet": EntryType.ENTITY,
}

# Facts of one party: the properties that name it.
FACTS = {
    "Sanction": ("entity",),
    "Passport": ("holder",),
    "Identification": ("holder",),
    "Occupancy": ("holder",),
    "CryptoWallet": ("holder",),
}


class Tie(NamedTuple):
    """A link between two parties. `one` and `other` are the properties that name them; to `one`,
    the other is a `word` (where the file says no more), and to the other it is a `word_of`."""

    kind: RelationKind
    one: str
    other: str
    said: tuple[str, ...]
    word: str
    word_of: str
    says_other: bool = True  # whether the file's own word is said of the end named `other`


_WORDS = ("relationship", "role", "summary")
TIES = {
    "Family": Tie(RelationKind.FAMILY, "person", "relative", _WORDS, "relative", "relative of"),
    "Associate": Tie(
        RelationKind.ASSOCIATE, "person", "associate", _WORDS, "associate", "associate of"
    ),
    "Ownership": Tie(
        RelationKind.OWNERSHIP, "asset", "owner", ("role",), "owner", "owner of"
    ),
    "Directorship": Tie(
        RelationKind.DIRECTORSHIP, "organization", "director", ("role",), "director", "director of"
    ),
    "Membership": Tie(
        RelationKind.MEMBERSHIP, "organization", "member", ("role",), "member", "member of"
    ),
    "Employment": Tie(
        RelationKind.MEMBERSHIP, "employer", "employee", ("role",), "employee", "employee of"
    ),
    "Representation": Tie(
        RelationKind.OTHER, "client", "agent", ("role",), "agent", "agent of"
    ),
    "Succession": Tie(
        RelationKind.OTHER, "successor", "predecessor", ("role",), "predecessor", "predecessor of"
    ),
    "UnknownLink": Tie(
        RelationKind.OTHER, "object", "subject", ("role",), "linked to", "linked to",
        says_other=False,
    ),
    "Payment": Tie(
        RelationKind.OTHER, "beneficiary", "payer", ("purpose",), "payer", "payer of"
    ),
}  # fmt: skip

# Which property of a party or a fact names another entity that it takes its content from.
TAKEN_FROM = {"addressEntity": "Address", "post": "Position"}

LISTED_TOPICS = (
    "sanction", "debarment", "export.control", "export.risk", "wanted", "crime", "corp.disqual",
    "reg.action", "reg.warn", "asset.frozen", "invest.risk", "poi", "mare.shadow", "mare.detained",
)  # fmt: skip
PEP_TOPIC, RCA_TOPIC = "role.pep", "role.rca"
PEP_TOPICS = (PEP_TOPIC, RCA_TOPIC)

# The source that an OpenSanctions data set is a copy of.
SOURCE_OF = {
    "us_ofac_sdn": "us_ofac_sdn",
    "us_ofac_cons": "us_ofac_cons",
    "un_sc_sanctions": "un_sc",
    "eu_fsf": "eu_fsf",
    "gb_fcdo_sanctions": "gb_fcdo",
    "gb_hmt_sanctions": "gb_hmt",
    "au_dfat_sanctions": "au_dfat",
    "ca_dfatd_sema_sanctions": "ca_sema",
    "ch_seco_sanctions": "ch_seco",
    "jp_mof_sanctions": "jp_mof",
    "us_trade_csl": "us_csl",
    "peps": "pep_global",
    "wd_peps": "pep_wikidata",
    "ng_chipper_peps": "pep_nigeria",
    "ng_join_dots": "pep_nigeria",
    "everypolitician": "pep_popolo",
}
