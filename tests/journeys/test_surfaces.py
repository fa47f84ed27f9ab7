"""Nothing of what may not be shown is in any byte that the site serves, to whoever asks, in either language.

Each state in which a work, a production, a voice or a page is hidden has a mark of its own, in every word and
file that it has. Every address of the site is listed here: one that is added and not listed fails.
"""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override

from portfolio.actions import publication
from portfolio.models import (
    Agreement,
    CaptionTrack,
    Chapter,
    CompanyRole,
    ExternalId,
    Film,
    FilmTrack,
    Photo,
    PressItem,
    SheetLine,
    SoundtrackItem,
    Testimony,
    Trailer,
)
from portfolio.screening.models import Holder
from portfolio.screening.views import deciders, visitors
from tests.factories import (
    AgreementFactory,
    AppearanceFactory,
    CreditFactory,
    CrewMemberFactory,
    FilmFactory,
    OrganizationFactory,
    PageFactory,
    PersonReleaseFactory,
    PhotoFactory,
    ProductionFactory,
    ReleaseFactory,
    SiteProfileFactory,
    TestimonyFactory,
    manifest,
    public_portrait,
)
from tests.factories.screening import (
    VIDEO,
    AccessRequestFactory,
    ContactFactory,
    GrantFactory,
    HolderDecisionFactory,
    private_film,
)

pytestmark = pytest.mark.django_db

LANGUAGES = ("it", "en")
NOW = timezone.now()
BEFORE, LATER = NOW - timedelta(days=30), NOW + timedelta(days=30)
# In every text that bears a mark, so that a search which does not say the mark itself finds it.
WORD = "parola"
UNKNOWN = "0" * 32


# What bears a mark.


def said(mark, *fields):
    return {f"{field}_{code}": f"{WORD} {mark}" for field in fields for code in LANGUAGES}


def slugs(mark, *fields):
    return {f"{field}_{code}": f"{mark}-{code}" for field in fields or ("slug",) for code in LANGUAGES}


class Marked:
    """A photo and a film of one production, with one person in them, that everybody may see."""

    def __init__(self, mark, *, photo=True, film=True):
        self.mark = mark
        self.production = ProductionFactory()
        self.agreement = AgreementFactory(production=self.production)
        self.member = CrewMemberFactory(name=f"{WORD} {mark}", slug=mark, **said(mark, "words"))
        self.release = PersonReleaseFactory(member=self.member)
        photos = [self.photo("portrait"), self.photo("backstage")] if photo else []
        self.works = [*photos, *([self.film()] if film else [])]
        for work in self.works:
            AppearanceFactory(**{"photo": None, work._meta.model_name: work}, member=self.member)

    def photo(self, kind):
        line = f"{WORD} {self.mark}"
        return PhotoFactory(
            kind=kind,
            production=self.production,
            is_published=True,
            people="listed",
            credit_line=line,
            creator=line,
            renditions=manifest(320),
            **said(self.mark, "caption", "alt"),
        )

    def film(self):
        parts = {"video": VIDEO, "captions": {"it": "captions-it-0a.vtt"}}
        parts["chapters"] = {"it": "chapters-it-0a.vtt"}
        film = FilmFactory(
            production=self.production,
            is_published=True,
            people="listed",
            external_url="",
            source=f"{self.mark}/source.mp4",
            renditions={"poster": manifest(320)} | parts,
            **said(self.mark, "title", "description", "poster_alt", "music_credit", "editing_credit"),
            **slugs(self.mark),
        )
        line = f"{WORD} {self.mark}"
        Chapter.objects.create(film=film, starts_at_seconds=0, title_it=line, title_en=line)
        CaptionTrack.objects.create(
            film=film, language="it", file="x", transcript=line, transcript_starts=[1]
        )
        FilmTrack.objects.create(film=film, title=f"{WORD} {self.mark}", licence="not_required")
        return film

    def update(self, **fields):
        for work in self.works:
            type(work).objects.filter(pk=work.pk).update(**fields)

    def agree(self, **fields):
        type(self.agreement).objects.filter(pk=self.agreement.pk).update(**fields)

    def release_as(self, **fields):
        type(self.release).objects.filter(pk=self.release.pk).update(**fields)


def waiting_for_a_release(marked, **fields):
    platform = OrganizationFactory()
    release = ReleaseFactory(production=marked.production, platform=platform, **fields)
    marked.agree(public_from_release=release)


def beyond_the_number(marked):
    PhotoFactory(production=marked.production, is_public=True, order=0)
    marked.update(order=9)
    marked.agree(max_photos=1)


HIDDEN = {
    "draft": lambda marked: marked.update(is_published=False),
    "suspended": lambda marked: marked.update(
        suspended_at=BEFORE, suspended_by="person", suspended_reason=f"perché {marked.mark}"
    ),
    "struckout": lambda marked: marked.update(killed_at=BEFORE),
    "withdrawn": lambda marked: marked.update(withdrawn_at=BEFORE),
    "noagreement": lambda marked: marked.agreement.delete(),
    "agreementsaysno": lambda marked: marked.agree(public="no", private="no"),
    "privateonly": lambda marked: marked.agree(public="no", private="yes"),
    "eachtime": lambda marked: marked.agree(public="no", private="each_time"),
    "embargo": lambda marked: marked.agree(public_from=LATER),
    "undatedrelease": lambda marked: waiting_for_a_release(marked, date=None),
    "postponedrelease": lambda marked: waiting_for_a_release(marked, status="postponed"),
    "agreementlapsed": lambda marked: marked.agree(valid_until=BEFORE),
    "agreementwithdrawn": lambda marked: marked.agree(withdrawn_at=BEFORE, withdrawn_by="holder"),
    "ownagreementsaysno": lambda marked: [
        AgreementFactory(production=None, public="no", **{work._meta.model_name: work})
        for work in marked.works
    ],
    "peopleunknown": lambda marked: marked.update(people="unknown"),
    "saidtoshownobody": lambda marked: marked.update(people="none"),
    "norelease": lambda marked: marked.release.delete(),
    "releaseforprivate": lambda marked: marked.release_as(scope="private"),
    "releaserevoked": lambda marked: marked.release_as(revoked_at=BEFORE),
    "releaselapsed": lambda marked: marked.release_as(valid_until=BEFORE),
    "releasenotyetsigned": lambda marked: marked.release_as(signed_on=LATER.date()),
    "releaseforanother": lambda marked: marked.release_as(production=ProductionFactory()),
}
OF_FILMS = {
    "musicunknown": lambda marked: FilmTrack.objects.filter(film__in=marked.works).update(licence="unknown"),
    "musiclapsed": lambda marked: FilmTrack.objects.filter(film__in=marked.works).update(
        licence="granted", until=BEFORE
    ),
}
OF_PHOTOS = {"beyondthenumber": beyond_the_number}
GONE = {"withdrawn", "agreementwithdrawn", "releaserevoked"}


def mark_of(state):
    return f"zq{state}qz"


def hidden_works():
    """The works in each state, by its name."""
    found = {}
    for states, kinds in ((HIDDEN, {}), (OF_FILMS, {"photo": False}), (OF_PHOTOS, {"film": False})):
        for state, hide in states.items():
            marked = Marked(mark_of(state), **kinds)
            marked.update(created_at=BEFORE - timedelta(days=1))
            hide(marked)
            found[state] = [type(work).objects.get(pk=work.pk) for work in marked.works]
    return found


def secret_production(mark, **fields):
    """One of which nothing may be said, with all that a data sheet can say."""
    words = said(mark, "title", "logline", "synopsis", "genres", "shooting_places", "story_places")
    text = f"{WORD} {mark}"
    more = {"original_title": text, "cameras": text, "official_url": f"https://{mark}.example/"}
    production = ProductionFactory(**words, **more, **slugs(mark), **fields)
    member = CrewMemberFactory(name=text, slug=f"{mark}-persona")
    CreditFactory(production=production, member=member, character=text)
    CompanyRole.objects.create(
        production=production, organization=OrganizationFactory(name=text), capacity="production"
    )
    ReleaseFactory(production=production, platform__name=f"{text} film")
    SheetLine.objects.create(production=production, label=text, value=text)
    SoundtrackItem.objects.create(production=production, title=text, origin="original")
    Trailer.objects.create(production=production, title=text, url=f"https://{mark}.example/t")
    PressItem.objects.create(production=production, outlet=text, title=text)
    ExternalId.objects.create(production=production, scheme="imdb", value=f"tt-{mark}")
    return production


def hidden_things():
    """Productions, voices and pages that nobody may see, or not by their name."""
    mark = mark_of("voice")
    spoken = said(mark, "quote", "words", "trade") | slugs(mark) | {"name": f"{WORD} {mark}"}
    unpublished = secret_production(mark_of("productiondraft"), is_published=False)
    secret = secret_production(mark_of("productionsecret"), is_secret_now=True)
    later = secret_production(mark_of("productionrevealedlater"), is_secret_now=True, revealed_at=LATER)
    for production in (secret, later):
        AgreementFactory(production=production, credit_line=production.original_title)
        AgreementFactory(credit_line="© Casa", credit_required=True)
        PhotoFactory(production=production, is_public=True)
        FilmFactory(production=production, is_public=True)
    voices = [
        TestimonyFactory(is_published=False, **spoken),
        TestimonyFactory(release_signed_on=LATER.date(), **again(spoken, 2)),
        TestimonyFactory(release_signed_on=None, **again(spoken, 3)),
        TestimonyFactory(release_revoked_at=BEFORE, **again(spoken, 4)),
        TestimonyFactory(
            wording_approved_on_it=None, wording_approved_on_en=LATER.date(), **again(spoken, 5)
        ),
    ]
    only_italian = Testimony.objects.create(
        name="Chi parla",
        slug_it="chi-parla",
        quote_it="Detto bene.",
        wording_approved_on_it=date(2020, 1, 1),
        quote_en=f"{WORD} {mark}",
        words_en=f"{WORD} {mark}",
        trade_en=f"{WORD} {mark}",
        release_signed_on=date(2020, 1, 1),
        is_published=True,
    )
    draft = mark_of("page")
    page = PageFactory(is_published=False, menu="main", **said(draft, "title", "body"), **slugs(draft))
    return [unpublished, secret, later, *voices, only_italian, page]


def again(spoken, number):
    return spoken | {key: f"{value}-{number}" for key, value in spoken.items() if key.startswith("slug")}


# Where the site serves something.

ROOMS = ["home", "contact", "portfolio:faces", "portfolio:faces_by_production", "portfolio:productions"]
ROOMS += ["portfolio:films", "portfolio:testimonies", "portfolio:members"]
AT_ANOTHER_MOMENT = datetime(2060, 1, 1, tzinfo=UTC)
# The desk asks who is there first: `test_every_page` and `test_the_desk_opens_to_nobody_unknown`.
DESK = "admin:"


def paths(world):
    """Addresses by the name of their pattern, for all that is in the world, in the active language."""
    works, things, codes = world["works"], world["things"], world["codes"]
    photos = [work for work in works if isinstance(work, Photo)]
    films = [work for work in works if isinstance(work, Film)]
    files = [name.split("/") for work in works for name in publication.files_of(work)]
    one_each = list({file[0]: file for file in files}.values())
    found = {
        name: [reverse(name)] for name in [*ROOMS, "root", "healthz", "robots", "sitemap", "set_language"]
    }
    found |= {
        "search": [f"{reverse('search')}?q={query}" for query in (WORD, "prova", "film", "")],
        "page": [reverse("page", args=[slug]) for slug in slugs_of(things, "page")],
        "portfolio:photo": [reverse("portfolio:photo", args=[photo.asset]) for photo in photos],
        "portfolio:film": [reverse("portfolio:film", args=[slug]) for slug in slugs_of(films, "film")],
        "portfolio:production": [
            reverse("portfolio:production", args=[slug]) for slug in slugs_of(things, "production")
        ],
        "portfolio:testimony": [
            reverse("portfolio:testimony", args=[slug]) for slug in slugs_of(things, "testimony")
        ],
        "portfolio:member": [reverse("portfolio:member", args=[slug]) for slug in world["members"]],
        "rendition": [reverse("rendition", args=file) for file in files],
        "preview": [reverse("preview", args=file) for file in one_each],
        "screening_file": [
            reverse("screening_file", args=[code, *file]) for code in codes for file in one_each
        ],
        "as_of": [reverse("as_of", args=[AT_ANOTHER_MOMENT, reverse("portfolio:films")[1:]])],
        "screening:ask": [
            f"{reverse('screening:ask')}?{query}"
            for query in ["", *(f"film={film.pk}" for film in films), "showreel=1", "film=x"]
        ],
    }
    for name in ("screenings", "asked", "code", "sign_out"):
        found[f"screening:{name}"] = [reverse(f"screening:{name}")]
    for name in ("my_data", "my_data_file", "ask_erasure", "keep_data"):
        found[f"screening:{name}"] = [reverse(f"screening:{name}")]
    for name in ("showing", "accept", "sit_down", "alive", "more_days"):
        found[f"screening:{name}"] = [reverse(f"screening:{name}", args=[code]) for code in codes]
    for name in ("decisions", "decide_code", "decide_sign_out"):
        found[f"screening:{name}"] = [reverse(f"screening:{name}")]
    for name in ("decide_answer", "decide_withdraw", "decide_stop"):
        found[f"screening:{name}"] = [reverse(f"screening:{name}", args=[pk]) for pk in world["decisions"]]
    found["screening:as_they_will"] = [
        reverse("screening:as_they_will", args=[pk]) for pk in world["decisions"]
    ]
    found["holder_frame"] = [reverse("holder_frame", args=file) for file in one_each]
    one_more = [reverse("screening:one_more", args=[code, film.pk]) for code in codes for film in films]
    found["screening:one_more"] = one_more
    for name in ("confirm", "enter", "decide_by_link"):
        found[f"screening:{name}"] = [reverse(f"screening:{name}", args=["A" * 43])]
    found["screening:withdraw"] = [reverse("screening:withdraw", args=[1])]
    return found


def slugs_of(rows, model):
    names = ["slug_it", "slug_en", *(["alias_slug_it", "alias_slug_en"] if model == "production" else [])]
    return [
        slug
        for row in rows
        if row._meta.model_name == model
        for slug in dict.fromkeys(getattr(row, name) for name in names)
        if slug
    ]


def names_of_patterns(patterns, room=""):
    for entry in patterns:
        if isinstance(entry, URLResolver):
            space = f"{room}{entry.namespace}:" if entry.namespace else room
            yield from names_of_patterns(entry.url_patterns, space)
        else:
            yield f"{room}{entry.name}"


@pytest.fixture
def world(storages):
    """Works in every hidden state with their files in the vault, and the rest of what is hidden."""
    SiteProfileFactory()
    contact = ContactFactory()
    other = GrantFactory(request__contact=contact)
    by_state = hidden_works()
    works = [work for rows in by_state.values() for work in rows]
    for work in works:
        bears(storages, work)
    for work in by_state["privateonly"]:
        if isinstance(work, Film):
            GrantFactory(films=[work])  # somebody else's
    decided = [
        asked_of("others@holder.example", work) for work in by_state["eachtime"] if isinstance(work, Film)
    ]
    asked_of("mine@holder.example", private_film(Agreement.Private.EACH_TIME))
    return {
        "by_state": by_state,
        "decisions": [decision.request_id for decision in decided] + [decision.pk for decision in decided],
        "works": works,
        "things": hidden_things(),
        "members": [mark_of(state) for state in by_state] + [f"{mark_of('productionsecret')}-persona"],
        "codes": [other.code, "nessuno"],
        "contact": contact,
    }


def asked_of(address, film):
    """Whoever decides about the film at `address` was asked, for a request that waits."""
    Agreement.objects.filter(production=film.production).update(
        own_initiative=False, rights_holder=OrganizationFactory(), decision_email=address
    )
    mailbox = Holder.objects.create(email=address, language="it")
    return HolderDecisionFactory(request=AccessRequestFactory(), film=film, holder=mailbox, asked_at=BEFORE)


def bears(storages, work):
    """Each of its files says its asset, which is its mark."""
    for name in publication.files_of(work):
        path = storages / "vault" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"file of " + work.asset.encode())


def nobody(world):
    return Client()


def staff(world, editor):
    browser = Client()
    browser.force_login(editor)
    return browser


def contact(world):
    browser = Client()
    session, moment = browser.session, timezone.now().isoformat()
    session.update({visitors.CONTACT: world["contact"].pk, visitors.SINCE: moment, visitors.SEEN: moment})
    session.save()
    return browser


def holder(world, address="mine@holder.example"):
    browser = Client()
    session, moment, here = browser.session, timezone.now().isoformat(), deciders.HERE
    mailbox = Holder.objects.get(email=address)
    session.update({here.who: mailbox.pk, here.since: moment, here.seen: moment})
    session.save()
    return browser


def served(browser, path):
    """Every byte of an answer, headers included, where the answer is one that anybody would keep."""
    answer = browser.get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = "".join(f"{key}: {value}\n" for key, value in answer.headers.items())
    return headers + body.decode(errors="replace")


def walk(browser, world):
    """What each address serves, in both languages; those that have no language once."""
    answers = {}
    for code in LANGUAGES:
        with override(code):
            addresses = {path for found in paths(world).values() for path in found}
        answers |= {path: served(browser, path) for path in addresses - set(answers)}
    return answers


def found_in(answers, marks):
    """The addresses at which a mark was served that the address does not say itself."""
    pattern = re.compile("|".join(map(re.escape, sorted(marks))))
    return {
        path: sorted(hits)
        for path, body in answers.items()
        if (hits := {hit for hit in pattern.findall(body) if hit not in path})
    }


def marks_of(world):
    productions = ["productiondraft", "productionsecret", "productionrevealedlater"]
    states = [*world["by_state"], *productions, "voice", "page"]
    return [mark_of(state) for state in states] + [work.asset for work in world["works"]]


def test_every_address_of_the_site_is_listed_here(world):
    known = set(paths(world))
    there = set(names_of_patterns(get_resolver().url_patterns))
    assert {name for name in there if not name.startswith(DESK)} == known


def test_the_desk_opens_to_nobody_unknown(client):
    names = [name for name in names_of_patterns(get_resolver().url_patterns) if name.startswith(DESK)]
    opened = {"admin:login", "admin:logout", "admin:jsi18n", "admin:None"}
    for name in sorted(set(names) - opened):
        try:
            address = reverse(name)
        except NoReverseMatch:  # for one row, or one app
            continue
        assert client.get(address)["Location"].startswith("/admin/login/"), name


@pytest.mark.parametrize("who", [nobody, contact, holder])
def test_nothing_hidden_is_in_any_byte_that_is_served(world, who):
    assert found_in(walk(who(world), world), marks_of(world)) == {}


def test_a_holder_sees_what_is_theirs_on_their_own_page_and_nowhere_else(world):
    answers = walk(holder(world, "others@holder.example"), world)
    shown = found_in(answers, marks_of(world))
    with override("it"):
        mine = {reverse("screening:decisions"), *(path for path in answers if path.startswith("/holder/"))}
    theirs = {mark_of("eachtime"), *(work.asset for work in world["by_state"]["eachtime"])}
    assert {path for path in shown if "/decision" not in path} <= mine
    assert {mark for marks in shown.values() for mark in marks} <= theirs
    assert reverse("screening:decisions") in shown


def test_the_site_shows_nothing_more_to_staff_save_at_their_own_doors(world, editor):
    answers = walk(staff(world, editor), world)
    public = {path: body for path, body in answers.items() if not path.startswith(("/preview/", "/as-of/"))}
    assert found_in(public, marks_of(world)) == {}
    assert found_in(answers, marks_of(world))


def test_the_address_of_what_is_hidden_answers_as_an_unknown_one(world, client):
    never_there = [work for state, works in world["by_state"].items() if state not in GONE for work in works]
    taken_back = next(thing for thing in world["things"] if getattr(thing, "release_revoked_at", None))
    withdrawn = set()
    for code in LANGUAGES:
        with override(code):
            slugs_taken_back = slugs_of([taken_back], "testimony")
            withdrawn |= {reverse("portfolio:testimony", args=[slug]) for slug in slugs_taken_back}
            addresses = paths({**world, "works": never_there})
            unknown = reverse("portfolio:photo", args=[UNKNOWN])
        as_unknown = seen_by_a_stranger(client, unknown)
        marked = [mark_of(state) for state in ("productiondraft", "productionsecret", "voice")]
        of_things = [*addresses["portfolio:production"], *addresses["portfolio:testimony"]]
        paths_of_hidden = [path for path in of_things if any(mark in path for mark in marked)]
        for name in ("portfolio:photo", "portfolio:film", "portfolio:member", "page"):
            paths_of_hidden += addresses[name]
        for path in paths_of_hidden:
            assert path in withdrawn or seen_by_a_stranger(client, path) == as_unknown, path
    as_unknown = seen_by_a_stranger(client, f"/media/{UNKNOWN}/1-0.jpg")
    for path in addresses["rendition"]:
        assert seen_by_a_stranger(client, path) == as_unknown, path


def seen_by_a_stranger(client, path):
    answer = client.get(path)
    return answer.status_code, sorted(answer.headers.items()), answer.content


def test_what_was_withdrawn_says_so_and_nothing_else(world, client):
    for state in GONE:
        for work in world["by_state"][state]:
            answer = client.get(work.get_absolute_url())
            assert answer.status_code == 410
            assert mark_of(state) not in answer.content.decode()


def test_the_mark_of_what_may_be_seen_is_found_wherever_it_belongs(storages, client):
    """So that a mark which is nowhere found is known to be sought in the right places."""
    SiteProfileFactory()
    marked = Marked(mark_of("public"))
    works = [type(work).objects.get(pk=work.pk) for work in marked.works]
    for work in works:
        bears(storages, work)
    world = {"works": works, "things": [], "codes": [], "decisions": [], "members": [marked.mark]}
    answers = walk(client, world)
    shown = found_in(answers, [marked.mark, *(work.asset for work in works)])
    with override("it"):
        expected = [reverse(name) for name in ROOMS if name not in {"contact", "portfolio:testimonies"}]
        expected += [f"{reverse('search')}?q={WORD}", reverse("sitemap")]
        expected += [work.get_absolute_url() for work in works]
    assert set(expected) <= set(shown)
    names = [name.split("/") for work in works for name in publication.files_of(work)]
    assert all("file of" in answers[reverse("rendition", args=name)] for name in names)


def test_a_face_beside_a_hidden_one_has_no_neighbour(client):
    shown = public_portrait(production=ProductionFactory(is_open=True))
    PhotoFactory(kind="portrait", production=shown.production, people="unknown", is_published=True, order=1)
    assert 'rel="next"' not in client.get(shown.get_absolute_url()).content.decode()


def test_no_cache_keeps_an_answer_past_the_moment_at_which_it_changes(storages, client):
    """Pages are asked for each time; a picture may be kept only where no date that is known ends it."""
    SiteProfileFactory()
    lasting, ending = Marked(mark_of("lasting")), Marked(mark_of("ending"))
    ending.agree(valid_until=LATER)
    works = [type(work).objects.get(pk=work.pk) for work in (*lasting.works, *ending.works)]
    for work in works:
        bears(storages, work)
    world = {"works": works, "things": [], "codes": [], "decisions": [], "members": [lasting.mark]}
    kept = {}
    with override("it"):
        for path in {path for found in paths(world).values() for path in found}:
            answer = client.get(path)
            b"".join(answer.streaming_content) if answer.streaming else None
            if "no-cache" not in answer["Cache-Control"] and "no-store" not in answer["Cache-Control"]:
                kept[path] = answer["Cache-Control"]
    assets = {work.asset for work in works[: len(lasting.works)]}
    assert {path.split("/")[2] for path in kept} == assets
    assert set(kept.values()) == {"public, max-age=2592000, immutable"}
