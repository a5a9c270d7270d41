"""Countries as Japanese official texts name them."""

from __future__ import annotations

import re

from app.importers.demonyms import demonym_code

# Long and short forms share a stem: 共和国 and the like are taken off before the look-up.
_NAMES = """
AE アラブ首長国連邦; AF アフガニスタン; AL アルバニア; AM アルメニア; AO アンゴラ;
AR アルゼンチン; AT オーストリア; AU オーストラリア/豪州; AZ アゼルバイジャン;
BA ボスニア・ヘルツェゴビナ/ボスニア; BD バングラデシュ; BE ベルギー; BF ブルキナファソ;
BG ブルガリア; BH バーレーン; BI ブルンジ; BJ ベナン; BO ボリビア; BR ブラジル; BY ベラルーシ;
CA カナダ; CD コンゴ民主共和国/コンゴ民主; CF 中央アフリカ共和国/中央アフリカ; CG コンゴ共和国;
CH スイス; CI コートジボワール; CL チリ; CM カメルーン; CN 中国/中華人民共和国/中華人民;
CO コロンビア; CU キューバ; CY キプロス; CZ チェコ; DE ドイツ; DJ ジブチ; DK デンマーク;
DZ アルジェリア; EC エクアドル; EE エストニア; EG エジプト; ER エリトリア; ES スペイン;
ET エチオピア; FI フィンランド; FR フランス; GA ガボン;
GB 英国/イギリス/連合王国/グレートブリテン及び北アイルランド連合王国; GE ジョージア/グルジア;
GH ガーナ; GM ガンビア; GN ギニア; GR ギリシャ; GW ギニアビサウ; HK 香港; HR クロアチア;
HT ハイチ; HU ハンガリー; ID インドネシア; IE アイルランド; IL イスラエル; IN インド; IQ イラク;
IR イラン/イラン・イスラム; IS アイスランド; IT イタリア; JO ヨルダン; JP 日本; KE ケニア;
KG キルギス; KH カンボジア; KP 北朝鮮/朝鮮民主主義人民共和国/朝鮮民主主義人民; KR 韓国/大韓民国;
KW クウェート/クウェイト; KZ カザフスタン; LA ラオス; LB レバノン; LI リヒテンシュタイン;
LK スリランカ; LR リベリア; LT リトアニア; LU ルクセンブルク; LV ラトビア; LY リビア;
MA モロッコ; MD モルドバ; ME モンテネグロ; MG マダガスカル; MK 北マケドニア; ML マリ;
MM ミャンマー/ミャンマー連邦; MN モンゴル; MR モーリタニア; MT マルタ; MU モーリシャス;
MX メキシコ; MY マレーシア; MZ モザンビーク; NA ナミビア; NE ニジェール; NG ナイジェリア;
NL オランダ; NO ノルウェー; NP ネパール; NZ ニュージーランド; OM オマーン; PA パナマ; PE ペルー;
PH フィリピン; PK パキスタン; PL ポーランド; PS パレスチナ; PT ポルトガル; PY パラグアイ;
QA カタール; RO ルーマニア; RS セルビア; RU ロシア/ロシア連邦; RW ルワンダ;
SA サウジアラビア/サウディ・アラビア/サウディアラビア/サウジアラビア王国; SC セーシェル;
SD スーダン; SE スウェーデン; SG シンガポール; SI スロベニア; SK スロバキア; SL シエラレオネ;
SN セネガル; SO ソマリア/ソマリア連邦; SS 南スーダン; SY シリア/シリア・アラブ; TD チャド;
TG トーゴ; TH タイ; TJ タジキスタン; TM トルクメニスタン; TN チュニジア; TR トルコ/トルコ共和国;
TT トリニダード・トバゴ; TW 台湾; TZ タンザニア/タンザニア連合; UA ウクライナ; UG ウガンダ;
US 米国/アメリカ合衆国/アメリカ; UZ ウズベキスタン; VE ベネズエラ; VN ベトナム; XK コソボ;
YE イエメン; ZA 南アフリカ; ZM ザンビア; ZW ジンバブエ
"""
_FORMS = re.compile(r"(?:共和国|王国|連邦|国籍|国|人)$")
_REMARK = re.compile(r"\([^()]*\)")
_LATIN = re.compile(r"[A-Za-z][A-Za-z .,'’-]*")


def _table() -> dict[str, str]:
    rows = (row.strip().split(" ", 1) for row in _NAMES.split(";"))
    return {name: code for code, names in rows for name in names.split("/")}


_CODES = _table()
_BY_LENGTH = sorted(_CODES, key=len, reverse=True)


def country_of(text: str) -> str:
    """The code of a country in Japanese, English or both (``エジプトEgypt``), "" where it is none.

    Args:
        text: in compatibility form (NFKC); remarks in brackets do not count.
    """
    words = _REMARK.sub("", text).strip()
    latin = _LATIN.search(words)
    japanese = _LATIN.sub("", words).strip(" ,、")
    if japanese in _CODES:
        return _CODES[japanese]
    stem = _FORMS.sub("", japanese)
    return _CODES.get(stem, "") or (demonym_code(latin.group()) if latin and not japanese else "")


def country_within(text: str) -> str:
    """The code of the country with which an address opens or ends, "" where there is none."""
    for name in _BY_LENGTH:
        if text.startswith(name) or text.endswith((f"、{name}", f",{name}", f", {name}")):
            return _CODES[name]
    return ""
