"""The classes of equal names: their form, what they may not join, and how much they hold."""

from __future__ import annotations

import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from app import bundled
from app.matching.tables import fold_words, load_tables
from app.matching.tokens import token_of

SECTIONS = ("given", "family")
OTHER_SECTIONS = ("patronymic", "syllables")

# Words that two classes of one language share because both readings are real: Arabic writing
# without its vowels, Chinese names in the spellings of several languages, and homographs.
SHARED_IN_ONE_LANGUAGE = {
    "arabic": "asd hamid hsny lamri majid nasralla nasrallah nsrallh rachid rashid sad salim sayid syd",
    "baltic": "kazlauskas kozlovskis kozlowski vasilevskis wasilewski",
    "caucasian": "muhammad teimur teymur timur",
    "chinese": """chau cheng chew chia chiang chien chin ching chiu chong chow gan hui kan keung
        kong kung lu quan tan tang tso wong yung""",
    "english": "alan allan allen clark clarke stewart stuard stuart",
    "french": "girard olivier ollivier",
    "german": """guenter guenther gunter gunther herman hermann herrmann ludvig ludwig ludwik
        valter walter walther""",
    "korean": "chon choo chu chun pyon pyun son",
    "nordic": "haakan hakan pehr",
    "persian": "slmy",
    "polish_czech_slovak": "marek",
    "romanian_hungarian": "george iosif joseph mihaly paul stefan",
    "turkish": "asgar",
}

# Names that look alike and are different people's names. Spellings, not keys.
FALSE_FRIENDS = """
    Hassan Hussein; Hasan Husain; Hassan Ihsan; Hassan Husni; Ahmed Muhammad; Ahmed Mahmoud;
    Muhammad Mahmoud; Ahmed Hamid; Ahmed Hamed; Muhammad Hamid; Muhammad Hamed; Mahmoud Hamid;
    Mahmoud Hamed; Hameed Hamed; Mehmet Mahmut; Omar Ammar; Omar Amr; Ammar Amr; Said Saad;
    Saeed Sa'ud; Saeed Sayed; Salim Salam; Salim Salman; Salim Suleiman; Salam Salman;
    Salman Suleiman; Salam Suleiman; Saleh Salah; Rashid Rashad; Rashid Arshad; Rashad Arshad;
    Jamal Jamil; Jamal Jalal; Jamal Kamal; Kamal Kamil; Khalid Khalil; Nasser Nasr; Nasir Naseer;
    Nasr Naseer; Amin Amina; Karim Karima; Jamil Jamila; Samir Samira; Latif Latifa; Rashid Rashida;
    Halim Halima; Ibrahim Abraham; Ismail Samuel; Yusuf Joseph; Yahya Zakariya; Majeed Maged;
    Abdulrahman Abdulrahim; Abdulqadir Abdulqahar; Abdulghani Abdulghafur; Abdulghafur
    Abdulghaffar; Abdullah Abdulilah; Abdullah Ubaidullah; Abdulaziz Azizullah; Abdulhamid
    Abdulhakim; Abdulkarim Abdulhakim; Abdulwahab Abdulwahid; Nuruddin Nasruddin;
    Jamaluddin Jalaluddin; Jamaluddin Kamaluddin; Shamsuddin Shihabuddin; Nasruddin Nasiruddin;
    Hosseini Hassani; Tariq Taraki; Faruq Farid; Fadel Fadl; Zayed Ziad; Zaid Ziad; Tahir Zahir;
    Farhad Farhan; Rouhani Rahmani; Karimov Kadyrov; Aliyev Valiyev; Gurbanov Guliyev;
    Olumide Olamide; Oluwaseun Oluwaseyi; Chidera Chidi; Kim Lee; Park Paik; Jongun Jongil;
    Takahashi Takashima; Saito Sato; Kato Kudo; Ono Okada; Rajesh Ramesh; Rajesh Rakesh;
    Suresh Naresh; Sunil Anil; Narendra Surendra; Banerjee Mukherjee; Chatterjee Banerjee;
    Vijay Vinay; Moshe Menachem; Peretz Peres; Sukarno Suharto; Tesfaye Tadesse; Zhang Zheng;
    Wang Huang; Chen Cheng; Liu Lu; Zhou Zhao
"""


@cache
def _tables() -> dict[str, dict[str, Any]]:
    files = sorted(bundled.path("resources/names/classes").glob("*.toml"))
    return {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


def _word(text: str) -> str:
    return "".join(fold_words(text))


def _classes() -> Iterator[tuple[str, str, list[str]]]:
    """File, canonical name with its section, and spellings of every class."""
    for name, table in _tables().items():
        for section in SECTIONS:
            for canonical, spellings in table.get(section, {}).items():
                yield name, f"{section} {canonical}", spellings


def is_latin(text: str) -> bool:
    return all("LATIN" in unicodedata.name(char) for char in text if char.isalpha())


@cache
def _classes_of() -> dict[str, frozenset[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for name, label, spellings in _classes():
        for word in {label.split()[1], *map(_word, spellings)}:
            found[word].add((name, label))
    return {word: frozenset(labels) for word, labels in found.items()}


@pytest.mark.parametrize("name", sorted(_tables()))
def test_a_file_has_version_language_and_names(name: str) -> None:
    table = _tables()[name]
    allowed = {"version", "language", *SECTIONS, *OTHER_SECTIONS}
    assert {"version", "language"} <= set(table) <= allowed
    for field in ("version", "language"):
        assert isinstance(table[field], str)
        assert table[field]
    assert any(table.get(section) for section in SECTIONS)
    assert all(
        isinstance(text, str)
        for section in SECTIONS
        for spellings in table.get(section, {}).values()
        for text in spellings
    )


def test_every_file_says_that_it_was_written_for_the_product() -> None:
    for file in bundled.path("resources/names/classes").glob("*.toml"):
        lines = file.read_text(encoding="utf-8").splitlines()
        opening = [line.removeprefix("# ") for line in lines if line.startswith("#")]
        assert "Written for this product." in " ".join(opening), file.name


def test_every_key_is_a_normalised_word() -> None:
    for name, label, _ in _classes():
        canonical = label.split()[1]
        assert canonical.isascii(), (name, label)
        assert canonical.isalpha(), (name, label)
        assert _word(canonical) == canonical, (name, label)


def test_every_spelling_adds_a_word() -> None:
    """In Latin; in another script one may be read as it is romanised, which is the best of all."""
    useless = []
    for name, label, spellings in _classes():
        seen = {label.split()[1]}
        assert spellings, (name, label)
        for text in spellings:
            word = _word(text)
            if len(word) < 2 or (
                word in seen and is_latin(text)
            ):  # one letter is an initial, not a name
                useless.append((name, label, text))
            seen.add(word)
    assert not useless


def test_words_in_two_classes_of_a_language_are_known() -> None:
    shared: dict[str, set[str]] = defaultdict(set)
    for word, labels in _classes_of().items():
        files = [name for name, _ in labels]
        for name in {name for name in files if files.count(name) > 1}:
            shared[name].add(word)
    known = {name: set(words.split()) for name, words in SHARED_IN_ONE_LANGUAGE.items()}
    assert {name: words - known.get(name, set()) for name, words in shared.items()} == {
        name: set() for name in shared
    }


def test_words_in_classes_of_several_languages_are_few() -> None:
    """One name in several languages (Jakob) is in a class of each; more would be carelessness."""
    shared = [labels for labels in _classes_of().values() if len(labels) > 1]
    assert len(shared) <= 0.08 * len(_classes_of())
    assert max(map(len, shared)) <= 9


@pytest.mark.parametrize("pair", [tuple(p.split()) for p in FALSE_FRIENDS.split(";")])
def test_false_friends_share_no_class(pair: tuple[str, str]) -> None:
    left, right = map(_word, pair)
    assert not _classes_of().get(left, frozenset()) & _classes_of().get(right, frozenset())


@pytest.mark.parametrize(
    "spellings",
    [
        "Mohammed|Mehmet|Maxamed|محمد|Магомед",
        "Rashid|Rasheed|Rachid|رشيد",
        "Rashid|Rashed|راشد",
        "Ali|Aliyu|علي",
        "Said|Saeed|سعيد|سعید",
        "Abd al-Rahman|Abdurrahman|Abderrahmane|Cabdiraxmaan|عبد الرحمن|عبدالرحمن",
        "Saif al-Din|Seyfettin|Sayfiddin|سيف الدين",
        "Zawahiri|Dhawahiri|Alzawahiri|الظواهري",
        "Yahya|Yehia|يحيى|يحيي|یحیی",
        "Soleimani|Sulaymani|سلیمانی",
        "Erdogan|Erdoğan|Erdoghan",
        "Huseynov|Guseinov|Гусейнов|Hüseynov",
        "Zhang|Chang|Cheung|Teo",
        "Ouyang|Au Yeung|Owyang",
        "Kim|Gim|김",
        "Jong-un|Jong Un|Jeong-eun|정은",
        "Ohno|Ono|Oono|Ōno|大野",
        "Chaudhry|Chowdhury|Choudhary|চৌধুরী|चौधरी|چودھری",
        "Moshe|Moses|משה",
        "Yitzhak|Isaac|יצחק",
        "Tesfaye|Tesfay|ተስፋዬ",
        "Soekarno|Sukarno",
        "Prayuth|Prayut|ประยุทธ์",
        "Djibril|Jibrin|Jebreel|جبريل",
        "Olusegun|Oluwasegun",
        "Chukwuemeka|Chukuemeka",
        "Vladimir|Volodymyr",
    ],
)
def test_one_name_is_one_class(spellings: str) -> None:
    # a spelling equal to another one when folded is in the classes by that word
    found = [_classes_of().get(_word(text), frozenset()) for text in spellings.split("|")]
    assert frozenset.intersection(*found)


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("محمد", "mhmd"),
        ("عبد الرحمن", "abdalrhmn"),
        ("الظواهري", "aldhwahry"),
        ("یحیی", "yhyy"),
        ("Магомед", "magomed"),
        ("Тоқаев", "toqaev"),
        ("Нұрсұлтан", "nursultan"),
        ("정은", "jeongeun"),
        ("남궁", "namgung"),
        ("佐藤", "zuoteng"),
        ("曾", "ceng"),
        ("משה", "msh"),
        ("चौधरी", "chaudhri"),
        ("চৌধুরী", "chaudhuri"),
        ("สมชาย", "smchay"),
        ("ተስፋዬ", "tesfaye"),
    ],
)
def test_other_scripts_fold_as_a_list_in_that_script_does(written: str, word: str) -> None:
    assert _word(written) == word
    assert word in _classes_of()


def test_there_are_enough_names() -> None:
    classes = list(_classes())
    languages = {table["language"] for table in _tables().values()}
    assert len(classes) >= 300
    assert sum(len(spellings) for _, _, spellings in classes) >= 2_000
    assert len(languages) >= 8
    assert len(_tables()) == len(languages)
    assert sum(name == "arabic" for name, _, _ in classes) >= 110


@pytest.mark.parametrize(
    "spellings",
    [
        "Eun-kyung|Un Gyong|Eungyeong",
        "Jeong-hun|Jung Hoon|Chong-hun",
        "Kwok-wing|Guorong|Kuo-jung",
        "Siu Fai|Shaohui|Shao-hui",
        "Ming-chieh|Mingjie",
    ],
)
def test_two_syllables_are_a_given_name_in_all_spellings(spellings: str) -> None:
    tables = load_tables(bundled.read_name_tables())
    found = [set(tables.classes[_word(text)]) for text in spellings.split("|")]
    shared = set.intersection(*found)
    assert shared
    assert shared & tables.pair_classes


def test_pairs_of_syllables_are_long_and_name_nobody_for_sure() -> None:
    tables = load_tables(bundled.read_name_tables())
    pairs = {word for word, numbers in tables.classes.items() if tables.pair_classes >= {*numbers}}
    assert pairs
    assert min(map(len, pairs)) >= 5
    assert not token_of("guorong", tables, is_person=True).is_known
    assert token_of("khalid", tables, is_person=True).is_known
