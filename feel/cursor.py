"""Walks over the tokens of one expression and words what was expected but not found."""

from feel import limits
from feel.errors import FeelError
from feel.lexer import MISTAKES, Kind, Token, tokens_of

KEYWORDS = frozenset(
    {
        *("and", "or", "if", "then", "else", "for", "return", "some", "every", "satisfies", "in", "between"),
        *("instance", "function", "true", "false", "null"),
    }
)


class Cursor:
    """The place that the parser has reached in the tokens."""

    def __init__(self, text: str):
        if len(text) > limits.TEXT_LENGTH:
            raise FeelError(
                f"Biểu thức dài quá {limits.TEXT_LENGTH} ký tự.",
                limits.TEXT_LENGTH,
                "Tách thành nhiều biểu thức ngắn hơn.",
            )
        self.text = text
        self.tokens = tokens_of(text)
        self.index = 0
        self._nesting = 0

    @property
    def token(self) -> Token:
        """The token that comes next."""
        return self.tokens[self.index]

    def at_symbol(self, *symbols: str) -> bool:
        """Tell whether one of the symbols comes next."""
        return self.token.kind is Kind.SYMBOL and self.token.text in symbols

    def at_word(self, *words: str) -> bool:
        """Tell whether one of the words comes next."""
        return self.token.kind is Kind.NAME and self.token.text in words

    def advance(self) -> Token:
        """Step over the next token and return it; the END token is never passed."""
        token = self.token
        if token.kind is not Kind.END:
            self.index += 1
        return token

    def take_symbol(self, *symbols: str) -> bool:
        """Step over one of the symbols if it comes next."""
        found = self.at_symbol(*symbols)
        if found:
            self.index += 1
        return found

    def expect_symbol(self, symbol: str, opened: Token | None = None) -> Token:
        """Step over the symbol; `opened` is the bracket that it closes."""
        if self.at_symbol(symbol):
            return self.advance()
        if opened is not None and self.token.kind is Kind.END:
            raise FeelError(f"Dấu “{opened.text}” chưa được đóng.", opened.position, f"Thêm “{symbol}”.")
        raise self.unexpected(f"Ở đây cần “{symbol}”.")

    def expect_separator(self, opened: Token, closing: str) -> None:
        """Step over the comma between two parts of what `opened` began."""
        if self.token.kind is Kind.END:
            self.expect_symbol(closing, opened)
        if not self.take_symbol(","):
            raise self.unexpected(f"Ở đây cần “,” hoặc “{closing}”.")

    def expect_word(self, word: str) -> Token:
        """Step over the keyword."""
        if self.at_word(word):
            return self.advance()
        raise self.unexpected(f"Ở đây cần từ “{word}”.")

    def unexpected(self, hint: str = "") -> FeelError:
        """Return the error for the next token, which fits nothing here."""
        token = self.token
        if token.kind is Kind.END and self.index == 0:
            return FeelError("Biểu thức trống.", token.position, hint)
        if token.kind is Kind.END:
            return FeelError("Biểu thức kết thúc giữa chừng.", token.position, hint)
        if token.kind is Kind.SYMBOL and token.text in MISTAKES:
            return FeelError(MISTAKES[token.text][0], token.position, MISTAKES[token.text][1])
        found = self.text[token.position : token.end]
        shown = found if len(found) <= 40 else found[:39] + "…"
        if token.kind is Kind.NAME and token.text in KEYWORDS:
            return FeelError(f"Từ “{shown}” đứng sai chỗ.", token.position, hint)
        return FeelError(f"Không hiểu “{shown}” ở vị trí này.", token.position, hint)

    def __enter__(self) -> "Cursor":
        self._nesting += 1
        if self._nesting > limits.NESTING:
            raise FeelError(
                f"Biểu thức lồng nhau quá {limits.NESTING} tầng.",
                self.token.position,
                "Tách thành nhiều biểu thức ngắn hơn.",
            )
        return self

    def __exit__(self, *error: object) -> None:
        self._nesting -= 1
