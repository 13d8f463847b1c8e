"""A regular expression → texts that it matches, as far as it uses what people write in check constraints. PostgreSQL judges them."""

from __future__ import annotations

import string
from collections.abc import Iterator

CLASSES = {
    "d": string.digits,
    "w": string.ascii_lowercase + string.digits + "_",
    "s": " ",
    "D": "x-",
    "W": "-. ",
    "S": string.ascii_lowercase,
}
NAMED = {
    "alpha": string.ascii_letters,
    "digit": string.digits,
    "alnum": string.ascii_letters + string.digits,
    "upper": string.ascii_uppercase,
    "lower": string.ascii_lowercase,
    "space": " ",
    "xdigit": "0123456789abcdef",
    "punct": "-.,!",
    "word": string.ascii_letters + "_",
    "print": string.ascii_letters,
    "graph": string.ascii_letters,
}
ANYTHING = string.ascii_lowercase + string.digits + string.ascii_uppercase + "-_. "
MANY = 3
"""How often something is said that may be said without end."""
LONGEST = 200


def matching(pattern: str, count: int = 8) -> Iterator[str]:
    """Texts that the pattern probably matches, each once."""
    seen: set[str] = set()
    for turn in range(count):
        try:
            text = _Pattern(pattern, turn).alternatives()
        except (IndexError, ValueError):
            return  # no regular expression
        if text not in seen:
            seen.add(text)
            yield text


class _Pattern:
    """One reading of a pattern, which is at the same time one writing of a text: `turn` decides wherever there is a choice."""

    def __init__(self, pattern: str, turn: int) -> None:
        self._pattern, self._at, self._turn, self._choices = pattern, 0, turn, 0

    def alternatives(self) -> str:
        """Up to the end of the group: one of what the bars separate."""
        texts = [self._sequence()]
        while self._peek() == "|":
            self._take()
            texts.append(self._sequence())
        return texts[self._turn % len(texts)]

    def _sequence(self) -> str:
        out = ""
        while self._peek() not in ("", "|", ")"):
            start = self._at
            text = self._atom()
            end = self._at
            out += self._repeated(text, start, end)
        return out

    def _repeated(self, text: str, start: int, end: int) -> str:
        least, most = self._quantifier()
        wanted = (least, most, (least + most) // 2)[self._turn % 3] if least != most else least
        after, out = self._at, ""
        for _ in range(wanted):
            # the same piece again, with other choices
            self._at = start
            out += self._atom()
        self._at = after if after > end else end
        return out if wanted != 1 else (out or text)

    def _quantifier(self) -> tuple[int, int]:
        mark = self._peek()
        least, most = {"*": (0, MANY), "+": (1, MANY), "?": (0, 1)}.get(mark, (1, 1))
        if mark and mark in "*+?":
            self._take()
        elif mark == "{" and self._pattern[self._at + 1 : self._at + 2].isdigit():
            bounds = self._until("}")[1:].split(",")
            least = int(bounds[0])
            most = least if len(bounds) == 1 else min(int(bounds[1] or least + MANY), max(least, LONGEST))
        else:
            return least, most
        if self._peek() in ("?", "+"):
            self._take()
        return least, most

    def _atom(self) -> str:
        char = self._take()
        if char == "(":
            return self._group()
        if char == "[":
            return self._one_of(self._set())
        if char == "\\":
            return self._escape(self._take())
        if char in "^$":
            return ""
        return self._one_of(ANYTHING) if char == "." else char

    def _group(self) -> str:
        asserted = False
        if self._peek() == "?":
            self._take()
            kind = self._take()
            asserted = kind in "=!<"
            if kind == "<":
                self._take()
        text = self.alternatives()
        self._take()
        return "" if asserted else text

    def _escape(self, char: str) -> str:
        if char in CLASSES:
            return self._one_of(CLASSES[char])
        return {"n": "\n", "t": "\t", "r": "\r"}.get(char, "" if char in "AZmMyYbB" else char)

    def _set(self) -> str:
        negated = self._peek() == "^"
        if negated:
            self._take()
        chars = ""
        first = True
        while first or self._peek() != "]":
            chars += self._member()
            first = False
        self._take()
        return "".join(c for c in ANYTHING if c not in chars) if negated else chars

    def _member(self) -> str:
        char = self._take()
        if char == "[" and self._peek() == ":":
            self._take()
            name = self._until(":")
            self._take()
            return NAMED.get(name, "a")
        if char == "\\":
            char = self._take()
            if char in CLASSES:
                return CLASSES[char]
        if self._peek() == "-" and self._pattern[self._at + 1 : self._at + 2] not in ("]", ""):
            self._take()
            end = self._take()
            return "".join(map(chr, range(ord(char), min(ord(end), ord(char) + 200) + 1)))
        return char

    def _one_of(self, chars: str) -> str:
        self._choices += 1
        return chars[(self._turn * 5 + self._choices) % len(chars)] if chars else ""

    def _until(self, end: str) -> str:
        text = self._pattern[self._at : self._pattern.index(end, self._at)] if end in self._pattern[self._at :] else ""
        self._at += len(text) + 1
        return text

    def _peek(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _take(self) -> str:
        self._at += 1
        return self._pattern[self._at - 1]
