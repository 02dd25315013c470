"""Numbers and symbols of official papers: one series per organ, kind and year (Nghị định 30/2020/NĐ-CP, Điều 8, 15)."""

import re
from dataclasses import dataclass
from typing import Final

KINDS: Final = {
    "decision": "QĐ",
    "proposal": "TTr",
    "minutes": "BB",
    "notice": "TB",
    "report": "BC",
    "plan": "KH",
    "invitation": "GM",
}
"""Abbreviations of kinds of paper (Nghị định 30/2020/NĐ-CP, Phụ lục III). An official letter (công văn) has none."""

WRITTEN = re.compile(r"(\d{2,})/(\S+)")


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers run from 1 without gaps inside one series, from 01/01 to 31/12. Councils have series of their own."""

    organ: str
    kind: str
    year: int


def number_text(number: int, kind: str, symbol: str) -> str:
    """Return number and symbol of a paper, for example “07/QĐ-SNNMT”.

    Below 10 it has a leading zero (Nghị định 30/2020/NĐ-CP, Phụ lục I).
    `kind` is a key of KINDS; `symbol` is the abbreviation of the issuing organ. Raise ValueError below 1.
    """
    return f"{_padded(number)}/{KINDS[kind]}-{symbol}"


def letter_number_text(number: int, symbol: str, drafter: str) -> str:
    """Return number and symbol of an official letter, for example “07/SNV-TĐKT”: organ, then drafting division."""
    return f"{_padded(number)}/{symbol}-{drafter}"


def number_of(text: str) -> int | None:
    """Return the number at the front of a written number and symbol, or None if it is not one."""
    found = WRITTEN.fullmatch(text.strip())
    return int(found[1]) if found else None


def golden_book_text(order: int, decision_year: int) -> str:
    """Return the golden-book number of a certificate: its order in the decision, for example “Số sổ vàng 03/2026”."""
    return f"Số sổ vàng {_padded(order)}/{decision_year}"


def _padded(number: int) -> str:
    if number < 1:
        raise ValueError("numbers begin at 1")
    return f"{number:02d}"
