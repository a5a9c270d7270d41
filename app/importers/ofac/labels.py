"""The labels of OFAC's ids and remarks, and what kind of identifier each one names.

Source: the `idType` values and Remarks of the SDN and Consolidated files, and OFAC's list of
"feature" and "identification document" types.
"""

from __future__ import annotations

import re

from app.domain.identifiers import IdentifierType as Type

CRYPTO = "Digital Currency Address"

# The first label of each row is the plain one: it needs no note on the identifier.
IDENTIFIERS: dict[Type, tuple[str, ...]] = {
    Type.PASSPORT: (
        "Passport", "Diplomatic Passport", "British National Overseas Passport",
        "Stateless Person Passport", "Service Passport", "Travel Document Number",
    ),
    Type.NATIONAL_ID: (
        "National ID No.", "Cedula No.", "Cedula de Ciudadania", "C.U.R.P.", "D.N.I.",
        "Identification Number", "Personal ID Card", "National Foreign ID Number", "SSN",
        "LE Number", "Kenyan ID No.", "Bosnian Personal ID No.", "Moroccan Personal ID No.",
        "Turkish Identification Number", "N.I.E.", "Electoral Registry No.", "I.F.E.",
        "Credencial electoral", "C.U.I.P.", "Citizen's Card Number", "Afghan Tazkira Number",
        "Cartilla de Servicio Militar Nacional", "Romanian Permanent Resident",
        "Stateless Person ID Card", "Personal Identification", "C.U.I.", "Numero de Identidad",
        "Tazkira National ID Card", "Residency Number", "Refugee ID Card", "Jamaican ID",
    ),
    Type.DRIVERS_LICENSE: ("Driver's License No.",),
    Type.TIN: (
        "Tax ID No.", "NIT #", "R.F.C.", "RFC", "RUC #", "RUC", "V.A.T. Number", "US FEIN",
        "Italian Fiscal Code", "Fiscal Code", "C.U.I.T.", "C.I.F.", "RIF #", "RTN", "RNC",
        "Paraguayan tax identification number", "NIE", "N.R.C.", "Romanian Tax Registration",
        "Numero Unico de Identificacao Tributaria (NUIT)", "Tax Registration Number",
        "Numero de Identificacion Tributaria", "R.U.C. #", "C.N.P.J.", "Pan Number",
    ),
    Type.BUSINESS_REG: (
        "Registration Number", "Registration ID", "Business Registration Number",
        "Business Registration Document #", "Company Number", "UK Company Number",
        "Commercial Registry Number", "C.R. No.", "Chamber of Commerce Number",
        "Istanbul Chamber of Comm. No.", "Matricula Mercantil No", "Folio Mercantil No.",
        "Certificate of Incorporation Number", "Public Registration Number",
        "Registered Charity No.", "Government Gazette Number", "Enterprise Number",
        "Unified Social Credit Code (USCC)", "Trade License No.", "Business Number",
        "Economic Register Number (CBLS)", "Central Registration System Number",
        "Dubai Chamber of Commerce Membership No.", "Branch Unit Number",
        "Tourism License No.", "Commercial License No.", "Company ID", "File Number",
        "United Social Credit Code Certificate (USCCC)", "Registration Certificate Number (Dubai)",
        "Russian State Individual Business Registration Number Pattern (OGRNIP)",
        "Entity Number", "Legal Entity Identification", "Identification Number of Enterprise",
    ),
    Type.LEI: ("Legal Entity Number",),
    Type.MMSI: ("MMSI",),
    Type.SWIFT: ("SWIFT/BIC",),
    Type.CRYPTO_ADDRESS: (CRYPTO,),
    Type.OTHER: (
        "Birth Certificate Number", "BIK (RU)", "Certificate Number", "D-U-N-S Number", "ISIN",
        "Immigration No.", "License", "Passport Card", "Permit Number", "Pilot License Number",
        "Public Security and Immigration No.", "Seafarer's Identification",
        "Seafarer's Identification Document", "Serial No.",
        "Stateless Person", "Vessel Registration Identification", "Visa Number ID",
        "VisaNumberID", "Voter Identification Number", "Military Registration Number",
    ),
}  # fmt: skip

# Statements about a party that identify nobody by a number.
DETAILS = (
    "Additional Sanctions Information",
    "Aircraft Construction Number (also called L/N or S/N or F/N)",
    "Aircraft Manufacture Date", "Aircraft Manufacturer's Serial Number (MSN)",
    "Aircraft Mode S Transponder Code", "Aircraft Model", "Aircraft Operator",
    "Aircraft Serial Identification", "Aircraft Tail Number", "CAATSA Section 235 Information",
    "Chinese Commercial Code", "Effective Date (CMIC)", "Email Address", "Equity Ticker",
    "Executive Order 13662 Directive Determination", "Executive Order 13846 information",
    "Executive Order 14024 Directive Information", "Fax", "Former Vessel Flag",
    "IFCA Determination", "Issuer Name", "Listing Date (CMIC)", "Nationality of Registration",
    "Organization Established Date", "Organization Type", "Other Vessel Call Sign",
    "Other Vessel Flag", "Other Vessel Type", "PEESA Information", "Phone No.", "Phone Number",
    "Previous Aircraft Tail Number", "Purchase/Sales For Divestment Date (CMIC)",
    "Secondary sanctions risk", "Target Type", "Telephone",
    "Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions",
    "Vessel Call Sign", "Vessel Flag", "Vessel Gross Registered Tonnage", "Vessel Gross Tonnage",
    "Vessel Owner", "Vessel Tonnage", "Vessel Type", "Vessel Year of Build", "Website",
)  # fmt: skip

TYPE_OF_LABEL = {label: kind for kind, labels in IDENTIFIERS.items() for label in labels}
PLAIN_LABELS = frozenset(labels[0] for labels in IDENTIFIERS.values()) - {CRYPTO}
_LONGEST_FIRST = sorted((*TYPE_OF_LABEL, *DETAILS), key=len, reverse=True)
KNOWN = re.compile(
    r"(?P<label>(?:" + "|".join(map(re.escape, _LONGEST_FIRST)) + r"))"
    r"(?P<mark>:| -(?= )|(?= )|$)\s*(?P<value>.*)",
    re.DOTALL,
)


def clean_label(text: str) -> str:
    """An `idType` without its trailing colon or dash (``Secondary sanctions risk:``)."""
    return text.strip().rstrip(":-").strip()
