"""Nationalities as lists write them in English: countries, adjectives, several in one cell."""

from __future__ import annotations

import re
from functools import cache

from app.domain.countries import country_code
from app.importers.cells import lettered

# Adjectives and the misspellings seen on lists, by country code; "/" between those of one country.
_ADJECTIVES = """
AE Emirati; AF Afghan/Afghani; AL Albanian; AM Armenian; AO Angolan; AR Argentine/Argentinian;
AT Austrian; AU Australian; AZ Azerbaijani/Azeri; BA Bosnian/Bosnian Herzegovinian;
BD Bangladeshi; BE Belgian; BF Burkinabe/Burkinabè; BG Bulgarian; BH Bahraini; BI Burundian;
BJ Beninese; BN Bruneian; BO Bolivian; BR Brazilian; BS Bahamian; BW Botswanan/Motswana;
BY Belarusian/Belarussian; BZ Belizean; CA Canadian; CF Central African; CH Swiss; CI Ivorian;
CL Chilean; CM Cameroonian; CN Chinese; CO Colombian; CR Costa Rican; CU Cuban; CV Cape Verdean;
CY Cypriot; CZ Czech; DE German; DJ Djiboutian; DK Danish; DO Dominican Republican; DZ Algerian;
EC Ecuadorian/Ecuadorean; EE Estonian; EG Egyptian; ER Eritrean; ES Spanish; ET Ethiopian;
FI Finnish; FR French; GA Gabonese; GB British/United Kingdom of Great Britain/English/Scottish;
GE Georgian; GH Ghanaian; GM Gambian; GN Guinean; GQ Equatorial Guinean/Equatoguinean; GR Greek;
GT Guatemalan; GW Bissau-Guinean; GY Guyanese; HN Honduran; HR Croatian/Croat; HT Haitian;
HU Hungarian; ID Indonesian; IE Irish; IL Israeli; IN Indian; IQ Iraqi; IR Iranian; IS Icelandic;
IT Italian; JM Jamaican; JO Jordanian; JP Japanese; KE Kenyan; KG Kyrgyz/Kyrgyzstani;
KH Cambodian; KM Comorian/Comoran; KP North Korean; KR South Korean; KW Kuwaiti;
KZ Kazakh/Kazakhstani; LA Lao/Laotian; LB Lebanese; LK Sri Lankan; LR Liberian; LS Basotho;
LT Lithuanian; LU Luxembourgish; LV Latvian; LY Libyan; MA Moroccan; MC Monegasque;
MD Moldovan/Moldavian; ME Montenegrin; MG Malagasy; MK Macedonian/North Macedonian; ML Malian;
MM Burmese/Myanma; MN Mongolian; MR Mauritanian; MT Maltese; MU Mauritian; MV Maldivian;
MW Malawian; MX Mexican; MY Malaysian; MZ Mozambican; NA Namibian; NE Nigerien; NG Nigerian;
NI Nicaraguan; NL Dutch; NO Norwegian; NP Nepalese/Nepali; NZ New Zealander; OM Omani;
PA Panamanian; PE Peruvian; PG Papua New Guinean; PH Filipino/Philippine; PK Pakistani;
PL Polish; PS Palestinian; PT Portuguese; PY Paraguayan; QA Qatari; RO Romanian; RS Serbian;
RU Russian; RW Rwandan; SA Saudi/Saudi Arabian; SC Seychellois; SD Sudanese; SE Swedish;
SG Singaporean; SI Slovenian/Slovene; SK Slovak; SL Sierra Leonean; SN Senegalese;
SO Somali/Somalian; SR Surinamese; SS South Sudanese; SV Salvadoran; SY Syrian; SZ Swazi;
TD Chadian; TG Togolese; TH Thai; TJ Tajik/Tajikistani; TM Turkmen; TN Tunisian;
TR Turkish/Türkiyish; TT Trinidadian; TW Taiwanese; TZ Tanzanian; UA Ukrainian/Ukranian;
UG Ugandan; US American; UY Uruguayan; UZ Uzbek/Uzbekistani; VE Venezuelan; VN Vietnamese;
XK Kosovan/Kosovar; YE Yemeni; ZA South African; ZM Zambian; ZW Zimbabwean
"""
_EITHER = re.compile(r"\s*(?:[;/]|\band\b|\bor\b)\s*")
_REMARK = re.compile(r"\s*\([^()]*\)\s*")


@cache
def _codes() -> dict[str, str]:
    rows = (row.strip().split(" ", 1) for row in _ADJECTIVES.split(";"))
    return {word.casefold(): code for code, words in rows for word in words.split("/")}


def demonym_code(text: str) -> str:
    """The code of a country or of its people (``Syria``, ``Syrian``), "" where it is neither."""
    words = " ".join(text.split())
    return country_code(words) or _codes().get(words.casefold(), "")


def nationality_codes(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The countries of one cell, and its parts that are no country alone.

    Knows ``Malian / Mauritanian``, ``a) South Sudan; b) Uganda``, ``German, Moroccan``,
    ``Congo, Democratic Republic of the``. A part with a remark (``Indonesian (as at 2003)``)
    has its country, and is handed over too.
    """
    codes: list[str] = []
    rest: list[str] = []
    for item in lettered(text):
        for part in [item] if demonym_code(item) else _parts(item):
            bare = _REMARK.sub(" ", part)
            code = demonym_code(part) or demonym_code(bare)
            if code:
                codes.append(code)
            if part and not demonym_code(part) and not _says_it_twice(part, code):
                rest.append(part)
    return tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(rest))


def _says_it_twice(text: str, code: str) -> bool:
    """Whether the remark is another name of the same country."""
    remark = _REMARK.search(text)
    return remark is not None and bool(code) and demonym_code(remark.group().strip(" ()")) == code


def _parts(text: str) -> list[str]:
    """The countries of a list; a piece that is one with the comma in its name stays whole."""
    found: list[str] = []
    for semi in re.split(r"\s*[;/]\s*", text):
        for piece in [semi] if demonym_code(semi) else _EITHER.split(semi):
            commas = [part.strip() for part in piece.split(",")]
            is_list = len(commas) > 1 and not demonym_code(piece)
            found += commas if is_list and all(map(demonym_code, commas)) else [piece]
    return [part.strip(" ,.") for part in found]
