"""Names from people and cameras become names that every file system takes."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from likeness.errors import ExportError
from likeness.workflows.names import (
    FORBIDDEN,
    MAX_BYTES,
    RESERVED,
    Namer,
    clash_key,
    safe_name,
    with_tag,
)

AWKWARD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from('. -~/\\:*?"<>|\0\n\r\t\u202e\u2066\u200b\u200c\u200d\ufeff\u0301\udc80'),
        st.sampled_from("conaulptCONAULPT123"),
    ),
    max_size=200,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna", "Anna"),
        ("Zoë Müller", "Zoë Müller"),
        ("Мария Кюри", "Мария Кюри"),
        ("毛利 蘭", "毛利 蘭"),
        ("김연아", "김연아"),
        ("नरेंद्र", "नरेंद्र"),
        ("محمد", "محمد"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("Zoe\u0308", "Zoë"),
        ("AC/DC", "AC_DC"),
        ("..", "_"),
        (".hidden", "_hidden"),
        ("-rf", "_rf"),
        ("~root", "_root"),
        ("a\nb\tc", "a b c"),
        ("Anna. . ", "Anna"),
        ("gnp.\u202etxe.jpg", "gnp.txe.jpg"),
        ("CON", "CON_"),
        ("con.jpg", "con_.jpg"),
        ("Com¹ .tar.gz", "Com¹_.tar.gz"),
        ("CON\u200b", "CON_"),
        ("constance", "constance"),
        ("caf\udce9.jpg", "caf_.jpg"),
        ("\ue000", "_"),
        ("👩‍👩‍👧 us.jpg", "👩‍👩‍👧 us.jpg"),
    ],
)
def test_a_name_keeps_its_letters_and_loses_its_traps(text: str, expected: str) -> None:
    assert safe_name(text) == expected


@pytest.mark.parametrize("text", ["", " ", "\u202e", "...", "\u200d"])
def test_nothing_left_gives_the_fallback(text: str) -> None:
    assert safe_name(text, fallback="person-p1") == "person-p1"


@given(AWKWARD)
@example("a" * 139 + ". b")
@example("é" * 300 + ".jpeg")
@example("\u0301/\u0301")
@example("com\u200d1")
def test_any_text_gives_one_safe_path_component(text: str) -> None:
    name = safe_name(text)
    assert name
    assert len(name.encode()) <= MAX_BYTES
    assert not set(name) & FORBIDDEN
    assert name[0] not in ".-~ "
    assert name[-1] not in ". "
    assert unicodedata.is_normalized("NFC", name)
    assert name.partition(".")[0].rstrip().casefold() not in RESERVED
    kept = {unicodedata.category(char) for char in name} - {"Cf"}
    assert not {category for category in kept if category.startswith("C")}
    assert not any(unicodedata.category(c) == "Cf" and c not in "\u200c\u200d" for c in name)


@given(AWKWARD)
def test_a_safe_name_stays_as_it_is(text: str) -> None:
    assert safe_name(safe_name(text)) == safe_name(text)


@given(st.text(min_size=150, max_size=300), st.sampled_from([".jpg", ".HEIC", ".x" * 3 + ".png"]))
def test_a_long_name_keeps_its_ending(stem: str, ending: str) -> None:
    assert safe_name("x" + stem + ending).endswith(ending[-4:])


@given(AWKWARD, st.sampled_from(["p1a2b3c4", "f" * 64]))
def test_a_tagged_name_is_safe_too_and_keeps_its_ending(text: str, tag: str) -> None:
    name = safe_name(text + "x.jpg")
    tagged = with_tag(name, tag)
    assert tagged.endswith(f" ({tag}).jpg")
    assert safe_name(tagged) == tagged


@given(st.lists(AWKWARD, max_size=20))
def test_no_two_names_of_a_folder_clash(texts: list[str]) -> None:
    namer = Namer()
    names = [namer.name(safe_name(text), (f"{n:04d}",)) for n, text in enumerate(texts)]
    assert len({clash_key(name) for name in names}) == len(texts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna", "ANNA"),
        ("Straße", "STRASSE"),
        ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
        ("a\u200db", "ab"),
        ("ı", "I"),
    ],
)
def test_names_that_some_file_system_confuses_clash(one: str, other: str) -> None:
    assert clash_key(one) == clash_key(other)


def test_the_first_to_ask_gets_the_plain_name() -> None:
    namer = Namer()
    asked = [("IMG_1.jpg", "aaaa"), ("img_1.JPG", "bbbb"), ("IMG_2.jpg", "cccc")]
    names = [namer.name(wanted, (tag,)) for wanted, tag in asked]
    assert names == ["IMG_1.jpg", "img_1 (bbbb).JPG", "IMG_2.jpg"]


def test_a_name_that_the_folder_needs_for_something_else_is_not_given_out() -> None:
    namer = Namer()
    given_out = namer.name("a.jpg", ("12", "123"), lambda name: name not in {"a.jpg", "a (12).jpg"})
    assert given_out == "a (123).jpg"


def test_a_folder_where_every_name_is_taken_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(ExportError, match="Choose another folder"):
        Namer().name("a.jpg", ("12",), lambda _name: False)
