"""Which names of several words or with signs in them ("năm thành tích", "a-b") are known at a place."""

from collections.abc import Iterable
from functools import lru_cache

from feel import limits
from feel.errors import FeelError
from feel.lexer import Kind, Token, tokens_of


class Vocabulary:
    """Names by the tokens that they are written with. A name of one token needs no entry."""

    def __init__(self, names: Iterable[str] = ()):
        self._by_first_token: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Make the name readable; a name that is not made of tokens (a stray quote) stays unreadable."""
        words = _words_of(name)
        if len(words) < 2:
            return
        candidates = self._by_first_token.setdefault(words[0], [])
        if (words, name) not in candidates:
            candidates.append((words, name))
            candidates.sort(key=lambda candidate: -len(candidate[0]))

    def copy(self) -> "Vocabulary":
        """Return a vocabulary that can grow without changing this one."""
        other = Vocabulary()
        other._by_first_token = {first: list(rest) for first, rest in self._by_first_token.items()}
        return other

    def longest_at(self, tokens: list[Token], index: int) -> tuple[str, int] | None:
        """Return the longest known name that starts at the token, and its number of tokens."""
        for words, name in self._by_first_token.get(tokens[index].text, ()):
            found = tokens[index : index + len(words)]
            if len(found) == len(words) and all(
                token.text == word and token.kind is not Kind.STRING for token, word in zip(found, words, strict=True)
            ):
                return name, len(words)
        return None


@lru_cache(maxsize=limits.CACHED_EXPRESSIONS)
def _words_of(name: str) -> tuple[str, ...]:
    try:
        return tuple(token.text for token in tokens_of(name)[:-1])
    except FeelError:
        return ()


def written_name(text: str) -> str:
    """Return a name as it is stored: words separated by single spaces."""
    return " ".join(text.split())
