"""Whether what a page shows stands out, as the browser draws it: WCAG 2.2, level AA."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

TEXT = 4.5  # of letters against their ground; 3 for large ones, of which nothing is made here
EDGE = 3.0  # of what shows where a control is

# What is drawn behind an element: the first ground above it that is not clear. None of ours is half clear.
_TOLD = """
const ground = (element) => {
  for (let each = element; each; each = each.parentElement) {
    const colour = getComputedStyle(each).backgroundColor;
    if (!colour.endsWith(", 0)")) return colour;
  }
  return "rgb(255, 255, 255)";
};
const told = (element, property, behind) =>
  [getComputedStyle(element)[property], ground(behind), element.outerHTML.slice(0, 80)];
"""


def faint_texts(page: Page) -> list[str]:
    """The elements whose letters are too faint; an AssertionError where the page has no letters."""
    drawn = page.evaluate(
        f"""() => {{ {_TOLD}
        const found = new Set();
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {{
          const {{data, parentElement}} = texts.currentNode;
          if (data.trim() && parentElement.checkVisibility({{visibilityProperty: true}})) found.add(parentElement);
        }}
        return [...found].map((element) => told(element, "color", element));
        }}"""
    )
    assert drawn
    return _faint(drawn, TEXT)


def faint_borders(page: Page, selector: str) -> list[str]:
    """The visible elements whose border is too faint against what is around them; an AssertionError where none is."""
    drawn = page.evaluate(
        f"""(selector) => {{ {_TOLD}
        const found = [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
        return found.map((element) => told(element, "borderTopColor", element.parentElement));
        }}""",
        selector,
    )
    assert drawn
    return _faint(drawn, EDGE)


def ratio(first: str, second: str) -> float:
    """The contrast of two colours, written `rgb(1, 2, 3)`: from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _faint(drawn: list[tuple[str, str, str]], least: float) -> list[str]:
    return [
        f"{ratio(colour, ground):.2f} {colour} on {ground}: {what}"
        for colour, ground, what in drawn
        if ratio(colour, ground) < least
    ]


def _luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    assert colour.startswith("rgb("), colour
    red, green, blue = (_linear(int(part) / 255) for part in colour[4:-1].split(","))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
