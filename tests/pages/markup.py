"""HTML as a parser sees it: its tags, and the text of its elements."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"input", "link", "meta", "path", "circle", "use"})


@dataclass(eq=False)
class Element:
    """One element. text: all in it, joined as written."""

    tag: str
    attributes: dict[str, str | None]
    inside: tuple[Element, ...]
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def has(self, name: str) -> bool:
        return name in (self.attributes.get("class") or "").split()


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[Element] = []
        self.found: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), tuple(self.open))
        self.found.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.parts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def elements(page: str) -> list[Element]:
    """All elements in the order of their start; an AssertionError where one is not closed, or the wrong one."""
    parser = _Parser()
    parser.feed(page)
    parser.close()
    assert not parser.open, f"not closed: {[element.tag for element in parser.open]}"
    return parser.found


def texts(page: str, name: str, *, within: str = "") -> list[str]:
    """The texts of the elements of a class, or of a tag; within: of those inside an element of that class alone."""
    return [
        " ".join(element.text.split())
        for element in elements(page)
        if (element.has(name) or element.tag == name)
        and (not within or any(outer.has(within) for outer in element.inside))
    ]
