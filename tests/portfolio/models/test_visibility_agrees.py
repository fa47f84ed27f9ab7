"""The SQL for sets and the sentences for one work give the answer of the rule, whatever the facts.

The rule is stated here once more, in plain Python over plain facts. Each example begins where everybody
says yes, and changes a few facts. Several worlds stand beside one another: a set is asked for all at once.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crew.models import CrewMember
from portfolio.models import Agreement, Appearance, Film, FilmTrack, PersonRelease, Photo, Production, Release
from portfolio.models.blockers import why_hidden, why_not_screenable
from portfolio.models.visibility import BLOCKERS, visibility

NOW = datetime(2026, 6, 15, 22, 30, tzinfo=UTC)
TODAY = date(2026, 6, 16)  # In Rome the next day has begun.
DAY = timedelta(days=1)
MOMENTS = [NOW - DAY, NOW, NOW + DAY]
ABSENT = "absent"
WORLDS = 8
numbers = count(1)

TERMS = {
    "public": ["yes", "no"],
    "private": ["no", "each_time", "yes"],
    "public_from": [None, *MOMENTS],
    "release": [ABSENT, None, *MOMENTS],
    "valid_until": [None, *MOMENTS],
    "withdrawn_at": [None, *MOMENTS],
    "max_photos": [None, 0, 1, 2],
}
# The first value of each is the one that says yes.
FACTS = {
    "kind": ["photo", "film"],
    "of_production": [True, False],
    "is_published": [True, False],
    "is_suspended": [False, True],
    "is_killed": [False, True],
    "is_withdrawn": [False, True],
    "people": ["listed", "none", "unknown"],
    "shows_nadia": [True, False],
    "shows_ramzi": [ABSENT, "released", "unreleased"],
    "scope": ["public", "private"],
    "covers": ["all", "production", "work", "another production", "another work"],
    "signed_on": [TODAY - DAY, TODAY, TODAY + DAY],
    "ends_at": [None, *MOMENTS],
    "revoked_at": [None, *MOMENTS],
    "track": [
        ABSENT,
        ("unknown", None),
        ("not_required", None),
        *(("granted", end) for end in [None, *MOMENTS]),
    ],
    "photos_before": [(), (True,), (False,), (True, True)],
    "photo_at_its_place": [ABSENT, "earlier", "later", "earlier, with terms of its own"],
    "has_agreement": [True, False],
    **TERMS,
    "has_own": [False, True],
    **{f"own_{name}": values for name, values in TERMS.items()},
}
CHANGES = [(name, value) for name, values in FACTS.items() for value in values[1:]]
# Facts that matter only beside others are drawn more often.
CHANGES += [("has_own", True)] * 6 + [("max_photos", 1)] * 3 + [("kind", "film"), ("private", "yes")] * 3


def facts_with(changes):
    """Where everybody says yes, but for `changes`; combinations that the database refuses are left out."""
    facts = {name: values[0] for name, values in FACTS.items()} | dict(changes)
    for own in ("", "own_"):
        if facts[f"{own}release"] != ABSENT:
            facts[f"{own}public_from"] = None
        if facts[f"{own}public_from"]:
            facts[f"{own}valid_until"] = None
    for end in ("ends_at", "revoked_at"):
        if facts[end] and facts[end].date() < facts["signed_on"]:
            facts[end] = None
    return facts


worlds = st.lists(
    st.lists(st.sampled_from(CHANGES), max_size=6).map(facts_with), min_size=WORLDS, max_size=WORLDS
)


# The rule.


def past(moment):
    return moment is not None and moment <= NOW


def may_be_shown(facts, to):
    return chosen(facts) and agreed(facts, to) and everybody_agrees(facts, to) and music_may_be_heard(facts)


def is_public(facts):
    return may_be_shown(facts, "public") and within_the_number(facts)


def how_far_by_the_rule(facts):
    if is_public(facts):
        return "public"
    return "private" if may_be_shown(facts, "grantees") else "hidden"


def chosen(facts):
    return facts["is_published"] and not (
        facts["is_suspended"] or facts["is_killed"] or facts["is_withdrawn"]
    )


def agreed(facts, to):
    if facts["has_own"]:
        return says_yes({name: facts[f"own_{name}"] for name in TERMS}, to)
    if not facts["of_production"]:
        return True
    return facts["has_agreement"] and says_yes(facts, to)


def says_yes(terms, to):
    if past(terms["withdrawn_at"]) or past(terms["valid_until"]):
        return False
    day_has_come = terms["public_from"] is None or past(terms["public_from"])
    release_has_come = terms["release"] == ABSENT or past(terms["release"])
    to_everybody = terms["public"] == "yes" and day_has_come and release_has_come
    return to_everybody or (to == "grantees" and terms["private"] != "no")


def everybody_agrees(facts, to):
    shown = [facts["shows_nadia"], facts["shows_ramzi"] != ABSENT]
    if facts["people"] != "listed":
        return facts["people"] == "none" and not any(shown)
    nadia = not facts["shows_nadia"] or nadia_agrees(facts, to)
    return any(shown) and nadia and facts["shows_ramzi"] != "unreleased"


def nadia_agrees(facts, to):
    in_force = facts["signed_on"] <= TODAY and not past(facts["ends_at"]) and not past(facts["revoked_at"])
    covering = {"all", "work"} | ({"production"} if facts["of_production"] else set())
    return in_force and facts["covers"] in covering and (to == "grantees" or facts["scope"] == "public")


def music_may_be_heard(facts):
    if facts["kind"] != "film" or facts["track"] == ABSENT:
        return True
    licence, until = facts["track"]
    return licence != "unknown" and not past(until)


def within_the_number(facts):
    limit = facts["max_photos"]
    bound = facts["kind"] == "photo" and facts["of_production"] and facts["has_agreement"]
    if not bound or facts["has_own"] or limit is None:
        return True
    return sum(facts["photos_before"]) + (facts["photo_at_its_place"] == "earlier") < limit


# The rows.


def build(facts):
    production = Production.objects.create(title_it="Il faro", slug_it=f"faro-{next(numbers)}")
    other = Production.objects.create(title_it="Altro", slug_it=f"altro-{next(numbers)}")
    work, another = make_work(facts, production)
    if facts["has_agreement"]:
        make_agreement(facts, production, {"production": production})
    if facts["has_own"]:
        terms = {name: facts[f"own_{name}"] for name in TERMS}
        make_agreement(terms, production, {facts["kind"]: work})
    if facts["shows_nadia"]:
        covered = {"production": {"production": production}, "another production": {"production": other}}
        covered |= {"work": {facts["kind"]: work}, "another work": {facts["kind"]: another}}
        nadia = show("nadia", facts["kind"], work)
        PersonRelease.objects.create(
            member=nadia,
            scope=facts["scope"],
            signed_on=facts["signed_on"],
            valid_until=facts["ends_at"],
            revoked_at=facts["revoked_at"],
            **covered.get(facts["covers"], {}),
        )
    if facts["shows_ramzi"] != ABSENT:
        ramzi = show("ramzi", facts["kind"], work)
        if facts["shows_ramzi"] == "released":
            PersonRelease.objects.create(member=ramzi, signed_on=TODAY - DAY)
    return work


def show(name, kind, work):
    member = CrewMember.objects.create(name=name, slug=f"{name}-{next(numbers)}")
    Appearance.objects.create(member=member, **{kind: work})
    return member


def make_work(facts, production):
    """The work among its neighbours, and another one of its kind."""
    common = {"production": production if facts["of_production"] else None, "people": facts["people"]}
    common |= {"is_published": facts["is_published"]}
    common |= {name: NOW for name in ("killed_at", "withdrawn_at") if facts[f"is_{name[:-3]}"]}
    if facts["is_suspended"]:
        common |= {"suspended_at": NOW, "suspended_by": "editor", "suspended_reason": "asked"}
    if facts["kind"] == "film":
        return make_film(facts, common)
    neighbour = {"production": production, "original": "y/original.jpg", "people": "none"}
    for is_published in facts["photos_before"]:
        Photo.objects.create(**neighbour, is_published=is_published, order=1)
    if facts["photo_at_its_place"].startswith("earlier"):
        earlier = Photo.objects.create(**neighbour, is_published=True, order=2)
        if "terms" in facts["photo_at_its_place"]:
            Agreement.objects.create(photo=earlier, own_initiative=True, public="yes")
    work = Photo.objects.create(**common, original="x/original.jpg", order=2)
    if facts["photo_at_its_place"] == "later":
        Photo.objects.create(**neighbour, is_published=True, order=2)
    return work, Photo.objects.create(original="z/original.jpg")


def make_film(facts, common):
    film = Film.objects.create(**common, title_it="Dietro il faro", slug_it=f"dietro-{next(numbers)}")
    if facts["track"] != ABSENT:
        licence, until = facts["track"]
        FilmTrack.objects.create(film=film, title="Valzer", licence=licence, until=until)
    return film, Film.objects.create(title_it="Altro", slug_it=f"altro-{next(numbers)}")


def make_agreement(terms, production, of):
    told = {name: terms[name] for name in TERMS if name != "release"}
    if terms["release"] != ABSENT:
        way = "theatrical" if "production" in of else "tv"
        told["public_from_release"] = Release.objects.create(
            production=production, type=way, opens_at=terms["release"]
        )
    Agreement.objects.create(
        **told, **of, own_initiative=True, withdrawn_by="holder" if terms["withdrawn_at"] else ""
    )


@pytest.mark.django_db
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(worlds=worlds)
def test_sets_and_sentences_give_the_answer_of_the_rule(worlds):
    with transaction.atomic():
        works = [build(facts) for facts in worlds]
        public = {work for model in (Photo, Film) for work in model.objects.public(NOW)}
        screenable = {work for model in (Photo, Film) for work in model.objects.screenable(NOW)}
        unblocked = [not why_hidden(work, NOW) for work in works]
        openable = [not why_not_screenable(work, NOW) for work in works]
        how_far = visibility(works[0], NOW)
        for_good = {work for model in (Photo, Film) for work in model.objects.public_for_good(NOW)}
        later = [
            {work for model in (Photo, Film) for work in model.objects.public(moment)}
            for moment in (NOW + DAY, NOW + 2 * DAY, NOW + 36500 * DAY)
        ]
        blocked = {
            work
            for model in (Photo, Film)
            for name in BLOCKERS
            for work in model.objects.blocked_by(name, NOW)
        }
        transaction.set_rollback(True)
    assert [work in public for work in works] == [is_public(facts) for facts in worlds]
    assert [work in screenable for work in works] == [may_be_shown(facts, "grantees") for facts in worlds]
    assert [work in public for work in works] == unblocked
    assert [work in screenable for work in works] == openable
    assert [work in blocked for work in works] == [work not in public for work in works]
    assert how_far == how_far_by_the_rule(worlds[0])
    assert for_good <= public
    assert all(for_good <= seen for seen in later)
