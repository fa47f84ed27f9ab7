"""How a paper of ours looks as a PDF: its letters, its tables, a film's length as a strip."""

import io
from collections.abc import Iterable
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

import pymupdf_fonts
from django.utils.translation import get_language
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from portfolio.screening.evidence.deliveries import MOST_TIMES, PARTS, Shown

# FiraGO (SIL Open Font License): Latin, Greek, Cyrillic, Georgian, Hebrew, Arabic, Thai.
PLAIN, BOLD = "FiraGO", "FiraGO-Bold"
FONTS = {PLAIN: "figo", BOLD: "figbo"}
INK, PALE, LIGHT = HexColor("#161412"), HexColor("#6b6560"), HexColor("#e4dfd7")
RED = (0.69, 0.13, 0.11)
MARGIN = 20 * mm
# What a frame keeps free around what it holds.
PADDING = 6
WIDTH = A4[0] - 2 * MARGIN
LABELS = 44 * mm


class Timeline(Flowable):
    """A film's length as a strip, the darker the more often it was delivered."""

    thickness = 9

    def __init__(self, shown: Shown) -> None:
        """What was delivered of the film."""
        super().__init__()
        self.shown = shown

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """As wide as the page."""
        return WIDTH, self.thickness + 4

    def draw(self) -> None:
        """The whole pale, what was delivered red."""
        part = WIDTH / PARTS
        self.canv.setFillColor(LIGHT)
        self.canv.rect(0, 2, WIDTH, self.thickness, stroke=0, fill=1)
        for run in self.shown.runs:
            if run.times:
                self.canv.setFillColor(Color(*RED, alpha=0.25 + 0.75 * run.shade / MOST_TIMES))
                self.canv.rect(run.start * part, 2, run.width * part, self.thickness, stroke=0, fill=1)


def written(story: Iterable[Flowable], *, title: str, author: str, foot: str) -> bytes:
    """The PDF of `story` on pages of A4, in the active language; `foot` stands at the foot of each."""
    paper = io.BytesIO()
    document = SimpleDocTemplate(
        paper,
        pagesize=A4,
        **dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN - PADDING),
        title=title,
        author=author,
        creator="Backstage",
        lang=get_language(),
    )
    document.build(list(story), _foot(foot), _foot(foot))
    return paper.getvalue()


def style(size: float, font: str = PLAIN, *, colour: Any = INK, before: float = 0, after: float = 0) -> Any:
    """How words are set: their size and what is free above and below them, in points."""
    _load_fonts()
    return ParagraphStyle(
        f"{font}-{size}",
        fontName=font,
        fontSize=size,
        leading=size * 1.35,
        textColor=colour,
        spaceBefore=before,
        spaceAfter=after,
    )


def words(text: str, style: Any) -> Paragraph:
    """A paragraph that says `text` and nothing else, whatever signs are in it."""
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


def table(rows: Iterable[tuple[str, str]]) -> Table:
    """Labels on the left, what they are for on the right."""
    cells = [[words(label, style(9, colour=PALE)), words(text, style(9))] for label, text in rows]
    table = Table(cells, colWidths=[LABELS, WIDTH - LABELS])
    table.setStyle(lines())
    return table


def lines() -> TableStyle:
    """A thin line above each row."""
    return TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("LINEABOVE", (0, 0), (-1, -1), 0.4, LIGHT),
        ]
    )


def _foot(words: str) -> Any:
    def draw(canvas: Any, document: Any) -> None:
        canvas.setFont(PLAIN, 8)
        canvas.setFillColor(PALE)
        canvas.drawString(MARGIN, 12 * mm, words)
        canvas.drawRightString(A4[0] - MARGIN, 12 * mm, str(document.page))

    return draw


@cache
def _load_fonts() -> None:
    for name, buffer in FONTS.items():
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(pymupdf_fonts.fontbuffers[buffer]())))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)
