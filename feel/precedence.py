"""Says how tightly operators bind, and what to write where none fits."""

from feel.lexer import Kind, Token

OR, AND, COMPARISON, SUM, PRODUCT, POWER, MINUS, POSTFIX = range(10, 90, 10)

SYMBOL_POWERS = {
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), COMPARISON),
    **dict.fromkeys(("+", "-"), SUM),
    **dict.fromkeys(("*", "/"), PRODUCT),
    "**": POWER,
    **dict.fromkeys((".", "[", "("), POSTFIX),
}
WORD_POWERS = {"or": OR, "and": AND, "between": COMPARISON, "in": COMPARISON, "instance": COMPARISON}
AFTER_RANGE = frozenset(
    {
        *WORD_POWERS,
        *("", ")", "]", "}", ",", "=", "!=", "<", "<=", ">", ">=", "."),
        "then",
        "else",
        "return",
        "satisfies",
    }
)


def power_of(token: Token) -> int:
    """Return how tightly the operator that the token is binds; 0 when it is none."""
    if token.kind is Kind.SYMBOL:
        return SYMBOL_POWERS.get(token.text, 0)
    return WORD_POWERS.get(token.text, 0) if token.kind is Kind.NAME else 0


def hint_before_value(token: Token) -> str:
    """Return advice for a token that stands where a value should begin."""
    if token.kind is Kind.NAME and token.text in ("and", "or", "in", "between"):
        return f"Thiếu vế trái của “{token.text}”."
    return "Ở đây cần một giá trị, ví dụ một tên, một số hoặc một chuỗi."


def hint_after_value(token: Token) -> str:
    """Return advice for a token that stands after a value and does not continue it."""
    if token.kind is Kind.NAME and token.text in ("AND", "OR", "And", "Or", "và", "hoặc"):
        return "“Và” viết là and, “hoặc” viết là or."
    if token.kind in (Kind.NAME, Kind.NUMBER, Kind.STRING):
        return "Giữa hai giá trị cần một phép tính hoặc so sánh."
    return ""
