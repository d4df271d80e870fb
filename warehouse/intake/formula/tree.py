"""The structure of a formula: which sign binds what, and which function takes which parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from warehouse.intake.formula.text import UnknownFormula, Word, words

MAX_DEPTH = 30
MAX_TERMS = 150
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
LEVELS: tuple[tuple[str, ...], ...] = (COMPARISONS, ("&",), ("+", "-"), ("*", "/"), ("^",))  # loosest first


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text or a truth value written in the formula."""

    value: Fraction | str | bool


@dataclass(frozen=True, slots=True)
class ErrorWord:
    """An error written in the formula, such as #REF! where a referred row was deleted."""

    code: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell or a range, with its sheet where one is written."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A sign or a function with its parts; the signs are '-1' and '%' for one part, else as written."""

    name: str
    parts: tuple["Node", ...]


Node = Constant | ErrorWord | Reference | Call


@lru_cache(maxsize=1 << 12)  # the same formulas come back on each sheet
def structure(formula: str) -> Node:
    """The structure of a formula; UnknownFormula where it is none, or too deep."""
    reader = _Reader(words(formula))
    node = reader.level(0, 0)
    if reader.word is not None:
        raise UnknownFormula
    return node


def references(node: Node) -> Iterator[str]:
    """The references in a structure, in order, repeated as written."""
    if isinstance(node, Reference):
        yield node.text
    elif isinstance(node, Call):
        for part in node.parts:
            yield from references(part)


class _Reader:
    def __init__(self, stream: Iterator[Word]) -> None:
        self._stream = stream
        self._terms = 0
        self.word = next(stream, None)

    def take(self, *signs: str) -> str | None:
        """The sign if it comes next and is one of these; it is then passed."""
        if self.word is None or self.word.kind != "sign" or self.word.text not in signs:
            return None
        text = self.word.text
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise UnknownFormula
        self.word = next(self._stream, None)
        return text

    def level(self, place: int, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise UnknownFormula
        if place == len(LEVELS):
            return self._signed(depth)
        node = self.level(place + 1, depth)
        while sign := self.take(*LEVELS[place]):
            node = Call(sign, (node, self.level(place + 1, depth)))
        return node

    def _signed(self, depth: int) -> Node:
        minus = False
        while sign := self.take("+", "-"):
            minus ^= sign == "-"
        node = self._single(depth)
        while self.take("%"):
            node = Call("%", (node,))
        return Call("-1", (node,)) if minus else node

    def _single(self, depth: int) -> Node:
        if self.take("("):
            node = self.level(0, depth + 1)
            self._expect(")")
            return node
        word = self.word
        if word is None or word.kind == "sign":
            raise UnknownFormula
        self.word = next(self._stream, None)
        if word.kind == "name":
            return self._named(word.text.upper(), depth)
        return _leaf(word)

    def _named(self, name: str, depth: int) -> Node:
        if not self.take("("):
            if name in ("TRUE", "FALSE"):
                return Constant(name == "TRUE")
            raise UnknownFormula
        parts: list[Node] = []
        if not self.take(")"):
            parts.append(self.level(0, depth + 1))
            while self.take(",", ";"):
                parts.append(self.level(0, depth + 1))
            self._expect(")")
        return Call(name, tuple(parts))

    def _expect(self, sign: str) -> None:
        if not self.take(sign):
            raise UnknownFormula


def _leaf(word: Word) -> Node:
    if word.kind == "number":
        return Constant(Fraction(word.text))
    if word.kind == "text":
        return Constant(word.text[1:-1].replace('""', '"'))
    return ErrorWord(word.text) if word.kind == "error" else Reference(word.text)
