"""A page in every shape that it has: nobody is shut out, and nothing is cut.

The window of one drawn page is made wide and narrow, light and dark, as a reader turns a phone or a lamp: drawing it
anew for each would cost four times as much and look at the same page. Every rule is held in the light; in the dark
those of colour, since nothing else of a page knows which it is.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDE, NARROW = 1280, 390
COLOURS = ["color-contrast", "link-in-text-block"]
_WCAG = {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa"}

# Only what lies inside a table's own frame may reach past the window: it is scrolled there. No word is broken up.
_CUT = """() => {
  const found = []
  const told = (what, one) => found.push(`${what}: ${one.tagName} ${one.textContent.slice(0, 40)}`)
  const visit = (node) => {
    for (const one of node.querySelectorAll('*')) {
      if (one.shadowRoot) visit(one.shadowRoot)
      if (one.closest('.hidden, style, script, option') || !one.textContent.trim()) continue
      const box = one.getBoundingClientRect()
      const isWord = one.tagName === 'BUTTON' && one.textContent.length > 2
      if (isWord && box.width && box.width < 16) told('a letter wide', one)
      if (one.closest('.scroll')) continue
      if (box.width > 1 && (box.right > innerWidth + 1 || box.left < -1)) told('past the window', one)
      const hides = getComputedStyle(one).overflowX === 'hidden' && one.tagName !== 'SELECT'
      if (hides && box.width > 1 && one.scrollWidth > one.clientWidth + 1) told('hidden', one)
    }
  }
  visit(document)
  return found
}"""
# Colours and places on their way are neither what was nor what will be.
_AT_REST = """async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  const ending = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < 10000)
  await Promise.allSettled(ending.map((one) => one.finished))
}"""


def refuse_what_shuts_out(page: Page) -> None:
    """Fail for what axe-core finds serious or against WCAG 2.1 AA, and for what a phone's width cuts, in any shape."""
    for width in (NARROW, WIDE):
        refuse_violations(page, width)


def refuse_violations(page: Page, width: int) -> None:
    """The same in one width, light and dark."""
    for dark in (False, True):
        become(page, width, dark=dark)
        found = violations(page, COLOURS if dark else None)
        assert found == [], (page.url, width, "dark" if dark else "light", found)
        if width == NARROW:
            refuse_what_is_cut(page)


def become(page: Page, width: int, *, dark: bool) -> None:
    """Give the window a width and a colour scheme, and wait until the page has followed."""
    turn(page, width, dark=dark)
    page.wait_for_timeout(300)  # a chart draws itself anew when the window has stopped changing
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")
    page.evaluate(_AT_REST)


def turn(page: Page, width: int, *, dark: bool) -> None:
    """Give the window a width and a colour scheme."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if dark else "light")


def violations(page: Page, rules: list[str] | None = None) -> list[tuple[Any, ...]]:
    """What axe-core finds that shuts somebody out: rule, impact, and the first places. All of its rules, or `rules`."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"], **({"runOnly": {"type": "rule", "values": rules}} if rules else {})}
    # What is in order is a long answer, and nobody reads it.
    found = page.evaluate("options => axe.run(options).then(({ violations }) => violations)", options)
    return [
        (one["id"], one["impact"], [node["html"][:160] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in ("serious", "critical") or set(one["tags"]) & _WCAG
    ]


def refuse_what_is_cut(page: Page) -> None:
    """Fail for what is wider than the phone that the page is shown on, or hidden at its edge."""
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    cut = page.evaluate(_CUT)
    assert cut == [], cut
