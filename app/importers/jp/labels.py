"""The headings of the Japanese workbook by what their cells hold, and its regimes in English."""

from __future__ import annotations

from app.domain.identifiers import IdentifierType
from app.importers.jp import names
from app.importers.jp.reader import DATE, ENGLISH_NAME, JAPANESE_NAME, NUMBER

BORN = ("生年月日",)
BORN_AT = ("生年月日・出生地",)
PLACES = ("出生地", "出生地・出身地")
NATIONALITY = ("国籍",)
POSITIONS = ("役職", "肩書", "肩書等")
TITLES = ("称号",)
ADDRESSES = (
    "住所", "住所等", "所在地", "住所・所在地", "活動地域・住所",
    "所在地・住所登録された事務所の住所",
)  # fmt: skip
DOCUMENTS = {
    "旅券番号": IdentifierType.PASSPORT,
    "ID番号": IdentifierType.NATIONAL_ID,
    "身分登録番号": IdentifierType.NATIONAL_ID,
    "身分証番号": IdentifierType.NATIONAL_ID,
}
UN_NUMBER = ("国連参照番号",)
REMARKS = ("その他の情報", "詳細")
# Only people have these: also where they say “unknown”.
PERSONAL = (*BORN, *BORN_AT, *PLACES, *NATIONALITY, *POSITIONS, *TITLES, "旅券番号")
# Headings that become details, in English.
DETAILS = {
    "称号": "Title",
    "国連制裁員会による指定日": "Listed by the United Nations",
    "国連制裁委員会による指定日": "Listed by the United Nations",
    "リスト掲載日": "Listed by the United Nations",
    "指定の根拠": "Basis of the designation",
    "決議1483上の根拠": "Basis under resolution 1483",
    "電話": "Phone",
    "電話番号": "Phone",
    "FAX": "Fax",
}
READ = frozenset((
    DATE, NUMBER, JAPANESE_NAME, ENGLISH_NAME, *names.HEADINGS, *BORN, *BORN_AT, *PLACES,
    *NATIONALITY, *POSITIONS, *TITLES, *ADDRESSES, *DOCUMENTS, *UN_NUMBER, *REMARKS,
))  # fmt: skip
# Words of a regime's title, the first that occurs decides, and what it is about.
_REGIMES = (
    ("ミロシェビッチ", "Milosevic and associates"),
    ("タリバーン", "Taliban, Al-Qaida and ISIL"),
    ("テロリスト", "Terrorism (resolution 1373)"),
    ("イラク", "Iraq"),
    ("コンゴ民主共和国", "Democratic Republic of the Congo"),
    ("南スーダン", "South Sudan"),
    ("スーダン", "Sudan"),
    ("北朝鮮", "North Korea"),
    ("イラン", "Iran"),
    ("ソマリア", "Somalia"),
    ("リビア", "Libya"),
    ("シリア", "Syria"),
    ("クリミア", "Crimea and eastern Ukraine"),
    ("以外", "Third countries (Russia and Belarus)"),
    ("ベラルーシ", "Belarus"),
    ("ロシア", "Russia"),
    ("中央アフリカ", "Central African Republic"),
    ("イエメン", "Yemen"),
    ("マリ共和国", "Mali"),
    ("ハイチ", "Haiti"),
    ("イスラエル", "Israeli settler violence"),
)
_PEOPLE, _OTHERS = "個人", ("団体", "銀行")


def programme(name: str) -> str:
    """A regime in English with the sheet's own name, which stands alone where it is not known."""
    english = next((words for mark, words in _REGIMES if mark in name), "")
    return f"{english} ({name})" if english else name


def people_alone(*titles: str) -> bool | None:
    """Whether a regime holds people only (True) or others only (False); None where both or unsaid.

    Args:
        titles: the sheet's name, then longer titles; the first that says it decides.
    """
    for title in titles:
        people, others = _PEOPLE in title, any(word in title for word in _OTHERS)
        if people is not others:
            return people
    return None
