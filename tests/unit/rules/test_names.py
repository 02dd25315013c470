"""Names are found without accents and stand in the order of the Vietnamese alphabet."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.names import person_sort_key, search_key, title_sort_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đặng Thị Ánh Tuyết", "dang thi anh tuyet"),
        ("ĐƯỜNG", "duong"),
        ("Huân chương Lao động hạng Ba", "huan chuong lao dong hang ba"),
        ("  Chi cục   Phát triển–nông thôn ", "chi cuc phat trien nong thon"),
        ("Xã Ô Lâm (cũ)", "xa o lam cu"),
        ("54/KH-SNNPTNT", "54 kh snnptnt"),
    ],
)
def test_a_search_key_has_neither_accents_nor_signs(text: str, key: str):
    assert search_key(text) == key


@given(st.text(alphabet="aăâeêioôơuưyđAĂÂĐỜỡỷẫ -bcx"))
def test_composed_and_decomposed_writing_give_the_same_keys(text: str):
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert search_key(composed) == search_key(decomposed)
    assert title_sort_key(composed) == title_sort_key(decomposed)


@given(st.text())
def test_a_search_key_stays_as_it_is(text: str):
    assert search_key(search_key(text)) == search_key(text)


def test_people_stand_by_given_name_then_by_family_name():
    people = ["Bùi Minh Họa", "An Văn Bình", "Lê Thị Ái", "Đỗ Văn An", "Đào Văn An", "Dương Văn An"]
    assert sorted(people, key=person_sort_key) == [
        "Lê Thị Ái",
        "Dương Văn An",
        "Đào Văn An",
        "Đỗ Văn An",
        "An Văn Bình",
        "Bùi Minh Họa",
    ]


def test_letters_with_hooks_follow_their_plain_letters_and_tones_follow_the_dictionary():
    letters = ["ư", "u", "ơ", "o", "ô", "ê", "e", "đ", "d", "â", "ă", "a"]
    assert sorted(letters, key=title_sort_key) == ["a", "ă", "â", "d", "đ", "e", "ê", "o", "ô", "ơ", "u", "ư"]
    tones = ["mạ", "má", "mã", "mả", "mà", "ma"]
    assert sorted(tones, key=title_sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


def test_a_tone_decides_only_between_equal_letters():
    assert title_sort_key("Mạ An") < title_sort_key("Ma Bình")


def test_a_shorter_word_stands_before_a_longer_one():
    assert sorted(["Hoàng", "Hoa Mai", "Hoa"], key=title_sort_key) == ["Hoa", "Hoa Mai", "Hoàng"]


@given(st.text())
def test_a_sort_key_holds_digits_only(text: str):
    assert title_sort_key(text).isascii()
    assert title_sort_key(text).isdigit()
