"""The table of days as a file that Excel opens and saves: CSV in UTF-8, one line a row, read with every fault named."""

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from workflows.errors import Invalid
from workflows.rules.days import COUNTRY, KINDS, STATUSES, DayFacts, faults
from workflows.rules.names import search_key

COLUMNS = {
    "day": "Ngày",
    "kind": "Loại",
    "scope": "Phạm vi",
    "name": "Tên",
    "source": "Căn cứ",
    "status": "Trạng thái",
}
WHOLE_COUNTRY = "toàn quốc"
NEEDED = ("day", "kind", "name", "status")
MOST_BYTES, MOST_LINES, MOST_TOLD = 200_000, 2_000, 40
FIELD = "file"
"""Under which name of a form everything that is wrong is told."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
DAYS = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})"), (3, 2, 1)),
)


def written(rows: Iterable[DayFacts]) -> bytes:
    """Return rows as a file: UTF-8 with its mark, commas, days as 2026-11-24, and no cell that a sheet would run."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS.values())
    for row in rows:
        scope = row.scope if row.scope != COUNTRY else WHOLE_COUNTRY
        texts = (scope, row.name, row.source)
        scope, name, source = (harmless(text) for text in texts)
        writer.writerow((row.day.isoformat(), KINDS[row.kind], scope, name, source, STATUSES[row.status]))
    return out.getvalue().encode("utf-8-sig")


def read(content: bytes, units: Collection[str]) -> tuple[DayFacts, ...]:
    """Return the rows of a file whose scopes are the country or codes among `units`.

    Commas, semicolons or tabs; headings and words in Vietnamese (with or without tone marks) or English; days as
    2026-11-24 or 24/11/2026. Raises Invalid with every line that is wrong: then nothing of the file can be used.
    """
    text = _decoded(content)
    head, *lines = _lines(text)
    columns = _columns(head)
    found, told = [], []
    seen: dict[tuple[date, str, str], int] = {}
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        row, problems = _row(columns, cells, units)
        if row is not None and (first := seen.setdefault(row.identity, number)) != number:
            problems = [f"trùng ngày, phạm vi và trạng thái với dòng {first}"]
        told += [f"Dòng {number}: {problem}." for problem in problems]
        if row is not None and not problems:
            found.append(row)
    if told:
        more = [f"Và {len(told) - MOST_TOLD} lỗi khác."] if len(told) > MOST_TOLD else []
        raise Invalid({FIELD: told[:MOST_TOLD] + more})
    if not found:
        raise _refused("Tệp không có dòng nào dưới dòng tiêu đề.")
    return tuple(found)


def _decoded(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise _refused(f"Tệp lớn quá {MOST_BYTES // 1000} KB. Bảng ngày của vài năm chỉ vài chục KB: kiểm tra lại tệp.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise _refused("Tệp không phải CSV mã hóa UTF-8. Trong Excel, lưu tệp ở dạng “CSV UTF-8” rồi chọn lại.")
    if not text.strip():
        raise _refused("Tệp trống. Chọn tệp CSV.")
    return unicodedata.normalize("NFC", text.lstrip("\r\n"))


def _lines(text: str) -> list[tuple[int, list[str]]]:
    first = text.splitlines()[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    found = []
    try:
        for cells in reader:
            found.append((reader.line_num, cells))
            if len(found) > MOST_LINES + 1:
                raise _refused(f"Tệp có hơn {MOST_LINES} dòng. Chia thành nhiều tệp, mỗi tệp một vài năm.")
    except csv.Error:
        raise _refused(f"Dòng {reader.line_num}: dấu nháy hoặc ô không đúng dạng CSV.") from None
    return found


def _columns(head: tuple[int, list[str]]) -> dict[str, int]:
    names = {search_key(word): name for name, word in COLUMNS.items()} | {name: name for name in COLUMNS}
    given = [names.get(search_key(cell)) for cell in head[1]]
    if unknown := [cell for cell, name in zip(head[1], given, strict=True) if name is None and cell.strip()]:
        raise _refused(f"Không có cột “{_short(unknown[0])}”. Các cột là: {', '.join(COLUMNS.values())}.")
    columns = {name: place for place, name in enumerate(given) if name}
    if len(columns) != sum(name is not None for name in given):
        raise _refused("Có cột ghi hai lần ở dòng tiêu đề.")
    if missing := [COLUMNS[name] for name in NEEDED if name not in columns]:
        raise _refused(f"Thiếu cột: {', '.join(missing)}. Dòng đầu là tên cột.")
    return columns


def _row(columns: dict[str, int], cells: list[str], units: Collection[str]) -> tuple[DayFacts | None, list[str]]:
    if len(cells) > max(columns.values()) + 1 and any(cell.strip() for cell in cells[max(columns.values()) + 1 :]):
        return None, ["có nhiều ô hơn số cột"]
    if any(unicodedata.category(letter) == "Cc" for cell in cells for letter in cell.strip()):
        return None, ["có ký tự không in được"]
    given = {name: _plain(cells[place]) if place < len(cells) else "" for name, place in columns.items()}
    problems = list(_unknown(given, units))
    day = _day(given["day"])
    if day is None:
        problems.insert(0, f"không đọc được ngày “{_short(given['day'])}”; ghi như 2026-11-24 hoặc 24/11/2026")
    if problems or day is None:
        return None, problems
    row = DayFacts(
        day=day,
        scope=_scope(given),
        status=_word(given["status"], STATUSES) or "",
        kind=_word(given["kind"], KINDS) or "",
        name=given["name"],
        source=given.get("source", ""),
    )
    return row, [text[0].lower() + text[1:] for text in faults(row).values()]


def _unknown(given: dict[str, str], units: Collection[str]) -> Iterator[str]:
    for name, words in (("kind", KINDS), ("status", STATUSES)):
        if _word(given[name], words) is None:
            yield f"{COLUMNS[name].lower()} “{_short(given[name])}” không có; ghi một trong: {', '.join(words.values())}"
    if (scope := _scope(given)) != COUNTRY and scope not in units:
        yield f"không có đơn vị nào mã “{_short(scope)}”; để trống hoặc ghi “{WHOLE_COUNTRY}” cho cả nước"


def _scope(given: dict[str, str]) -> str:
    scope = given.get("scope", "")
    return COUNTRY if search_key(scope) in ("", search_key(WHOLE_COUNTRY), "country") else scope


def _word(text: str, words: dict[str, str]) -> str | None:
    keys = {search_key(word): code for code, word in words.items()} | {code: code for code in words}
    return keys.get(search_key(text))


def _day(text: str) -> date | None:
    for pattern, (year, month, day) in DAYS:
        if found := pattern.fullmatch(text):
            try:
                return date(int(found[year]), int(found[month]), int(found[day]))
            except ValueError:
                return None
    return None


def harmless(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _plain(text: str) -> str:
    text = " ".join(text.split())
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


def _refused(message: str) -> Invalid:
    return Invalid({FIELD: [message]})
