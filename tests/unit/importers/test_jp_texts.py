"""Japanese texts: dates, countries, alias cells and papers, one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.domain.countries import is_country_code
from app.domain.identifiers import IdentifierType
from app.domain.list_entry import NameKind
from app.importers.jp.aliases import alias_texts
from app.importers.jp.countries import _CODES, country_of, country_within
from app.importers.jp.facts import addresses, documents, nationalities, notice_days, numbers_in
from app.importers.jp.japanese import japanese_dates, plain
from app.importers.jp.labels import people_alone, programme
from app.importers.jp.names import spellings


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("1962年12月26日", ["1962-12-26"]),
        ("１９７９年頃", ["c. 1979"]),
        ("おおよそ1967年", ["c. 1967"]),
        ("1976年10月5\n日", ["1976-10-05"]),
        ("1975年5月", ["1975-05"]),
        ("1975/5/14; 1975年頃", ["1975-05-14", "c. 1975"]),
        ("1984年から1986年までの間", ["1984 to 1986"]),
        ("1963年1月1日から\n1965年12月31日の間", ["1963-01-01 to 1965-12-31"]),
        ("1940年-1941年", ["1940 to 1941"]),
        ("(a)1985年頃（b）1984年から1986年までの間", ["c. 1985", "1984 to 1986"]),
        (
            "1937年4月5日、\n1937年4月10日、又は\n1937年5月20日",
            ["1937-04-05", "1937-04-10", "1937-05-20"],
        ),
        ("1973年7月1日又は7月10日", ["1973-07-01", "1973-07-10"]),
        ("1986年12月13 日又は 31日", ["1986-12-13", "1986-12-31"]),
        ("1965年または1966年", ["1965", "1966"]),
        ("13633", ["1937-04-28"]),
        ("不明", []),
    ],
)
def test_dates(text: str, dates: list[str]) -> None:
    found, unknown = japanese_dates(plain(text))
    assert ([str(item) for item in found], unknown) == (dates, ())


@pytest.mark.parametrize(
    "text",
    ["10月10日(year unknown)", "1958、59又は60年生まれ", "1983年2(3)月10日", "おおむね30~35歳"],
)
def test_dates_that_are_not_understood(text: str) -> None:
    assert japanese_dates(text)[1] == (text,)


def test_cells() -> None:
    assert plain(date(1960, 1, 2)) == plain(datetime(1960, 1, 2, tzinfo=UTC)) == "1960-01-02"
    assert plain(" ＡＢ\u3000Ｃ_x000D_\n\n １ \u202b") == "AB C\n1"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("シリア・アラブ共和国", "SY"),
        ("エリトリア国", "ER"),
        ("コンゴ共和国", "CG"),
        ("コンゴ民主共和国", "CD"),
        ("南スーダン共和国", "SS"),
        ("エジプトEgypt", "EG"),
        ("イラン Iran", "IR"),
        ("Indonesia", "ID"),
        ("スーダン人(生まれ)", "SD"),
        ("エチオピアと思われる", ""),
        ("Commune of Zenda", ""),
        ("", ""),
    ],
)
def test_countries(text: str, code: str) -> None:
    assert country_of(text) == code


def test_every_country_has_a_code() -> None:
    assert all(map(is_country_code, _CODES.values()))
    assert country_within("北朝鮮平壌特別市") == "KP"
    assert country_within("ペシャワール、パキスタン") == "PK"
    assert country_within("ゼンダ") == ""


def test_nationalities_that_are_more_than_a_country() -> None:
    assert nationalities("トルコ、ヨルダン") == (("TR", "JO"), ())
    assert nationalities("スーダン人(生まれ)\nルリタニア") == (
        ("SD",),
        ("スーダン人(生まれ)", "ルリタニア"),
    )


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("サンプル Sample", ["サンプル", "Sample"]),
        ("例; 見本 Rei; Mihon", ["例", "見本", "Rei", "Mihon"]),
        ("（シェイク）見本（(Sheikh) Mihon）", ["(シェイク)見本", "(Sheikh) Mihon"]),
        ("見本組織(AQXX)", ["見本組織(AQXX)"]),
        ("見本（Mihon Org）（MO）", ["見本", "Mihon Org"]),
        ("見本、例\nMihon, Rei", ["見本", "例", "Mihon", "Rei"]),
        ("(a)SAMPLE, Peter (aa)SAMPLE, Petr", ["SAMPLE, Peter", "SAMPLE, Petr"]),
        ("SAMPLE, Peter", ["SAMPLE, Peter"]),
        ("Peter of Sample, Petr of Sample", ["Peter of Sample", "Petr of Sample"]),
        ("LAMP TRADING COMPANY, LTD, LIGHT TRADING COMPANY, LTD",
         ["LAMP TRADING COMPANY, LTD", "LIGHT TRADING COMPANY, LTD"]),
        ("(a)Sample(صقر) (b)Other", ["Sample", "صقر", "Other"]),
        ("صقر (Sample; Sampel)", ["صقر", "Sample", "Sampel"]),
        ("(a) 例(b)【アラビア語】", ["例"]),
        ("(a)Sample (original script: Сампл)", ["Sample", "Сампл"]),
        ("(a.k.a. Lamp Works; a.k.a. “Lamp” f.k.a Candle Works)", ["Lamp Works", "Lamp", "Candle Works"]),
        ("見本、1979年12月31日にゼンダにて出生", ["見本"]),
        ("Sample born in 1963", ["Sample"]),
        ("見本(ヌールの息子、1965年に出生)", ["見本"]),
        ("Sample (formerly listed as)", ["Sample"]),
        ("サミュエル（Samuel Sample（1948年12月16日、ゼンダ生まれ）", ["サミュエル", "Samuel Sample"]),
        ("「チーフ・例（Chief Rei）」", ["チーフ・例", "Chief Rei"]),
        ("(a)例（Piotr \nSample）、\n(b)見本（Rei）", ["例", "Piotr Sample", "見本", "Rei"]),
        ("-Lamp Institute", ["Lamp Institute"]),
        ("a.k.a., the following two aliases: \n-Lamp Institute; and \n-Light Institute",
         ["Lamp Institute", "Light Institute"]),
        ("見本 (also known as Piotr SAMPLE)", ["見本", "Piotr SAMPLE"]),
        ("リアド・見本（以前のリスト記載ぶり【アラビア語】）", ["リアド・見本"]),
        ("見本学院； 例・アカデミー）（(18)に指定した団体） \nLamp Academy",
         ["見本学院", "例・アカデミー", "Lamp Academy"]),
        ("(a)صقر ((Abu Rei；Abu Reiha) prominently known by this nom de guerre) (b)Sample",
         ["صقر", "Abu Rei", "Abu Reiha", "Sample"]),
        ("(a)【アラビア語】（（例・見本）この戦闘員名で良く知られる）(b)見本", ["例・見本", "見本"]),
        ("(a)Rei Sample (nom de guerre)(b)Mihon", ["Rei Sample", "Mihon"]),
        ("(a)例・見本（【ロシア語】）(b)見本", ["例・見本", "見本"]),
        ("調達のために使用している別名。", ["のために使用している"]),
    ],
)  # fmt: skip
def test_alias_cells(cell: str, names: list[str]) -> None:
    texts = [text.name for text in alias_texts(plain(cell), NameKind.STRONG_ALIAS) if text.is_name]
    if "。" in cell:
        assert not [text for text in texts if "。" in text]
    else:
        assert texts == names


def test_kinds_follow_marks_of_one_line() -> None:
    cell = "（別称）甲銀行（旧称）乙銀行\nKo Bank f.k.a. Otsu Bank\nHei Bank"
    kinds = {text.name: text.kind for text in alias_texts(plain(cell), NameKind.STRONG_ALIAS)}
    assert [name for name, kind in kinds.items() if kind is NameKind.FORMER] == [
        "乙銀行",
        "Otsu Bank",
    ]
    weak = alias_texts("f.k.a. Otsu", NameKind.WEAK_ALIAS)
    assert [text.kind for text in weak] == [NameKind.WEAK_ALIAS]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sergei (Sergey) Sample(Sampel)",
         ("Sergei Sample", "Sergei Sampel", "Sergey Sample", "Sergey Sampel")),
        ("Artem(Artyom) Uss", ("Artem Uss", "Artyom Uss")),
        ("Vitaly (Vitalij, Vitaliy) SUK", ("Vitaly SUK", "Vitalij SUK", "Vitaliy SUK")),
        ("イーゴリ(イーホル)・見本", ("イーゴリ・見本", "イーホル・見本")),
        ("アンナ(旧姓:例)・見本", ("アンナ・見本", "例・見本")),
        ("Concern Lamp (KRET)", ("Concern Lamp (KRET)",)),
        ("Sample (two words)", ("Sample (two words)",)),
    ],
)  # fmt: skip
def test_spellings(text: str, found: tuple[str, ...]) -> None:
    assert spellings(text) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("472420180", [("472420180", "", "")]),
        ("チュニジア旅券 K929139 （1995年2月14日発行）",
         [("K929139", "TN", "チュニジア旅券 K929139 (1995年2月14日発行)")]),
        ("472235761、旅券失効日：2017年6月6日", [("472235761", "", "472235761、旅券失効日:2017年6月6日")]),
        ("南スーダン旅券、D00008623", [("D00008623", "SS", "南スーダン旅券、D00008623")]),
        ("E27979708(中国旅券)", [("E27979708", "CN", "E27979708(中国旅券)")]),
        ("SEー011697", [("SE-011697", "", "SE-011697")]),
        ("C17HLRL3\n（2010年失効）", [("C17HLRL3", "", "(2010年失効)")]),
        ("Sample passport X9\n不明", ["Sample passport X9"]),
    ],
)  # fmt: skip
def test_papers(cell: str, found: list[Any]) -> None:
    papers = documents(plain(cell), IdentifierType.PASSPORT)
    shown = [
        item if isinstance(item, str) else (item.value, item.country, item.note) for item in papers
    ]
    expected = [
        item if isinstance(item, str) or item[0] != item[2] else (*item[:2], "") for item in found
    ]
    assert shown == expected


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("イラン\nIran", [("IR", ""), ("IR", "")]),
        ("Quetta, Pakistan", [("PK", "Quetta")]),
        ("Strelsau, CA", [("", "Strelsau, CA")]),
        ("北朝鮮平壌; 北朝鮮元山", [("KP", "北朝鮮平壌"), ("KP", "北朝鮮元山")]),
        ("不明", []),
    ],
)
def test_addresses(cell: str, found: list[tuple[str, str]]) -> None:
    assert [(item.country, item.text) for item in addresses(cell)] == found


def test_papers_in_remarks() -> None:
    text = "パスポート番号:514146(発行地:ゼンダ)\nIDカード番号:1417576、旅券番号:A-1"
    assert [(item.type.value, item.value) for item in numbers_in(text)] == [
        ("PASSPORT", "514146"),
        ("NATIONAL_ID", "1417576"),
    ]


def test_notices() -> None:
    days, bad = notice_days("2001.9.22\n200806.25改訂\n2012.3改訂\n2012.13.1改訂\n近日")
    assert [str(day) for day in days] == ["2001-09-22", "2008-06-25", "2012-03"]
    assert bad == ("2012.13.1改訂", "近日")


def test_sheets_of_people_and_of_others() -> None:
    assert people_alone("ロシア連邦(個人)") is True
    assert people_alone("ロシア連邦(特定銀行)", "団体及び個人") is False
    assert people_alone("スーダン", "団体及び個人") is None
    assert people_alone("イラク", "対象となる個人") is True
    assert programme("タリバーン関係者等") == "Taliban, Al-Qaida and ISIL (タリバーン関係者等)"
