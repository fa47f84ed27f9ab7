"""Every interface word is there in Italian."""

import re
from pathlib import Path

import pytest

PO = Path(__file__).resolve().parents[2] / "backstage" / "locale" / "it" / "LC_MESSAGES" / "django.po"
QUOTED = re.compile(r'^"(.*)"$')


def entries():
    """The blocks of the catalogue, its header left out."""
    return [block for block in PO.read_text(encoding="utf-8").split("\n\n")[1:] if "msgid" in block]


def translations(block):
    """What each msgstr of a block says."""
    parts = re.split(r"^msgstr(?:\[\d\])? ", block, flags=re.MULTILINE)[1:]
    return ["".join(m[1] for line in part.splitlines() if (m := QUOTED.match(line))) for part in parts]


def test_no_word_lacks_its_italian():
    assert [block for block in entries() if not all(translations(block))] == []


def test_no_translation_is_a_guess():
    assert [block for block in entries() if re.search(r"^#, .*fuzzy", block, re.MULTILINE)] == []


def test_the_compiled_catalogue_is_beside_its_source():
    assert PO.with_suffix(".mo").exists()


@pytest.mark.parametrize("placeholder", [r"%\(\w+\)[sd]", r"\{\w+\}"])
def test_translations_keep_their_placeholders(placeholder):
    different = [
        block
        for block in entries()
        if "msgid_plural" not in block
        and sorted(re.findall(placeholder, block.split("msgstr")[0]))
        != sorted(re.findall(placeholder, block.split("msgstr")[1]))
    ]
    assert different == []
