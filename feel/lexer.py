"""Cuts the text of an expression into tokens; positions are those of the text as written."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto

from feel.errors import FeelError


class Kind(Enum):
    """What a token is. Keywords are names here: only the parser knows where they are reserved."""

    NUMBER = auto()
    STRING = auto()
    NAME = auto()
    SYMBOL = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is normalised (NFC) and, for a string, free of quotes and escapes."""

    kind: Kind
    text: str
    position: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of the text, closed by one END token; raise FeelError at the first flaw."""
    tokens = []
    position = _skip_blank(text, 0)
    while position < len(text):
        token = _token_at(text, position)
        tokens.append(token)
        position = _skip_blank(text, token.end)
    tokens.append(Token(Kind.END, "", len(text), len(text)))
    return tokens


_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SYMBOL = re.compile(r"\*\*|\.\.|<=|>=|!=|->|[-+*/=<>()\[\]{},:.@]")
# What the standard allows to start a name, beyond letters (grammar rule 28).
_NAME_START = re.compile("[\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\U00010000-\U0010ffff]")
_STRING_PART = re.compile(r'[^"\\\n\r]+')
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}

_EQUALS_HINT = "So sánh bằng viết là “=”, so sánh khác viết là “!=”."
_QUOTE_HINT = 'Đặt chuỗi trong dấu nháy kép thẳng, ví dụ "Đạt".'
MISTAKES = {
    "===": ("Không có phép so sánh “===”.", _EQUALS_HINT),
    "!==": ("Không có phép so sánh “!==”.", _EQUALS_HINT),
    "==": ("Không có phép so sánh “==”.", _EQUALS_HINT),
    "<>": ("Không có phép so sánh “<>”.", _EQUALS_HINT),
    "=>": ("Không có phép so sánh “=>”.", "Lớn hơn hoặc bằng viết là “>=”."),
    "=<": ("Không có phép so sánh “=<”.", "Nhỏ hơn hoặc bằng viết là “<=”."),
    "≥": ("Không có phép so sánh “≥”.", "Lớn hơn hoặc bằng viết là “>=”."),
    "≤": ("Không có phép so sánh “≤”.", "Nhỏ hơn hoặc bằng viết là “<=”."),
    "≠": ("Không có phép so sánh “≠”.", _EQUALS_HINT),
    "&&": ("Không có phép “&&”.", "“Và” viết là and."),
    "||": ("Không có phép “||”.", "“Hoặc” viết là or."),
    "!": ("Không có phép “!”.", "Phủ định viết là not(…); so sánh khác viết là “!=”."),
    "%": ("Không có phép “%”.", "Phần dư viết là modulo(a, b); phần trăm thì chia cho 100."),
    ";": ("Dấu “;” không dùng trong biểu thức.", "Các phần cách nhau bằng dấu phẩy “,”."),
    "'": ("Dấu nháy đơn không mở được chuỗi.", _QUOTE_HINT),
    "“": ("Dấu nháy cong không mở được chuỗi.", _QUOTE_HINT),
    "”": ("Dấu nháy cong không mở được chuỗi.", _QUOTE_HINT),
    "‘": ("Dấu nháy cong không mở được chuỗi.", _QUOTE_HINT),
    "’": ("Dấu nháy cong không mở được chuỗi.", _QUOTE_HINT),
}
# A mistake is a token all the same: `<>` stands in types, `’` in names that are known.
_MISTAKE = re.compile(r"===|!==|==|<>|=>|=<|&&|\|\||!(?!=)|[≥≤≠%;'“”‘’]")


def _token_at(text: str, position: int) -> Token:
    character = text[position]
    if character == '"':
        return _string_at(text, position)
    if match := _NUMBER.match(text, position):
        return Token(Kind.NUMBER, match.group(), position, match.end())
    if _starts_name(character):
        return _name_at(text, position)
    if match := _MISTAKE.match(text, position) or _SYMBOL.match(text, position):
        return Token(Kind.SYMBOL, match.group(), position, match.end())
    raise FeelError(f"Ký tự “{_printable(character)}” không dùng trong biểu thức.", position)


def is_one_word(text: str) -> bool:
    """Tell whether the text is a name of a single word."""
    return text != "" and _starts_name(text[0]) and all(map(_continues_name, text))


def _skip_blank(text: str, position: int) -> int:
    while position < len(text):
        if text.startswith("//", position):
            end = text.find("\n", position)
            position = len(text) if end < 0 else end
        elif text.startswith("/*", position):
            end = text.find("*/", position + 2)
            if end < 0:
                raise FeelError("Chú thích chưa được đóng.", position, "Thêm “*/” ở cuối chú thích.")
            position = end + 2
        elif text[position].isspace() or text[position] in "\ufeff\u200b\u180e":
            position += 1
        else:
            break
    return position


def _string_at(text: str, start: int) -> Token:
    parts = []
    position = start + 1
    while position < len(text) and text[position] not in '"\n\r':
        if match := _STRING_PART.match(text, position):
            parts.append(unicodedata.normalize("NFC", match.group()))
        else:
            match = _escape_at(text, position)
            parts.append(_unescaped(match, position))
        position = match.end()
    if position >= len(text) or text[position] != '"':
        raise FeelError("Chuỗi chưa được đóng.", start, "Thêm dấu nháy kép ở cuối chuỗi.")
    value = _joined_surrogates("".join(parts), start)
    return Token(Kind.STRING, value, start, position + 1)


def _escape_at(text: str, position: int) -> re.Match[str]:
    match = _ESCAPE.match(text, position)
    if match is None:
        raise FeelError("Chuỗi chưa được đóng.", position, "Thêm dấu nháy kép ở cuối chuỗi.")
    return match


def _unescaped(match: re.Match[str], position: int) -> str:
    code = match.group(1) or match.group(2)
    if code is not None:
        number = int(code, 16)
        if number > 0x10FFFF:
            raise FeelError(f"Không có ký tự mang mã “{code}”.", position)
        return chr(number)
    # The standard knows no other escapes: before any other character a backslash is itself, as in "\\d+".
    return _ESCAPED.get(match.group(3), match.group())


def _joined_surrogates(value: str, position: int) -> str:
    if not any("\ud800" <= character <= "\udfff" for character in value):
        return value
    try:
        return value.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise FeelError("Chuỗi có một nửa ký tự (mã \\uD800–\\uDFFF lẻ).", position) from None


def _name_at(text: str, start: int) -> Token:
    end = start + 1
    while end < len(text) and _continues_name(text[end]):
        end += 1
    return Token(Kind.NAME, unicodedata.normalize("NFC", text[start:end]), start, end)


def _starts_name(character: str) -> bool:
    return character.isalpha() or character in "_?" or _NAME_START.match(character) is not None


def _continues_name(character: str) -> bool:
    # A Vietnamese letter may come as a base letter with combining marks (NFD).
    return (
        _starts_name(character)
        or character.isalnum()
        or character in "\u00b7\u203f\u2040"
        or unicodedata.category(character) in ("Mn", "Mc")
    )


def _printable(character: str) -> str:
    return character if character.isprintable() else f"U+{ord(character):04X}"
