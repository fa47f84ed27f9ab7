"""The holder's whole path: letter, button, code, one page, receipt; and everybody else stays outside."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from portfolio.models import Agreement, Film, RightsEntry, SiteProfile
from portfolio.screening.actions import deciding, erasing, forgetting, holders, letters, posting
from portfolio.screening.models import AccessRequest, Contact, Delivery, Holder, HolderDecision, Viewing
from portfolio.screening.views import deciders
from tests.factories.portfolio import OrganizationFactory
from tests.factories.screening import (
    VIDEO,
    AccessRequestFactory,
    ContactFactory,
    GrantFactory,
    HolderDecisionFactory,
    private_film,
)
from tests.portfolio.screening.conftest import mailed_code, mailed_link
from tests.reading import flat

pytestmark = pytest.mark.django_db

EACH_TIME = Agreement.Private.EACH_TIME
LEGAL, OTHER = "legal@holder.example", "diritti@altri.example"
DOOR, CODE = "/en/screenings/decisions/", "/en/screenings/decisions/code/"


@pytest.fixture(autouse=True)
def studio():
    SiteProfile.objects.create(name_it="Lo studio", name_en="The studio", contact_email="studio@example.org")


@pytest.fixture
def film():
    return private_film(EACH_TIME, title_it="Il molo", title_en="The pier")


@pytest.fixture
def asked(film):
    return AccessRequestFactory(
        contact__name="Ada Ferri", production="Il faro", reason="Una commedia sul mare.", role="Line producer"
    )


@pytest.fixture
def letter(asked, film, editor, commit):
    """Asks the holder; gives the address in the letter."""
    with commit():
        holders.ask(asked, [film], by=editor, languages={LEGAL: "en"})
    return mailed_link()


@pytest.fixture
def enter(commit):
    """Goes the way of a link to its end, in a browser."""

    def go(link, browser=None):
        browser = browser or Client()
        with commit():
            browser.post(link)
        assert browser.post(CODE, {"code": mailed_code()}).url == DOOR
        return browser

    return go


@pytest.fixture
def holder(letter, enter):
    """A browser in which the holder has come in."""
    return enter(letter)


@pytest.fixture
def send(commit):
    def post(browser, said, **more):
        row = HolderDecision.objects.get()
        prefix = f"r{row.request_id}"
        sent = {f"{prefix}-answer_{row.pk}": said}
        sent |= {f"{prefix}-{name}_{row.pk}": value for name, value in more.items()}
        with commit():
            return browser.post(f"{DOOR}{row.request_id}/answer/", sent)

    return post


def watched(grant, film):
    Delivery.objects.create(viewing=Viewing.objects.create(grant=grant), film=film, path=VIDEO["mp4"])


def answers():
    return list(HolderDecision.objects.values_list("answer", flat=True))


def test_looking_at_the_link_changes_nothing_and_mails_nothing(letter, client, commit):
    mail.outbox.clear()
    with commit():
        for _look in range(3):
            assert client.get(letter).status_code == client.head(letter).status_code == 200
    page = flat(client.get(letter))
    assert (mail.outbox, answers(), "Il faro" in page, "Ada" in page) == ([], [""], False, False)
    assert "deciders" not in page
    assert flat(client.get(DOOR)).count("Send me a code") == 1


def test_the_button_mails_a_code_to_the_holder_and_to_nobody_else(letter, client, commit):
    mail.outbox.clear()
    with commit():
        assert client.post(letter).url == CODE
    assert [each.to for each in mail.outbox] == [[LEGAL]]
    assert re.search(r"^\d{6}$", mail.outbox[0].body, re.MULTILINE)
    assert not re.search(r"/\S{40,}/", mail.outbox[0].body)


def test_a_scanner_that_presses_the_button_leaves_the_link_to_the_holder(letter, enter, commit):
    with commit():
        Client().post(letter)
    assert enter(letter).get(DOOR).status_code == 200


def test_without_the_code_there_is_nothing_behind_the_link(letter, client, commit):
    with commit():
        client.post(letter)
    assert "Ada Ferri" not in flat(client.get(DOOR))
    assert client.post(CODE, {"code": "abc"}).status_code == 200
    assert "Ada Ferri" not in flat(client.get(DOOR))


def test_the_code_is_worth_nothing_in_another_browser(letter, client, commit):
    with commit():
        client.post(letter)
    code = mailed_code()
    other = Client()
    with commit():
        other.post(letter)
    assert "This code is not valid" in flat(other.post(CODE, {"code": code}))
    assert "Ada Ferri" not in flat(other.get(DOOR))
    assert client.post(CODE, {"code": code}).url == DOOR


def test_a_code_is_refused_where_nobody_asked_for_one(letter, client):
    assert client.post(CODE, {"code": "123456"}).url == DOOR


def test_the_page_says_who_asks_for_what_and_why(holder, film):
    page = flat(holder.get(DOOR))
    said = ["Ada Ferri", "Line producer", "Faro Film", "Il faro", "Una commedia sul mare.", film.title_en]
    assert [word for word in [*said, "The pier", "2022"] if word not in page] == []


@pytest.mark.parametrize("is_checked", [True, False])
def test_the_page_says_whether_address_and_company_are_checked(letter, enter, editor, is_checked):
    if is_checked:
        deciding.vouch_for_company(Contact.objects.get(), by=editor)
    page = flat(enter(letter).get(DOOR))
    assert "the address is proven" in page
    assert ("checked by us" in page, "not checked by us" in page) == (True, not is_checked)


def test_the_page_is_in_the_holders_language(asked, film, editor, commit):
    with commit():
        holders.ask(asked, [film], by=editor, languages={LEGAL: "it"})
    link = mailed_link()
    assert "/it/proiezioni/decisioni/link/" in link
    assert "Ti chiediamo una decisione" in flat(Client().get(link))


def test_a_yes_is_kept_and_both_are_told(holder, send):
    mail.outbox.clear()
    assert send(holder, "yes", note="Volentieri.").url == DOOR
    assert [(each.to, "Volentieri." in each.body) for each in mail.outbox] == [
        ([LEGAL], True),
        (["studio@example.org"], True),
    ]
    row = HolderDecision.objects.get()
    assert (row.answer, row.until, row.note, row.is_standing) == ("yes", None, "Volentieri.", True)
    page = flat(holder.get(DOOR))
    assert ("Nothing waits for your answer." in page, "Take this yes back…" in page) == (True, True)


def test_a_yes_until_a_day_is_kept_with_its_day(holder, send):
    day = timezone.localdate() + timedelta(days=5)
    send(holder, "until", last_day=day.isoformat())
    assert HolderDecision.objects.get().last_day == day


def test_a_no_is_kept(holder, send):
    send(holder, "no")
    assert answers() == ["no"]
    assert "Take this yes back" not in flat(holder.get(DOOR))


@pytest.mark.parametrize(
    ("said", "day", "sentence"),
    [
        ("", "", "Choose an answer."),
        ("until", "", "Choose the last day"),
        ("until", "2020-01-01", "The last day is in the past."),
        ("until", "2999-01-01", "This day is years away."),
        ("maybe", "", "is not one of the available choices"),
    ],
)
def test_an_answer_that_says_nothing_is_refused_in_words(holder, send, said, day, sentence):
    page = flat(send(holder, said, last_day=day, note="Ecco"))
    assert (sentence in page, 'value="Ecco"' in page, answers()) == (True, True, [""])


def test_an_answer_that_came_too_late_says_so(holder, send, editor):
    deciding.decline(AccessRequest.objects.get(), "Non ora.", by=editor)
    answer = send(holder, "yes")
    assert (answer.status_code, "no longer waiting for your answer" in flat(answer)) == (409, True)
    assert answers() == [""]


@pytest.fixture
def two(asked, film, editor, commit, enter):
    """A browser whose holder is asked about two films of one request; with their questions."""
    other = private_film(EACH_TIME, title_en="The quay")
    with commit():
        holders.ask(asked, [film, other], by=editor, languages={LEGAL: "en"})
    browser = enter(mailed_link())
    return browser, *HolderDecision.objects.order_by("film__pk")


def sent(first, second, **more):
    """The form of both with this said of the first; the second gets a no."""
    start = f"r{first.request_id}-"
    values = {f"{name}_{first.pk}": value for name, value in more.items()}
    values |= {f"answer_{second.pk}": "no", f"note_{second.pk}": "Nemmeno questo."}
    return {start + name: value for name, value in values.items()}


def test_what_a_colleague_answered_meanwhile_takes_nothing_of_the_rest(two, asked, film):
    browser, first, second = two
    holders.answer(first.holder, asked, {first.film_id: holders.Answer(says_yes=True)})
    mail.outbox.clear()
    values = sent(first, second, answer="no", note="Per <nessun> motivo.")
    answer = browser.post(f"{DOOR}{asked.pk}/answer/", values)
    page = flat(answer)
    assert (answer.status_code, "no longer waiting for your answer" in page) == (409, True)
    assert dict(HolderDecision.objects.values_list("pk", "answer")) == {first.pk: "yes", second.pk: ""}
    assert ("Per &lt;nessun&gt; motivo." in page, 'value="Nemmeno questo."' in page) == (True, True)
    assert len(re.findall(r"<input[^>]* checked", page)) == 1
    assert mail.outbox == []


def test_what_was_typed_outlives_a_refusal_of_its_day(two, asked, monkeypatch):
    browser, first, second = two

    def refuse(*_args, **_more):
        raise deciding.OverBeforeItBegins

    monkeypatch.setattr(holders, "answer", refuse)
    today = timezone.localdate().isoformat()
    answer = browser.post(
        f"{DOOR}{asked.pk}/answer/", sent(first, second, answer="until", last_day=today, note="Ecco.")
    )
    page = flat(answer)
    assert answer.status_code == 409
    words = ['value="Ecco."', f'value="{today}"', 'value="Nemmeno questo."']
    assert [word for word in words if word not in page] == []


def test_what_was_typed_too_late_at_night_waits_for_the_code(two, asked, commit):
    browser, first, second = two
    with time_machine.travel(timezone.now() + timedelta(minutes=36), tick=False):
        path = f"{DOOR}{asked.pk}/answer/"
        assert browser.post(path, sent(first, second, answer="yes", note="Volentieri.")).url == DOOR
        door = flat(browser.get(DOOR))
        assert ("You are not signed in any more" in door, "Volentieri." in door) == (True, False)
        with commit():
            browser.post(DOOR, {"email": LEGAL})
        browser.post(CODE, {"code": mailed_code()})
        for _look in range(2):
            page = flat(browser.get(DOOR))
            assert ('value="Volentieri."' in page, 'value="Nemmeno questo."' in page) == (True, True)
            assert len(re.findall(r"<input[^>]* checked", page)) == 2
        assert set(answers()) == {""}
        browser.post(path, sent(first, second, answer="yes", note="Volentieri."))
        assert "Nothing of what you typed was sent" not in flat(browser.get(DOOR))
    assert sorted(answers()) == ["no", "yes"]


def test_of_what_waits_for_the_code_only_what_is_too_late_is_let_go(two, asked, commit):
    browser, first, second = two
    with time_machine.travel(timezone.now() + timedelta(minutes=36), tick=False):
        browser.post(f"{DOOR}{asked.pk}/answer/", sent(first, second, answer="yes", note="Volentieri."))
        holders.answer(first.holder, asked, {first.film_id: holders.Answer(says_yes=False)})
        with commit():
            browser.post(DOOR, {"email": LEGAL})
        browser.post(CODE, {"code": mailed_code()})
        pages = [flat(browser.get(DOOR)) for _look in range(2)]
    assert ["You had typed:" in page for page in pages] == [True, False]
    assert ["Volentieri." in page for page in pages] == [True, False]
    assert ['value="Nemmeno questo."' in page for page in pages] == [True, True]


def test_what_was_typed_in_vain_is_shown_to_no_other_holder(two, asked, editor, commit, enter):
    browser, first, second = two
    browser.post(f"{DOOR}sign-out/")
    browser.post(f"{DOOR}{asked.pk}/answer/", sent(first, second, answer="yes", note="Volentieri."))
    with commit():
        holders.ask(asked, [Film.objects.get(pk=of(OTHER).pk)], by=editor, languages={OTHER: "en"})
    page = flat(enter(mailed_link(), browser).get(DOOR))
    assert ("Nothing waits" in page, "Volentieri." in page) == (False, False)
    assert "what you typed" not in page


def test_who_takes_back_too_late_at_night_is_told_that_nothing_was(holder, send):
    send(holder, "yes")
    row = HolderDecision.objects.get()
    with time_machine.travel(timezone.now() + timedelta(minutes=36), tick=False):
        holder.post(f"{DOOR}{row.pk}/withdraw/")
        assert "nothing was sent and nothing is changed" in flat(holder.get(DOOR))
    assert HolderDecision.objects.get().is_standing


def test_a_link_that_was_used_opens_nothing_again(letter, holder):
    answer = Client().get(letter)
    assert (answer.status_code, "This link no longer works" in flat(answer)) == (410, True)
    assert Client().post(letter).status_code == 410


@pytest.mark.parametrize("link", ["tampered", "made up", "expired", "replaced", "foreign"])
def test_a_link_that_opens_nothing_says_one_thing_and_mails_nothing(
    letter, asked, film, editor, commit, link, settings
):
    later = timezone.now()
    tried = letter
    if link == "tampered":
        tried = letter[:-3] + ("xx/" if not letter.endswith("xx/") else "yy/")
    if link == "made up":
        tried = "/en/screenings/decisions/link/abc/"
    if link == "expired":
        later += timedelta(days=7, minutes=1)
    if link == "replaced":
        with commit():
            holders.ask(asked, [film], by=editor, languages={LEGAL: "en"})
    if link == "foreign":
        tried = letter.replace("/decisions/link/", "/enter/")
    mail.outbox.clear()
    with time_machine.travel(later, tick=False), commit():
        answer = Client().post(tried)
    page = flat(answer)
    assert (answer.status_code, "This link no longer works" in page, "holder.example" in page) == (
        410,
        True,
        False,
    )
    assert mail.outbox == []


def of(address):
    film = private_film(EACH_TIME, title_en="Somebody else's")
    Agreement.objects.filter(production=film.production).update(decision_email=address)
    return film


def test_one_holder_never_sees_or_decides_what_is_anothers(asked, film, editor, commit, enter, in_the_vault):
    theirs = in_the_vault(of(OTHER))
    with commit():
        holders.ask(asked, [film, theirs], by=editor, languages={LEGAL: "en", OTHER: "en"})
    mine = next(each for each in mail.outbox if each.to == [LEGAL])
    assert theirs.title_en not in mine.body
    browser = enter(re.search(r"http://testserver(/\S+/\S{40,}/)", mine.body)[1])
    page = flat(browser.get(DOOR))
    assert (theirs.title_en in page, theirs.asset in page, film.title_en in page) == (False, False, True)
    row = HolderDecision.objects.get(film=theirs)
    poster = theirs.renditions["poster"]["ladder"][0]["jpeg"]
    assert browser.get(f"/holder/{theirs.asset}/{poster}").status_code == 404
    browser.post(f"{DOOR}{asked.pk}/answer/", {f"r{asked.pk}-answer_{row.pk}": "yes"})
    assert browser.post(f"{DOOR}{row.pk}/withdraw/").status_code == 404
    assert set(answers()) == {""}


def test_what_is_of_no_concern_does_not_exist(holder):
    other = AccessRequestFactory()
    assert holder.post(f"{DOOR}{other.pk}/answer/", {}).status_code == 404
    assert holder.get(f"{DOOR}9999/withdraw/").status_code == 404


def test_who_is_not_in_decides_nothing(letter, client):
    row = HolderDecision.objects.get()
    sent = {f"r{row.request_id}-answer_{row.pk}": "yes"}
    assert client.post(f"{DOOR}{row.request_id}/answer/", sent).url == DOOR
    assert client.post(f"{DOOR}{row.pk}/withdraw/").url == DOOR
    assert answers() == [""]


def test_looking_at_the_withdrawal_takes_nothing_back(holder, send):
    send(holder, "yes")
    row = HolderDecision.objects.get()
    page = flat(holder.get(f"{DOOR}{row.pk}/withdraw/"))
    holder.head(f"{DOOR}{row.pk}/withdraw/")
    assert ("Take it back now" in page, HolderDecision.objects.get().is_standing) == (True, True)


def test_taking_back_bites_at_the_next_piece_of_the_film(holder, send, film, in_the_vault, seated, commit):
    send(holder, "yes")
    in_the_vault(film)
    row = HolderDecision.objects.get()
    grant = GrantFactory(request=row.request, films=[film])
    viewer = seated(grant)
    path = f"/screening/{grant.code}/{film.asset}/{VIDEO['mp4']}"

    def piece():
        answer = viewer.get(path, headers={"range": "bytes=0-"})
        b"".join(answer.streaming_content) if answer.streaming else None
        return answer.status_code

    before = piece()
    mail.outbox.clear()
    with commit():
        holder.post(f"{DOOR}{row.pk}/withdraw/")
    assert (before, piece()) == (206, 404)
    assert [(each.to, each.subject) for each in mail.outbox] == [
        ([LEGAL], "Receipt of your decision · The studio"),
        (["studio@example.org"], mail.outbox[1].subject),
    ]
    assert "taken back" in mail.outbox[0].body


def test_the_page_tells_who_watched_and_when(holder, send, film):
    send(holder, "yes")
    row = HolderDecision.objects.get()
    assert "Not watched until now." in flat(holder.get(DOOR))
    sitting = Viewing.objects.create(grant=GrantFactory(request=row.request, films=[film]))
    for minute in (5, 25):
        moment = timezone.datetime(2026, 3, 2, 14, minute, tzinfo=timezone.get_current_timezone())
        Delivery.objects.create(viewing=sitting, film=film, path=VIDEO["mp4"], at=moment)
    page = flat(holder.get(DOOR))
    assert "watched by Ada Ferri, Faro Film on 2 March 2026, between 14:05 and 14:25" in page


def test_what_was_watched_within_a_minute_is_told_with_one_hour(holder, send, film):
    send(holder, "yes")
    row = HolderDecision.objects.get()
    sitting = Viewing.objects.create(grant=GrantFactory(request=row.request, films=[film]))
    for second in (5, 25):
        moment = timezone.datetime(2026, 3, 2, 15, 33, second, tzinfo=timezone.get_current_timezone())
        Delivery.objects.create(viewing=sitting, film=film, path=VIDEO["mp4"], at=moment)
    page = flat(holder.get(DOOR))
    assert "watched by Ada Ferri, Faro Film on 2 March 2026, at 15:33" in page
    assert "between" not in page


def test_what_somebody_else_watched_is_not_told_of_this_person(holder, send, film):
    send(holder, "yes")
    watched(GrantFactory(films=[film], request__contact=ContactFactory(name="Bea Neri")), film)
    page = flat(holder.get(DOOR))
    assert ("Not watched until now." in page, "watched by Ada Ferri" in page) == (True, False)


def test_what_the_agreement_allows_without_asking_is_told_with_who_watched(holder, film):
    free = private_film(title_en="The quay")  # of the same mailbox
    watched(GrantFactory(films=[free], request__contact=ContactFactory(name="Bea Neri")), free)
    page = flat(holder.get(DOOR))
    assert ("What your agreement allows without asking" in page, free.title_en in page) == (True, True)
    assert "watched by Bea Neri, Faro Film on" in page


def test_of_an_erased_contact_every_sentence_says_so(holder, send, film, editor, commit):
    send(holder, "yes")
    row = HolderDecision.objects.get()
    past = {"valid_from": "2020-01-01T00:00Z", "valid_until": "2020-01-08T00:00Z"}
    watched(GrantFactory(request=row.request, films=[film], **past), film)
    free = private_film()
    watched(GrantFactory(films=[free], request__contact=row.request.contact, **past), free)
    erasing.erase(row.request.contact, by=editor)
    page = flat(holder.get(DOOR))
    assert page.count("for an erased contact") == page.count("watched by an erased contact on") == 2
    mail.outbox.clear()
    with commit():
        assert "for an erased contact" in flat(holder.get(f"{DOOR}{row.pk}/withdraw/"))
        holder.post(f"{DOOR}{row.pk}/withdraw/")
    receipt, studio = mail.outbox
    assert "written down for an erased contact:" in receipt.body
    assert "non può più essere visto da un contatto cancellato" in studio.body
    assert studio.subject.endswith("per un contatto cancellato")
    for said in (page, receipt.body, studio.body, studio.subject, receipt.alternatives[0][0]):
        assert "–, " not in said


def long_ago(grant):
    """The same grant, ended years ago, after the night in which its sittings were let go."""
    type(grant).objects.filter(pk=grant.pk).update(
        valid_from="2020-01-01T00:00Z", valid_until="2020-01-08T00:00Z"
    )
    forgetting.forget()


def test_what_is_no_longer_kept_is_not_called_unwatched(holder, send, film):
    send(holder, "yes")
    grant = GrantFactory(request=HolderDecision.objects.get().request, films=[film])
    watched(grant, film)
    long_ago(grant)
    page = flat(holder.get(DOOR))
    assert ("What was watched is no longer kept." in page, "Not watched until now." in page) == (True, False)


def test_nor_is_what_the_agreement_allowed_without_asking(holder):
    free = private_film()
    for contact in ("Bea Neri", "Ugo Blu"):
        grant = GrantFactory(films=[free], request__contact=ContactFactory(name=contact))
    watched(grant, free)
    long_ago(grant)
    page = flat(holder.get(DOOR))
    assert (page.count("What was watched is no longer kept."), page.count("Not watched until now.")) == (1, 1)


@pytest.fixture
def free(holder):
    """A film of the same mailbox that its agreement lets be shown without asking."""
    return Film.objects.get(pk=private_film(title_it="La banchina", title_en="The quay").pk)


def stop(film):
    return f"{DOOR}agreements/{film.production.agreement.pk}/stop/"


def test_what_is_allowed_without_asking_can_be_stopped_before_anybody_is_invited(holder, free):
    page = flat(holder.get(DOOR))
    assert ("The quay" in page or free.production.title_en in page, stop(free) in page) == (True, True)
    assert page.count("Stop its private screenings…") == 1


def test_looking_at_the_button_stops_nothing(holder, free):
    page = flat(holder.get(stop(free)))
    holder.head(stop(free))
    assert ("Stop them now" in page, "lets everybody see" in page) == (True, False)
    assert Agreement.objects.filter(private=Agreement.Private.YES).count() == 1
    assert not RightsEntry.objects.filter(fact="private").exists()


def test_stopping_refuses_the_next_piece_and_tells_both(holder, free, in_the_vault, seated, commit):
    in_the_vault(free)
    grant = GrantFactory(films=[free], request__contact=ContactFactory(name="Bea Neri"))
    viewer = seated(grant)
    path = f"/screening/{grant.code}/{free.asset}/{VIDEO['mp4']}"

    def piece():
        answer = viewer.get(path, headers={"range": "bytes=0-"})
        b"".join(answer.streaming_content) if answer.streaming else None
        return answer.status_code

    before = piece()
    mail.outbox.clear()
    with commit():
        assert holder.post(stop(free)).url == DOOR
        assert holder.post(stop(free)).url == DOOR
    assert (before, piece()) == (206, 404)
    receipt, told = mail.outbox
    assert (receipt.to, receipt.subject) == ([LEGAL], "Receipt of your decision · The studio")
    assert ("you stopped the private screenings" in receipt.body, told.to) == (True, ["studio@example.org"])
    agreement = Agreement.objects.get(production=free.production)
    assert f"/portfolio/agreement/{agreement.pk}/change/" in told.body
    entry = RightsEntry.objects.get(fact="private")
    assert (entry.before, entry.after, entry.by) == ("yes", "no", None)
    assert entry.on_behalf_of == f"holder:{Holder.objects.get().pk}"
    assert agreement.private == Agreement.Private.NO
    assert "There is nothing to stop" in flat(holder.get(stop(free)))
    assert "Stop its private screenings…" not in flat(holder.get(DOOR))


def test_the_other_agreements_of_the_same_holder_stay_as_they_are(holder, free, film, commit):
    with commit():
        holder.post(stop(free))
    assert Agreement.objects.get(production=film.production).private == EACH_TIME


def test_another_companys_holder_stops_nothing(holder, free):
    Agreement.objects.filter(production=free.production).update(decision_email=OTHER)
    assert holder.get(stop(free)).status_code == holder.post(stop(free)).status_code == 404
    assert stop(free) not in flat(holder.get(DOOR))
    with pytest.raises(holders.NoLongerAsked):
        holders.stop_private(Holder.objects.get(), free.production.agreement)
    assert Client().post(stop(free)).url == DOOR
    assert Agreement.objects.get(production=free.production).private == Agreement.Private.YES


def test_what_everybody_may_see_is_said_to_stay(holder, free):
    Agreement.objects.filter(production=free.production).update(public=Agreement.Public.YES)
    assert "lets everybody see" in flat(holder.get(stop(free)))


def test_the_studio_is_not_told_what_the_agreement_allows_again(holder, free):
    holder.post(stop(free))
    Agreement.objects.filter(production=free.production).update(private=Agreement.Private.YES)
    mail.outbox.clear()
    letters.holder_stopped(Holder.objects.get().pk, free.production.agreement.pk)
    assert mail.outbox == []


def test_of_another_holders_invitations_nothing_is_told(holder):
    theirs = private_film()
    Agreement.objects.filter(production=theirs.production).update(decision_email=OTHER)
    watched(GrantFactory(films=[theirs], request__contact=ContactFactory(name="Bea Neri")), theirs)
    page = flat(holder.get(DOOR))
    assert ("without asking" in page, "Bea Neri" in page) == (False, False)


def test_what_the_studio_wrote_down_is_seen_and_can_be_taken_back(holder, film):
    HolderDecision.objects.update(
        answer="yes", decided_at=timezone.now(), decided_by="Anna Rossi, al telefono"
    )
    page = flat(holder.get(DOOR))
    assert ("Anna Rossi, al telefono" in page, "Take this yes back…" in page) == (True, True)


def sell():
    """The agreement has another holder from now on, who reads another mailbox; gives their browser."""
    Agreement.objects.update(rights_holder=OrganizationFactory(), decision_email=OTHER)
    now, browser = timezone.now().isoformat(), Client()
    session = browser.session
    new = Holder.objects.create(email=OTHER, language="en")
    session.update({deciders.HERE.who: new.pk, deciders.HERE.since: now, deciders.HERE.seen: now})
    session.save()
    return browser


@pytest.mark.parametrize("said", ["yes", "no"])
def test_who_buys_the_rights_reads_nothing_of_what_was_said_before(holder, send, said, commit):
    send(holder, said, note="Solo per voi.")
    row = HolderDecision.objects.get()
    new = sell()
    page = flat(new.get(DOOR))
    assert [word for word in ("Solo per voi.", LEGAL, "Ada Ferri") if word in page] == []
    assert "What you allow will stand here" in page
    assert new.get(f"{DOOR}{row.pk}/withdraw/").status_code == 404
    assert new.post(f"{DOOR}{row.pk}/withdraw/").status_code == 404
    mail.outbox.clear()
    with commit():
        posting.post(letters.holder_receipt, Holder.objects.get(email=OTHER).pk, row.request_id)
    assert mail.outbox == []


def test_what_was_bought_and_needs_no_word_by_now_is_told_as_such(holder, send, film):
    send(holder, "yes", note="Solo per voi.")
    GrantFactory(request=HolderDecision.objects.get().request, films=[film])
    new = sell()
    assert "Ada Ferri" not in flat(new.get(DOOR))
    Agreement.objects.update(private=Agreement.Private.YES)
    page = flat(new.get(DOOR))
    assert ("without asking" in page, "Ada Ferri" in page, "Solo per voi." in page) == (True, True, False)


def frames(film):
    poster = film.renditions["poster"]["ladder"][0]
    return [poster["jpeg"], poster["avif"], VIDEO["stills"]["name"]]


def test_the_frames_are_given_to_the_holder_alone(holder, film, in_the_vault, client, signed_in, desk):
    in_the_vault(film)
    paths = [f"/holder/{film.asset}/{name}" for name in frames(film)]
    for path in paths:
        answer = holder.get(path)
        assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"picture")
    others = [Client(), signed_in(Contact.objects.get()), desk]
    assert {each.get(path).status_code for each in others for path in paths} == {404}


def test_the_frames_are_private_in_every_header(holder, film, in_the_vault):
    in_the_vault(film)
    answer = holder.get(f"/holder/{film.asset}/{frames(film)[0]}")
    b"".join(answer.streaming_content)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex, noarchive"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert ("ETag" in answer, "Last-Modified" in answer) == (False, False)


@pytest.mark.parametrize("name", [VIDEO["mp4"], VIDEO["hls"]["master"], "captions-it-0a1b2c3d.vtt", "../x"])
def test_the_film_itself_is_not_among_the_frames(holder, film, in_the_vault, name):
    in_the_vault(film)
    assert holder.get(f"/holder/{film.asset}/{name}").status_code == 404


HIDDEN = {
    "unpublished": {"is_published": False},
    "suspended": {"suspended_at": "2026-01-01T00:00Z", "suspended_by": "editor", "suspended_reason": "x"},
    "struck out": {"killed_at": "2026-01-01T00:00Z"},
    "withdrawn": {"withdrawn_at": "2026-01-01T00:00Z"},
    "people unknown": {"people": "unknown"},
}


def statuses(browser, film):
    """Of each frame; a picture that comes is read to its end."""
    found = [browser.get(f"/holder/{film.asset}/{name}") for name in frames(film)]
    for answer in found:
        b"".join(answer.streaming_content) if answer.streaming else None
    return {answer.status_code for answer in found}


@pytest.mark.parametrize("fact", HIDDEN.values(), ids=HIDDEN)
@pytest.mark.parametrize("said", ["", "yes"], ids=["awaited", "allowed"])
def test_what_may_be_shown_to_nobody_shows_no_frame_to_its_holder(
    holder, send, film, in_the_vault, fact, said
):
    in_the_vault(film)
    if said:
        send(holder, said)
    assert statuses(holder, film) == {200}
    Film.objects.update(**fact)
    assert statuses(holder, film) == {404}


def test_the_frames_end_with_the_question_unless_a_yes_stands(holder, send, film, in_the_vault, commit):
    in_the_vault(film)
    send(holder, "yes")
    assert statuses(holder, film) == {200}
    with commit():
        holder.post(f"{DOOR}{HolderDecision.objects.get().pk}/withdraw/")
    assert statuses(holder, film) == {404}


def test_a_no_leaves_no_frame(holder, send, film, in_the_vault):
    in_the_vault(film)
    send(holder, "no")
    assert statuses(holder, film) == {404}


def test_the_page_shows_the_frames_by_that_door_alone(holder, film):
    page = flat(holder.get(DOOR))
    assert set(re.findall(rf"/(\w+)/{film.asset}/", page)) == {"holder"}


def test_a_session_sleeps_after_half_an_hour_and_ends_after_twelve(holder):
    now = timezone.now()
    with time_machine.travel(now + timedelta(minutes=4), tick=False):
        assert "Ada Ferri" in flat(holder.get(DOOR))  # too soon to be noted
    with time_machine.travel(now + timedelta(minutes=34), tick=False):
        assert "Ada Ferri" in flat(holder.get(DOOR))
    with time_machine.travel(now + timedelta(minutes=70), tick=False):
        assert "Ada Ferri" not in flat(holder.get(DOOR))


def test_a_session_that_is_kept_awake_is_over_after_twelve_hours(holder):
    now = timezone.now()
    for minutes in range(25, 12 * 60, 25):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            assert "Ada Ferri" in flat(holder.get(DOOR))
    with time_machine.travel(now + timedelta(hours=12, minutes=1), tick=False):
        assert "Ada Ferri" not in flat(holder.get(DOOR))


def test_signing_out_ends_it(holder):
    holder.post(f"{DOOR}sign-out/")
    assert "Ada Ferri" not in flat(holder.get(DOOR))


def test_the_session_has_another_name_after_the_code(letter, client, commit):
    with commit():
        client.post(letter)
    before = client.session.session_key
    client.post(CODE, {"code": mailed_code()})
    assert client.session.session_key != before
    assert client.session[deciders.HERE.who]


def test_a_mailbox_that_decides_no_longer_is_shown_out(holder, film):
    Agreement.objects.update(decision_email="another@holder.example")
    assert "Ada Ferri" not in flat(holder.get(DOOR))


def test_an_agreement_that_was_withdrawn_leaves_nothing_to_decide(holder):
    Agreement.objects.update(withdrawn_at=timezone.now(), withdrawn_by=Agreement.Word.HOLDER)
    assert "Nothing waits for your answer." in flat(holder.get(DOOR))


def test_a_blocked_contacts_request_is_no_longer_asked(holder):
    Contact.objects.update(blocked_at=timezone.now())
    assert "Ada Ferri" not in flat(holder.get(DOOR))


def answer_at_the_door(address, commit):
    browser = Client()
    with commit():
        sent = browser.post(DOOR, {"email": address})
    pages = [browser.get(CODE), browser.post(CODE, {"code": "000000"})]
    return sent.status_code, sent.url, *(re.sub(r'value="\w{64}"', "", flat(page)) for page in pages)


def test_the_door_answers_every_address_alike(letter, commit):
    ContactFactory(email="known@faro.example")
    addresses = (LEGAL, "known@faro.example", "nobody@holder.example")
    assert len({answer_at_the_door(address, commit) for address in addresses}) == 1


def test_who_comes_back_asks_for_a_code_at_the_door(letter, client, commit):
    with commit():
        client.post(DOOR, {"email": " Legal@Holder.example"})
    assert client.post(CODE, {"code": mailed_code()}).url == DOOR
    assert "Ada Ferri" in flat(client.get(DOOR))


def test_coming_in_is_written_down(holder):
    entry = RightsEntry.objects.get(fact="signed_in")
    assert (entry.by, entry.on_behalf_of, entry.subject) == (None, entry.subject, entry.subject)


def test_no_cache_and_no_search_engine_keeps_these_pages(holder, letter):
    for path in (DOOR, letter):
        answer = holder.get(path)
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex, noarchive"


def test_a_form_from_elsewhere_is_refused(letter):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(letter).status_code == strict.post(DOOR, {"email": LEGAL}).status_code == 403


def test_a_name_that_tries_to_be_markup_is_a_name(letter, enter):
    Contact.objects.update(name="<script>alert(1)</script>")
    page = enter(letter).get(DOOR).content.decode()
    assert "<script>alert(1)" not in page


def test_the_number_of_questions_to_the_database_does_not_grow_with_what_was_said(
    holder, send, django_assert_max_num_queries
):
    send(holder, "yes")
    row = HolderDecision.objects.get()
    holder.get(DOOR)
    for _more in range(3):
        HolderDecisionFactory(
            request=AccessRequestFactory(),
            film=row.film,
            answer="yes",
            decided_at=timezone.now(),
            decided_by="x",
            holder=row.holder,
        )
    with django_assert_max_num_queries(22):
        holder.get(DOOR)


def test_who_only_opened_the_room_has_not_watched(holder, asked, film, editor):
    decision = HolderDecision.objects.get()
    holders.answer(decision.holder, asked, {film.pk: holders.Answer(says_yes=True)})
    grant = deciding.approve(asked, [film], last_day=timezone.localdate(), by=editor)
    viewing = Viewing.objects.create(grant=grant)
    Delivery.objects.create(viewing=viewing, film=film, path="1280-0a.jpg", length=9)
    assert "Not watched until now." in flat(holder.get(DOOR))
    Delivery.objects.create(viewing=viewing, film=film, path=VIDEO["mp4"], length=9)
    assert "Not watched until now." not in flat(holder.get(DOOR))


def test_a_plain_yes_and_a_day_is_asked_about_and_not_half_heard(holder, send):
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    page = flat(send(holder, "yes", last_day=day))
    assert ("You chose a plain yes, and a day" in page, day in page, answers()) == (True, True, [""])
