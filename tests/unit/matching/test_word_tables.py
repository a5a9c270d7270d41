"""The written name knowledge: classes of Europe and the Americas, short names, words of
organisations, legal forms, numbers and titles. All companies are invented."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

import pytest

from app import bundled
from app.matching.normalise import normalise
from app.matching.tables import NameTables, fold_words, load_tables

CLASS_FILES = (
    "baltic", "caucasian", "english", "french", "german", "greek", "italian", "nordic",
    "polish_czech_slovak", "romanian_hungarian", "russian_ukrainian", "south_slavic",
    "spanish_portuguese",
)  # fmt: skip
RAW = bundled.read_name_tables()
TWO_MEANINGS = {"fond", "comercial", "commerciale", "altjaryh"}  # fund, foundation; trade
CONNECTORS = {"and", "of", "the", "for"}


@pytest.fixture(scope="module")
def tables() -> NameTables:
    return load_tables(RAW)


def word(text: str) -> str:
    return "".join(fold_words(text))


def script(text: str) -> tuple[str, ...]:
    return tuple(sorted({unicodedata.name(char).split()[0] for char in text if char.isalpha()}))


def classes_of(name: str) -> Iterator[tuple[str, str, list[str]]]:
    for table in ("given", "family", "patronymic"):
        for canonical, spellings in RAW[f"classes/{name}"].get(table, {}).items():
            yield table, canonical, spellings


@pytest.mark.parametrize("name", CLASS_FILES)
def test_a_class_file_has_its_form(name: str) -> None:
    raw = RAW[f"classes/{name}"]
    assert raw["version"]
    assert raw["language"]
    assert set(raw) <= {"version", "language", "given", "family", "patronymic"}
    for _, canonical, spellings in classes_of(name):
        assert word(canonical) == canonical
        assert spellings, canonical


@pytest.mark.parametrize("name", CLASS_FILES)
def test_no_spelling_of_a_class_folds_to_another(name: str) -> None:
    for _, canonical, spellings in classes_of(name):
        folded = [canonical, *map(word, spellings)]
        assert "" not in folded, canonical
        assert max(Counter(folded).values()) == 1, (canonical, folded)


def test_there_are_enough_classes_and_spellings() -> None:
    all_classes = [entry for name in CLASS_FILES for entry in classes_of(name)]
    assert len(all_classes) >= 1500
    assert sum(len(spellings) for _, _, spellings in all_classes) >= 5000
    russian = Counter(table for table, _, _ in classes_of("russian_ukrainian"))
    assert russian["given"] + russian["family"] >= 250
    assert russian["patronymic"] >= 90


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aleksandr", "Oleksandr"), ("Aliaksandr", "Alexander"), ("Yevgeny", "Eugene"),
        ("Evgeniy", "Jewgeni"), ("Volodymyr", "Wladimir"), ("Mykola", "Nikolai"),
        ("Serhii", "Sergei"), ("Yekaterina", "Katerina"), ("Дмитрий", "Дмитро"),
        ("Poutine", "Putin"), ("Schtscherbakow", "Shcherbakov"), ("Chevtchenko", "Szewczenko"),
        ("Zelenskyi", "Zelensky"), ("Petrowitsch", "Petrovych"), ("Sergeevna", "Serhiivna"),
        ("Johan", "Johann"), ("Steven", "Stephen"), ("Mueller", "Müller"), ("Schmitt", "Schmidt"),
        ("Meier", "Mayr"), ("McLeod", "MacLeod"), ("Gonzales", "González"), ("Souza", "Sousa"),
        ("Jallow", "Diallo"), ("Wójcik", "Vojčík"), ("Đorđe", "Djordje"), ("Popovich", "Popović"),
        ("Søren", "Soeren"), ("Γιώργος", "Yiorgos"), ("Bērziņš", "Berzinsh"), ("Kovács", "Kovats"),
        ("Hagopian", "Akopyan"), ("Guseynov", "Hüseynov"), ("Giuseppe", "Guiseppe"),
        ("Thibaud", "Thibeault"),
    ],
)  # fmt: skip
def test_one_name_in_two_spellings_shares_a_class(one: str, other: str, tables: NameTables) -> None:
    shared = set(tables.classes.get(word(one), ())) & set(tables.classes.get(word(other), ()))
    assert word(one) == word(other) or shared


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ivan", "John"), ("Jean", "Jan"), ("Maria", "Marina"),
        ("Christian", "Christina"), ("Christian", "Christopher"), ("Marco", "Marcus"),
        ("Fernandez", "Hernandez"), ("Aleksandr", "Aleksandra"), ("Evgeny", "Evgenia"),
        ("Ivanov", "Ivanova"), ("Petrovich", "Petrovna"), ("Ivanovich", "Petrovich"),
        ("Viktor", "Viktoria"), ("Andersson", "Andersen"), ("Oksana", "Ksenia"),
        ("Juan", "Jose"), ("Jerzy", "Jiri"),
    ],
)  # fmt: skip
def test_names_that_only_look_alike_share_none(one: str, other: str, tables: NameTables) -> None:
    first = tables.classes.get(word(one), ())
    assert first or tables.classes.get(word(other), ())
    assert not set(first) & set(tables.classes.get(word(other), ()))


def test_short_names_are_single_words_of_a_longer_one() -> None:
    languages = {key: table for key, table in RAW["nicknames"].items() if isinstance(table, dict)}
    assert len(languages) >= 10
    assert len({full for table in languages.values() for full in table}) >= 300
    for language, table in languages.items():
        for full, short in table.items():
            folded = [full, *map(word, short)]
            assert word(full) == full
            assert short
            assert all(len(text) > 1 for text in folded), (language, full)
            assert max(Counter(folded).values()) == 1, (language, full, folded)


@pytest.mark.parametrize(
    ("full", "short"),
    [("William", "Bill"), ("Aleksandr", "Саша"), ("Francisco", "Paco"), ("Giuseppe", "Beppe"),
     ("Johannes", "Hans"), ("Yekaterina", "Katya"), ("Maksim", "Макс")],
)  # fmt: skip
def test_a_short_name_stands_for_its_full_one(full: str, short: str, tables: NameTables) -> None:
    assert set(tables.nicknames[word(full)]) & set(tables.nicknames[word(short)])


def test_a_short_name_stands_for_no_other(tables: NameTables) -> None:
    assert not set(tables.nicknames["ivan"]) & set(tables.nicknames["bill"])
    assert set(tables.nicknames["slava"]) & set(tables.nicknames["vyacheslav"])
    assert set(tables.nicknames["slava"]) & set(tables.nicknames["yaroslav"])


def test_no_short_name_is_a_leading_article(tables: NameTables) -> None:
    assert not {"al", "el", "de", "van", "von"} & set(tables.nicknames)


def test_particles_are_single_words_written_once() -> None:
    sections = {key: table for key, table in RAW["particles"].items() if isinstance(table, dict)}
    assert {"arabic", "romance", "germanic", "slavic", "turkic", "persian", "african",
            "connectors"} <= set(sections)  # fmt: skip
    for name, section in sections.items():
        folded = [fold_words(text) for text in section["words"]]
        assert all(len(words) == 1 for words in folded), name
        assert max(Counter(folded).values()) == 1, name


def test_names_and_initials_are_no_particles(tables: NameTables) -> None:
    assert {"al", "bin", "ibn", "de", "van", "von", "oglu", "qizi", "and", "of"} <= tables.particles
    assert not {"ali", "man", "ng", "lee", "kim", "li", "wang", "khan", "per", "ole",
                "dan"} & tables.particles  # fmt: skip
    single = {text for text in tables.particles if len(text) == 1}
    assert single <= {"y", "e", "i"}


def test_words_of_organisations_are_written_once() -> None:
    raw = RAW["organisation_words"]
    assert len(raw["generic"]) >= 60
    assert len(raw["translated"]) >= 80
    owners: dict[str, str] = {}
    written: Counter[tuple[str, str, tuple[str, ...]]] = Counter()
    for section in ("generic", "translated"):
        for canonical, spellings in raw[section].items():
            assert word(canonical) == canonical
            for text in (canonical, *spellings):
                folded = word(text)
                assert len(folded) > 2 or canonical in CONNECTORS, (canonical, text)
                owner = owners.setdefault(folded, canonical)
                assert owner == canonical or folded in TWO_MEANINGS, (canonical, text, owner)
                written[canonical, folded, script(text)] += 1
    assert max(written.values()) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("группа", "Group"), ("холдинг", "Holdings"), ("التجارة", "Trading"),
        ("集团", "Gruppe"), ("بازرگانی", "Ticaret"), ("банк", "بانک"), ("нефть", "Petroleo"),
        ("النفط", "Naft"), ("завод", "Fabrika"), ("университет", "Daneshgah"),
        ("судоходство", "Shipping"), ("страхование", "Bimeh"), ("サービス", "Services"),
        ("министерство", "Ministerio"), ("خيرية", "Charity"), ("Astillero", "Верфь"),
    ],
)  # fmt: skip
def test_translations_share_a_class(one: str, other: str, tables: NameTables) -> None:
    assert set(tables.classes[word(one)]) & set(tables.classes[word(other)])


def test_generic_words_weigh_less_and_content_words_do_not(tables: NameTables) -> None:
    assert {"group", "holding", "trading", "gruppa", "ticaret", "jituan"} <= tables.generic_words
    assert not {"bank", "petroleum", "shipping", "neft", "central"} & tables.generic_words


def test_opposites_contradict_within_a_group_and_are_written_once(tables: NameTables) -> None:
    groups = [group["words"] for group in RAW["organisation_words"]["opposites"]]
    written = [text for group in groups for text in group]
    assert all(len(group) >= 2 for group in groups)
    assert all(word(text) == text for text in written)
    assert max(Counter(written).values()) == 1
    assert tables.opposites["north"] == tables.opposites["south"]
    assert tables.opposites["import"] == tables.opposites["export"]
    assert tables.opposites["north"] != tables.opposites["import"]


def test_legal_forms_of_sixty_jurisdictions() -> None:
    forms, used = RAW["legal_forms"]["form"], RAW["legal_forms"]["jurisdictions"]
    assert set(used) == set(forms)
    codes = {code for listed in used.values() for code in listed}
    assert all(len(code) == 2 and code.isalpha() and code.isupper() for code in codes)
    assert len(codes) >= 60
    own = {code for listed in used.values() if len(listed) <= 3 for code in listed}
    assert len(own) >= 60  # not only those where Ltd is used


def test_a_legal_form_is_written_once_in_each_script() -> None:
    forms = RAW["legal_forms"]["form"]
    owners = {fold_words(canonical): canonical for canonical in forms}
    for canonical, spellings in forms.items():
        written = [(fold_words(text), script(text)) for text in (canonical, *spellings)]
        assert max(Counter(written).values()) == 1, (canonical, written)
        for words, _ in written:
            assert words
            assert owners.setdefault(words, canonical) == canonical, (canonical, words)


def test_legal_forms_are_written_in_the_scripts_of_their_countries() -> None:
    scripts: Counter[str] = Counter()
    for spellings in RAW["legal_forms"]["form"].values():
        scripts.update(name for text in spellings for name in script(text))
    for name in ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "CJK", "HANGUL"):
        assert scripts[name] >= 2, name
    for name in ("HEBREW", "THAI", "GEORGIAN", "ARMENIAN"):
        assert scripts[name] >= 1, name


@pytest.mark.parametrize(
    ("country", "written", "expected"),
    [
        ("RU", "ООО Ромашка Плюс", "llc romashka plyus"),
        ("RU", "НПО Ромашка", "npo romashka"),
        ("UA", "ТОВ Калина Сервіс", "llc kalina servis"),
        ("BY", "ОДО Василёк Минский", "odo vasilek minskiy"),
        ("KZ", "Алтын гүл ЖШС", "altyn gul llp"),
        ("AZ", "Qızıl Gül MMC", "qizil gul llc"),
        ("AM", "Ոսկե Ծաղիկ ՍՊԸ", "oske tsaghik llc"),
        ("GE", "ოქროს ყვავილი შპს", "okros qvavili llc"),
        ("DE", "Blumenhof Gesellschaft mit beschränkter Haftung", "blumenhof gmbh"),
        ("DE", "Blumenhof Kommanditgesellschaft auf Aktien", "blumenhof kgaa"),
        ("LU", "Fleurs Dorées S.à r.l.", "fleurs dorees sarl"),
        ("BE", "Gouden Roos Naamloze Vennootschap", "gouden roos nv"),
        ("NL", "Gouden Roos Besloten Vennootschap", "gouden roos bv"),
        ("ES", "Flores Doradas Sociedad Limitada", "flores doradas sl"),
        ("IT", "Fiori Dorati Società a responsabilità limitata", "fiori dorati srl"),
        ("PT", "Flores Douradas Lda.", "flores douradas ltda"),
        ("BR", "Flores Douradas Limitada", "flores douradas ltda"),
        ("MX", "Flores Doradas S.A.B. de C.V.", "flores doradas sab cv"),
        ("EC", "Flor Dorada Cía. Ltda.", "flor dorada co ltda"),
        ("PE", "Flor Dorada Sociedad Anónima Cerrada", "flor dorada sac"),
        ("VE", "Flor Dorada Compañía Anónima", "flor dorada ca"),
        ("PL", "Złote Kwiaty Sp. z o.o.", "zlote kwiaty sp zoo"),
        ("PL", "Złote Kwiaty Spółka Akcyjna", "zlote kwiaty sa"),
        ("CZ", "Zlaté květy spol. s r.o.", "zlate kvety sro"),
        ("HU", "Arany Virág Betéti Társaság", "arany virag bt"),
        ("RO", "Flori Aurii Societate pe Acțiuni", "flori aurii sa"),
        ("BG", "Златно цвете Еднолично дружество с ограничена отговорност",
         "zlatno tsvete eood"),
        ("HR", "Zlatni cvijet j.d.o.o.", "zlatni cvijet jdoo"),
        ("MK", "Златен цвет ДООЕЛ", "zlaten tsvet dooel"),
        ("AL", "Lule Ari Shoqëri aksionare", "lule ari jsc"),
        ("GR", "Χρυσό Άνθος Α.Ε.", "chryso anthos ae"),
        ("TR", "Altın Çiçek Ltd. Şti.", "altin cicek ltd sti"),
        ("IL", 'פרח הזהב בע"מ', "prh hzhv ltd"),
        ("EG", "زهرة ذهبية ش.م.م", "zhrh dhhbyh sae"),
        ("IR", "شرکت گل طلایی سهامی خاص", "co gl tlayy jsc"),
        ("JP", "金花株式会社", "jin hua kk"),
        ("CN", "金花有限公司", "jin hua co ltd"),
        ("KR", "금꽃 주식회사", "geum kkoch co ltd"),
        ("TH", "บริษัท ดอกไม้ทอง จำกัด", "co dokmaithong ltd"),
        ("VN", "Công ty Cổ phần Hoa Vàng", "jsc hoa vang"),
        ("ID", "Perseroan Terbatas Bunga Emas", "pt bunga emas"),
        ("MY", "Bunga Emas Sdn. Bhd.", "bunga emas ltd"),
        ("NG", "Golden Flower Ltd/Gte", "golden flower ltd gte"),
        ("NG", "Incorporated Trustees of Golden Flower", "inc trustees of golden flower"),
        ("ZA", "Golden Flower (Pty) Ltd", "golden flower ltd"),
        ("NO", "Gullblomst Aksjeselskap", "gullblomst as"),
        ("SE", "Guldblomma Aktiebolag", "guldblomma ab"),
        ("FI", "Kultakukka Osakeyhtiö", "kultakukka oy"),
        ("DK", "Guldblomst Anpartsselskab", "guldblomst aps"),
        ("IS", "Gullblóm Einkahlutafélag", "gullblom ehf"),
        ("EE", "Kuldlill Osaühing", "kuldlill ou"),
        ("LV", "Zelta Zieds Akciju sabiedrība", "zelta zieds as"),
        ("LT", "Auksinė gėlė Uždaroji akcinė bendrovė", "auksine gele uab"),
        ("TN", "Fleur Dorée SUARL", "fleur doree sarlu"),
    ],
)  # fmt: skip
def test_a_company_is_folded_to_its_form(
    country: str, written: str, expected: str, tables: NameTables
) -> None:
    assert expected in normalise(written, tables, is_person=False).forms, country


@pytest.mark.parametrize(
    "name", ["Cia", "As", "Asc", "Soc", "Bt", "Pat Trading", "Spring Works", "Prima Nova"]
)
def test_ordinary_words_are_no_legal_forms(name: str, tables: NameTables) -> None:
    assert normalise(name, tables, is_person=False).forms == (name.lower(),)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Вторая Ромашка", "2nd romashka"), ("Zweite Rose", "2nd rose"),
        ("Troisième Rose", "3rd rose"), ("Tercera Rosa", "3rd rosa"), ("Terzo Fiore", "3rd fiore"),
        ("Terceiro Cravo", "3rd cravo"), ("Üçüncü Gül", "3rd gul"), ("第三金花", "3rd jin hua"),
        ("Sieben Rosen", "7 rosen"), ("Rose Nineteen", "rose 19"),
        ("Twenty First Rose", "21st rose"), ("Rose Fünfundvierzig", "rose 45"),
        ("Rose quatre vingt onze", "rose 91"), ("Rosa treinta y dos", "rosa 32"),
        ("Роза сорок четыре", "roza 44"), ("Rose 1er", "rose 1st"), ("Rose 22e", "rose 22e"),
        ("Rose 12ieme", "rose 12th"), ("Rose 103er", "rose 103rd"),
        ("Rose I", "rose 1"), ("Rose V GmbH", "rose 5 gmbh"), ("Rose XI S.A.", "rose 11 sa"),
        ("Rose XX", "rose 20"), ("Rose XIV Alba", "rose 14 alba"), ("V Rose", "v rose"),
        ("Rose XI Alba", "rose xi alba"), ("Rose X", "rose x"), ("Rose A.B.I.", "rose abi"),
    ],
)  # fmt: skip
def test_number_words_become_digits(written: str, expected: str, tables: NameTables) -> None:
    assert normalise(written, tables, is_person=False).forms == (expected,)


@pytest.mark.parametrize(
    ("written", "joined"), [("Forty-Four Rose", "44 rose"), ("Rose 3-я", "rose 3rd")]
)
def test_numbers_in_two_parts(written: str, joined: str, tables: NameTables) -> None:
    assert normalise(written, tables, is_person=False).forms[0] == joined


def test_a_number_word_has_one_meaning_and_no_second_writing() -> None:
    written: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()
    meaning: dict[tuple[str, ...], str] = {}
    for number, spellings in RAW["numbers"]["number"].items():
        for text in spellings:
            written[fold_words(text), script(text)] += 1
            assert meaning.setdefault(fold_words(text), number) == number, text
    assert max(written.values()) == 1


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Lt-Gen Aron Vellmark", "aron vellmark"), ("Генерал-майор Арон Веллмарк", "aron vellmark"),
        ("Teniente Aron Vellmark", "aron vellmark"), ("Sartip Aron Vellmark", "aron vellmark"),
        ("Alhaj Musa Vellmark", "musa vellmark"), ("Mosammat Rina Vellmark", "rina vellmark"),
        ("JUDr. Jan Vellmark", "jan vellmark"), ("Chancellor Aron Vellmark", "aron vellmark"),
        ("John Constable", "john constable"), ("Hafiz Vellmark", "hafiz vellmark"),
    ],
)  # fmt: skip
def test_ranks_and_honorifics_go(written: str, expected: str, tables: NameTables) -> None:
    forms = normalise(written, tables, is_person=True).forms
    assert expected in forms


def test_a_title_is_written_once_in_each_script() -> None:
    written: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for place in ("anywhere", "leading"):
        for titles in RAW["titles"][place].values():
            written.update((word(text), script(text)) for text in titles)
    assert max(written.values()) == 1
    assert len(written) >= 380
