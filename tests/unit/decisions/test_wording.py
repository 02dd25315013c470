"""What a cell asks for, in Vietnamese."""

import pytest

from workflows.engine.decisions import words_of


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (">= 110", "từ 110 trở lên"),
        ("> 1234.5", "trên 1.234,5"),
        ("<= 4", "không quá 4"),
        ("< 4", "dưới 4"),
        ("!= 4", "khác 4"),
        ("[1..5]", "từ 1 đến 5"),
        ("(1..5)", "trên 1 đến dưới 5"),
        ("< -1, [3..4], 7", "dưới -1 hoặc từ 3 đến 4 hoặc 7"),
        ('"A", "B"', "“A” hoặc “B”"),
        ('not("A", "B")', "không phải “A” hoặc “B”"),
        ("true", "đúng"),
        ("null", "chưa có giá trị"),
        ("not(null)", "đã có giá trị"),
        ("-", "bất kỳ"),
        ('>= date("2026-11-20")', "từ 20/11/2026 trở đi"),
        ('< @"2026-11-20"', "trước 20/11/2026"),
        ('[@"2026-01-01"..@"2027-01-01")', "từ 1/1/2026 đến trước 1/1/2027"),
        ("> plan * 1.1", "> plan * 1.1"),
        ('contains(?, "x")', 'contains(?, "x")'),
        ('list contains(?, "A")', "có “A”"),
        ('list contains(?, "A") or list contains(?, "B")', "có “A” hoặc có “B”"),
        ('list contains(?, "A") and not(list contains(?, "B"))', "có “A” và không có “B”"),
        ('not(list contains(?, "A"), list contains(?, "B"))', "không có “A” và không có “B”"),
        ('not(list contains(?, "A") or list contains(?, "B"))', 'not(list contains(?, "A") or list contains(?, "B"))'),
        ("list contains(a, ?)", "list contains(a, ?)"),
        ("> >", "> >"),
    ],
)
def test_cells_in_words(cell, words):
    assert words_of(cell) == words
