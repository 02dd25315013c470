"""Numbers and symbols of papers, and references of dossiers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.numbering import KINDS, golden_book_text, letter_number_text, number_of, number_text
from workflows.rules.refcodes import Reference, parse_reference


@pytest.mark.parametrize(
    ("number", "kind", "symbol", "text"),
    [
        (7, "decision", "SNNMT", "07/QĐ-SNNMT"),
        (12, "decision", "UBND", "12/QĐ-UBND"),
        (2753, "proposal", "STP", "2753/TTr-STP"),
        (2, "minutes", "STP", "02/BB-STP"),
    ],
)
def test_a_number_below_ten_has_a_leading_zero(number: int, kind: str, symbol: str, text: str):
    assert number_text(number, kind, symbol) == text


def test_an_official_letter_names_organ_and_division():
    assert letter_number_text(7, "SNV", "TĐKT") == "07/SNV-TĐKT"


def test_numbers_begin_at_one():
    with pytest.raises(ValueError, match="begin at 1"):
        number_text(0, "decision", "UBND")


def test_the_golden_book_number_is_the_order_in_the_decision():
    assert golden_book_text(3, 2026) == "Số sổ vàng 03/2026"


@given(st.integers(1, 99999), st.sampled_from(sorted(KINDS)))
def test_a_written_number_is_read_back(number: int, kind: str):
    assert number_of(number_text(number, kind, "UBND")) == number


@pytest.mark.parametrize("text", ["", "QĐ-UBND", "7/QĐ-UBND", "07 QĐ-UBND", "07/"])
def test_what_is_no_number_and_symbol_is_not_read(text: str):
    assert number_of(text) is None


@given(st.from_regex(r"[A-Z]{2,4}[0-9]{0,2}", fullmatch=True), st.integers(2000, 2999), st.integers(1, 99999))
def test_a_reference_is_read_back_however_it_is_typed(prefix: str, year: int, number: int):
    reference = Reference(prefix, year, number)
    assert parse_reference(f"  {str(reference).lower()} ") == reference


def test_a_reference_has_at_least_four_digits():
    assert str(Reference("KG", 2026, 131)) == "KG-2026-0131"
    assert str(Reference("KG", 2026, 12345)) == "KG-2026-12345"


@pytest.mark.parametrize("text", ["", "KG-2026", "KG-26-0131", "2026-0131", "KG-2026-131", "KG/2026/0131"])
def test_what_is_no_reference_is_not_read(text: str):
    assert parse_reference(text) is None
