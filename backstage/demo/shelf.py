"""The words of the demo, and how they go into rows."""

import json
from pathlib import Path
from typing import Any

from backstage.bilingual.languages import column

CONTENT = Path(__file__).with_name("content")

Words = dict[str, str]


def read(name: str) -> dict[str, Any]:
    """The content of one site."""
    content: dict[str, Any] = json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))
    return content


def said(**fields: Words | None) -> dict[str, str]:
    """Translated fields as columns: `said(title={"it": …, "en": …})` → `{"title_it": …, "title_en": …}`."""
    return {
        column(field, language): text
        for field, words in fields.items()
        for language, text in (words or {}).items()
    }
