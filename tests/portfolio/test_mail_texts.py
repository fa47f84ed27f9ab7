"""The text of every mail, however much or little there is to say in it."""

import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

FOLDER = Path(settings.BASE_DIR) / "templates" / "emails"
MAILS = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())
NINE = datetime(2031, 3, 5, 20, 0, tzinfo=UTC)


def thing(**facts):
    return SimpleNamespace(**facts)


def words(much):
    """All that any mail may name; without `much`, nothing that may be missing."""

    def some(value, nothing=""):
        return value if much else nothing

    production = some(thing(title="Il faro"), None)
    film = thing(title="Il molo", production=production)
    decision = thing(film=film, answer=some("yes"), until=some(NINE, None), last_day=NINE.date())
    decision.withdrawn_at, decision.note = some(NINE, None), some("Solo per Ada.")
    decision.decided_by, decision.decided_at, decision.has_changed_hands = "Anna Rossi", NINE, False
    evening = "fino a domani sera"
    lasting = [
        thing(film=film, is_shorter=each, until_exactly=evening, until_in_words=evening)
        for each in (True, False)
    ]
    asked = thing(name="Ada", company="Faro", role=some("Regia"), email="ada@faro.example", wish="Rullo")
    asked.production, asked.reason, asked.needed_by = (
        some("Il faro"),
        some("Perché sì"),
        some(NINE.date(), None),
    )
    asked.contact, asked.declined_reason = thing(name="Ada", company="Faro"), "No, grazie."
    contents = thing(reel=some(thing(title="Rullo"), None), is_whole=False, of_the_reel=2, films=lasting)
    contents.until_exactly = contents.until_in_words = evening
    change = thing(moment=NINE, work=film, is_public=True)
    return {
        "site": thing(name="Lo studio"),
        "asked": asked,
        "contact": asked.contact,
        "agreement": thing(film=some(film, None), production=thing(title="Il faro")),
        "stopped": NINE,
        "holder": thing(email="legal@holder.example", name="Holder"),
        "decision": decision,
        "decisions": [decision, decision],
        "contents": contents,
        "grant": thing(max_views=some(2, None)),
        "question": thing(text="Per quale puntata?"),
        "changes": [change, change],
        "reveals": some([thing(revealed_at=NINE)], []),
        **dict.fromkeys(("home", "desk", "link", "door", "address"), "http://x/"),
        "code": "012345",
        "minutes": 10,
        "days": 7,
        "language": "it",
    }


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("much", [True, False], ids=["much", "little"])
@pytest.mark.parametrize("name", MAILS)
def test_no_mail_has_two_blank_lines_in_a_row(name, much, language):
    with translation.override(language):
        text = render_to_string(f"emails/{name}/body.txt", words(much)).strip()
    assert len(text.splitlines()) > 2
    assert not re.search(r"\n[ \t]*\n[ \t]*\n", text), text


@pytest.mark.parametrize("name", MAILS)
def test_no_line_of_a_mail_ends_in_white_space(name):
    text = render_to_string(f"emails/{name}/body.txt", words(much=True))
    assert not re.search(r"[ \t]+$", text, re.MULTILINE), text
