"""A pack as PDF/UA-1 by Typst: tagged, searchable, the same bytes for the same pack.

Typst is given the template, the pack as JSON and the vendored faces: no font of the computer, no file of the disk, no
package of the net. A text comes in as data and is never parsed, so that no `#` or `$` of a person's can fire.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from dashboard.packs.charts import draw
from dashboard.packs.content import Figure, Pack
from dashboard.packs.letters import FONTS
from dashboard.theme import palette

FOLDER = Path(__file__).parent
TEMPLATE = FOLDER / "pack.typ"
NARROW, WIDE = 246, 498  # points of a drawing, which stands in 84 or 170 mm
STANDARD: Literal["ua-1"] = "ua-1"


def write_pdf(pack: Pack) -> bytes:
    """The pack as PDF. Raises `typst.TypstError` where the standard does not hold (a missing alt text or title)."""
    colours = palette("light")
    inputs = {"pack": json.dumps(_told(pack, colours), ensure_ascii=False), "colours": json.dumps(colours)}
    # One for each call: a compiler refuses two threads at once ("Already borrowed"); what costs time is the faces.
    compiler = typst.Compiler(TEMPLATE, root=FOLDER, font_paths=_faces(), ignore_system_fonts=True)
    made = compiler.compile(
        sys_inputs=inputs, format="pdf", pdf_standards=[STANDARD], timestamp=int(pack.made_at.timestamp())
    )
    if not isinstance(made, bytes):  # several pages come as a list in other formats
        raise TypeError(made)
    return made


@lru_cache(maxsize=1)
def _faces() -> typst.Fonts:
    """The vendored faces, read once; neither the computer's nor those inside the library."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _told(pack: Pack, colours: dict[str, str]) -> dict[str, Any]:
    told = asdict(pack)
    made = told.pop("made_at")
    told["made_on"] = {"year": made.year, "month": made.month, "day": made.day}
    for section, content in zip(told["sections"], pack.sections, strict=True):
        # Beside the words; over the whole width where there are none.
        section["is_wide"] = not (content.paragraphs or content.said)
        _draw(section, content.figure, colours, WIDE if section["is_wide"] else NARROW)
        for area, source in zip(section["areas"], content.areas, strict=True):
            _draw(area, source.figure, colours)
    plain: dict[str, Any] = _plain(told)
    return plain


def _draw(holder: dict[str, Any], figure: Figure | None, colours: dict[str, str], width: float = NARROW) -> None:
    """The drawing in place of the chart's figures."""
    if figure is not None:
        del holder["figure"]["chart"]
        holder["figure"]["svg"] = None if figure.chart is None else draw(figure.chart, colours, width=width)


def _plain(value: Any) -> Any:
    """Without what JSON does not know: the numbers behind the cells are for the workbook."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items() if name != "value"}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
