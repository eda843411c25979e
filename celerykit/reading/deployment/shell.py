"""Shell text as commands: words with quotes and expansions, and what stands before and behind each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from celerykit.reading.deployment.expansions import Variables, expanded
from celerykit.reading.deployment.sheets import Word

__all__ = ["Command", "Turn", "commands", "simple_words"]

_TOKEN = re.compile(
    r"""(?P<blank>(?:[ \t\r]|\\\r?\n)+)
      | (?P<heredoc><<-?\s*(?P<quote>["']?)(?P<mark>\w+)(?P=quote)[^\n]*\n)
      | (?P<redirect>\d*(?:&>>?|>>|>\||<<<|[<>])(?:&[\d-]+|&)?[ \t]*)
      | (?P<end>;;&?|&&|\|\||[;|&\n()])
      | (?P<single>'[^']*')
      | (?P<double>"(?:\\.|[^"\\])*")
      | (?P<expansion>\$\$?\{(?>(?:[^{}]|\{[^{}]*\})*)\} | \$\$?(?:\w+|[@*\#?!]) | `[^`]*` | \{\{[^{}\n]*\}\}
          | \$\((?>(?:[^()]|\((?>(?:[^()]|\([^()]*\))*)\))*)\))
      | (?P<escaped>\\.)
      | (?P<plain>[^\s;|&()<>'"$`\\{]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_FUNCTION = re.compile(r"(?:function[ \t]+)?(?P<name>[\w-]+)[ \t]*\([ \t]*\)\s*\{|function[ \t]+(?P<other>[\w-]+)\s*\{")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=", re.ASCII)
_KEYWORDS = frozenset({
    "!", "do", "done", "elif", "else", "esac", "fi", "if", "then", "time", "until", "while", "{", "}",
})  # fmt: skip
_EXPORTING = frozenset({"export", "local", "readonly", "declare"})


@dataclass(frozen=True, slots=True)
class Turn:
    """A branch of an `if` or a `case`, the `number`-th one of it. of: its own number.

    subject: of a `case`, what is compared; patterns: with what.
    """

    of: int
    number: int = 0
    subject: Word | None = None
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """A simple command.

    assigned: the variables set before its words. followed: the shell has more to do behind it, or runs it beside
    itself. function: that it stands in. turns: the branches that it stands in. decides: the branch whose condition
    it is.
    """

    words: tuple[Word, ...] = ()
    assigned: Mapping[str, Word] = field(default_factory=dict)
    followed: bool = False
    function: str = ""
    turns: tuple[Turn, ...] = ()
    decides: Turn | None = None


def commands(text: Word, variables: Variables | None = None) -> list[Command]:
    """The commands of a shell text, in order."""
    reader = _Reader(text, dict(variables or {}))
    found = list(reader.read())
    return [replace(each, followed=each.followed or number < len(found) - 1) for number, each in enumerate(found)]


def simple_words(text: Word, variables: Variables | None = None) -> tuple[Word, ...]:
    """The words of the one command of a text that is split as a shell would, though none runs it."""
    line = replace(text, text=text.text.replace("\\\n", " ").replace("\n", " "))
    return tuple(word for command in commands(line, variables)[:1] for word in command.words)


@dataclass(slots=True, repr=False)
class _Reader:
    """Reads commands one by one. depth: of parentheses. patterns: of a branch, those heard so far. forks: so far."""

    source: Word
    variables: dict[str, Word | None]
    function: str = ""
    depth: int = 0
    forks: int = 0
    turns: list[Turn] = field(default_factory=list)
    decides: Turn | None = None
    words: list[Word] = field(default_factory=list)
    assigned: dict[str, Word] = field(default_factory=dict)
    patterns: tuple[str, ...] = ()

    def read(self) -> Iterator[Command]:
        text, at = self.source.text, 0
        while at < len(text):
            if not self.words and (match := _FUNCTION.match(text, at)):
                self.function, at = match["name"] or match["other"], match.end()
                continue
            match = _TOKEN.match(text, at)
            if match is None:
                break
            kind = match.lastgroup if match.lastgroup not in {"quote", "mark"} else "heredoc"
            if kind == "plain" and match[0][0] == "#":
                at = _line_end(text, at)
            elif kind == "blank":
                at = match.end()
            elif match["heredoc"]:
                at = _behind(text, match.end(), match["mark"])
            elif kind == "redirect":
                at = self._word(match.end(), keep=False)
            elif kind == "end":
                at = match.end()
                yield from self._ended(match[0])
            else:
                at = self._word(at)
        yield from self._ended("")

    def _word(self, begin: int, *, keep: bool = True) -> int:
        """Takes the word that begins here; gives its end."""
        text, at, pieces, bare = self.source.text, begin, [], False
        while at < len(text) and (match := _TOKEN.match(text, at)):
            kind = match.lastgroup
            if kind not in {"single", "double", "expansion", "escaped", "plain"}:
                break
            at = match.end()
            if kind == "single":
                pieces.append(Word(match[0][1:-1], self.source.sheet, 0, 0))
                continue
            bare = bare or kind == "expansion"
            raw = _unescaped(match[0]) if kind in {"double", "escaped"} else match[0]
            piece = Word(raw, self.source.sheet, 0, 0, unknown=kind == "plain" and raw == "$")
            pieces.append(expanded(piece, self.variables, quoted=kind == "double"))
        if at == begin:
            return begin if not keep else begin + 1
        if keep:
            self._take(begin, at, pieces, bare)
        return at

    def _take(self, begin: int, end: int, pieces: list[Word], bare: bool) -> None:
        text = "".join(piece.text for piece in pieces)
        word = self.source.part(
            begin,
            end,
            text,
            variable=next((piece.variable for piece in pieces if piece.variable), ""),
            unknown=any(piece.unknown for piece in pieces),
            many=any(piece.many for piece in pieces),
        )
        match = _ASSIGNMENT.match(self.source.text, begin) if not self.words else None
        if match:
            held = Word(text[match.end() - begin :], word.sheet, word.start, word.end, word.variable, word.unknown)
            self.assigned[match[1]] = held
        elif bare and not word.unknown and len(text.split()) > 1:
            self.words += [Word(each, word.sheet, word.start, word.end, word.variable) for each in text.split()]
        elif self.words or text not in _KEYWORDS:
            self.words.append(word)
        else:
            self._keyword(text)

    def _keyword(self, word: str) -> None:
        if word == "if":
            self._fork()
            self.decides = self.turns[-1]
        elif word in {"elif", "else"} and self.turns:
            self.turns[-1] = replace(self.turns[-1], number=self.turns[-1].number + 1)
            self.decides = self.turns[-1] if word == "elif" else None
        elif word in {"fi", "esac"} and self.turns:
            self.turns.pop()
        elif word == "}":
            self.function = ""
        if word in {"then", "!"}:
            self.decides = None

    def _fork(self, subject: Word | None = None) -> None:
        self.forks += 1
        self.turns.append(Turn(self.forks, 0, subject))

    def _ended(self, by: str) -> Iterator[Command]:
        if by == "(":
            self.depth += 1
        elif by == ")" and self.depth:
            self.depth -= 1
        elif by == ")":
            # The pattern of a branch: `worker)`, `worker|all)`.
            patterns = (*self.patterns, *(word.text for word in self.words[-1:]))
            if self.turns:
                self.turns[-1] = replace(self.turns[-1], number=self.turns[-1].number + 1, patterns=patterns)
            self.patterns, self.words, self.assigned = (), [], {}
            return
        words, assigned = tuple(self.words), dict(self.assigned)
        self.words, self.assigned = [], {}
        if by == "|" and len(words) == 1 and not assigned:
            # The first of several patterns, perhaps; a word alone that feeds a pipe is no worker.
            self.patterns = (*self.patterns, words[0].text)
            return
        self.patterns = ()
        if len(words) > 1 and words[0].text == "case":
            self._fork(words[1])
            return
        exported = _exported(words)
        if not words or words[0].text in _EXPORTING:
            self._set(assigned | exported)
        if words or assigned:
            turns = tuple(self.turns)
            yield Command(words, assigned | exported, by in {"&", "|"}, self.function, turns, self.decides)

    def _set(self, assigned: Mapping[str, Word]) -> None:
        for name, held in assigned.items():
            # Set twice, in branches perhaps: then which one counts is not known.
            before = self.variables.get(name)
            self.variables[name] = None if before is not None and before.text != held.text else held


def _exported(words: tuple[Word, ...]) -> dict[str, Word]:
    """The variables of `export A=1 B=2`."""
    if not words or words[0].text not in _EXPORTING:
        return {}
    found = {}
    for word in words[1:]:
        name, sign, text = word.text.partition("=")
        if sign:
            found[name] = Word(text, word.sheet, word.start, word.end, word.variable, word.unknown)
    return found


def _unescaped(raw: str) -> str:
    inner = raw[1:-1] if raw.startswith('"') else raw
    return re.sub(r'\\(["\\$`\n ])', lambda match: "" if match[1] == "\n" else match[1], inner)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _behind(text: str, at: int, mark: str) -> int:
    """Behind the line that ends a here-document."""
    while at < len(text):
        end = _line_end(text, at)
        if text[at:end].strip() == mark:
            return end
        at = end + 1
    return len(text)
