"""A holder is asked by mail and answers alone: a yes opens, a no does not, and taking back bites at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from portfolio import tokens
from portfolio.models import Agreement, Film, MailToken, RightsEntry
from portfolio.screening import playback
from portfolio.screening.actions import deciding, holders, watching
from portfolio.screening.actions.holders import Answer
from portfolio.screening.models import AccessRequest, Contact, GrantItem, Holder, HolderDecision
from tests.factories.portfolio import AgreementFactory, OrganizationFactory
from tests.factories.screening import VIDEO, AccessRequestFactory, GrantFactory, private_film
from tests.portfolio.screening.conftest import mailed_code

pytestmark = pytest.mark.django_db

EACH_TIME = Agreement.Private.EACH_TIME
LEGAL = "legal@holder.example"
YES, NO = Answer(says_yes=True), Answer(says_yes=False, note="Prima dell’uscita no.")


@pytest.fixture
def film():
    return private_film(EACH_TIME)


@pytest.fixture
def asked(film):
    made = AccessRequestFactory()
    made.films.add(film)
    return made


@pytest.fixture
def ask(asked, film, editor, commit):
    """Asks the holder of the film, or of other films; gives the mailboxes that were written to."""

    def send(films=None, languages=None, at=None):
        with commit():
            return holders.ask(asked, films or [film], by=editor, languages=languages or {LEGAL: "it"}, at=at)

    return send


def of(address, private=EACH_TIME):
    film = private_film(private)
    Agreement.objects.filter(production=film.production).update(decision_email=address)
    return Film.objects.get(pk=film.pk)


def decision():
    return HolderDecision.objects.get()


def test_asking_writes_to_the_address_that_decides_in_its_language(ask, film):
    ask(languages={LEGAL: "en"})
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([LEGAL], "A decision is asked of you · Backstage")
    assert film.title_en in letter.body
    assert (decision().answer, decision().holder.email, decision().holder.language) == ("", LEGAL, "en")


def test_the_letter_has_an_html_part_with_the_same_link(ask):
    ask()
    (html, kind) = mail.outbox[0].alternatives[0]
    (link,) = [word for word in mail.outbox[0].body.split() if "/decisioni/link/" in word]
    assert (kind, link in html) == ("text/html", True)


def test_asking_again_replaces_the_link_and_doubles_nothing(ask):
    ask(), ask()
    first, second = (
        next(word for word in letter.body.split() if "/decisioni/link/" in word).split("/")[-2]
        for letter in mail.outbox
    )
    assert HolderDecision.objects.count() == Holder.objects.count() == 1
    assert holders.holder_by_link(second).email == LEGAL
    with pytest.raises(tokens.TokenRefused):
        holders.holder_by_link(first)


def test_films_of_one_holder_go_into_one_letter_and_of_two_into_two(ask, film):
    ask([film, of(LEGAL.upper()), of("Diritti@altri.example")], {LEGAL: "it", "diritti@altri.example": "en"})
    assert sorted(letter.to[0] for letter in mail.outbox) == ["diritti@altri.example", LEGAL]
    assert HolderDecision.objects.count() == 3


@pytest.mark.parametrize("private", [Agreement.Private.YES, Agreement.Private.NO])
def test_nobody_is_asked_where_the_agreement_has_answered(ask, private):
    with pytest.raises(holders.NothingToAsk):
        ask([private_film(private)])
    assert (HolderDecision.objects.count(), mail.outbox) == (0, [])


def test_nobody_is_asked_about_nothing(asked, editor):
    with pytest.raises(holders.NothingToAsk):
        holders.ask(asked, [], by=editor, languages={})


def test_nobody_is_asked_twice_for_a_yes_that_stands(ask):
    ask()
    answer(YES)
    with pytest.raises(holders.NothingToAsk):
        ask()


def test_after_a_no_one_may_ask_anew(ask):
    ask()
    answer(NO)
    ask()
    assert (decision().answer, decision().note, decision().decided_at) == ("", "", None)
    assert [entry.fact for entry in RightsEntry.objects.order_by("pk")] == ["asked", "said_no", "asked"]


def sell():
    """The agreement has another holder from now on, at another address."""
    Agreement.objects.update(rights_holder=OrganizationFactory(), decision_email="nuovi@altri.example")


def test_after_the_agreement_has_changed_hands_its_new_holder_is_asked(ask, asked, film, editor):
    ask()
    answer(YES)
    sell()
    day = timezone.localdate() + timedelta(days=3)
    with pytest.raises(deciding.FilmNotAllowed):
        deciding.approve(AccessRequest.objects.get(), [film], last_day=day, by=editor)
    ask([Film.objects.get()], {"nuovi@altri.example": "it"})
    assert mail.outbox[-1].to == ["nuovi@altri.example"]
    new = Holder.objects.get(email="nuovi@altri.example")
    holders.answer(new, asked, {film.pk: YES})
    assert deciding.approve(asked, [film], last_day=day, by=editor).items.playable().exists()


def test_a_question_to_who_held_the_rights_before_is_none_to_the_new_holder(ask, asked, film):
    ask()
    sell()
    new = Holder.objects.create(email="nuovi@altri.example", language="it")
    for holder in (new, Holder.objects.get(email=LEGAL)):
        with pytest.raises(holders.NoLongerAsked):
            holders.answer(holder, asked, {film.pk: YES})
    assert decision().answer == ""


@pytest.mark.parametrize("said", [YES, NO])
def test_what_the_former_holder_said_does_not_bind_the_new_one(ask, asked, film, editor, said):
    ask()
    answer(said)
    sell()
    day = timezone.localdate() + timedelta(days=3)
    words = {film.pk: "Bruno Verdi, al telefono"}
    grant = deciding.approve(asked, [Film.objects.get()], last_day=day, by=editor, holder_words=words)
    assert grant.items.playable().exists()
    assert (decision().decided_by, decision().note) == ("Bruno Verdi, al telefono", "")


@pytest.mark.parametrize(
    "closed", [{"withdrawn_at": timezone.now()}, {"contact": None}], ids=["withdrawn", "not confirmed"]
)
def test_nobody_is_asked_for_a_request_that_does_not_wait(ask, closed):
    AccessRequest.objects.update(**closed)
    with pytest.raises(deciding.NotToBeDecided):
        ask()


def test_nobody_is_asked_at_an_address_whose_language_nobody_chose(ask):
    Agreement.objects.update(decision_email="nuovi@altri.example")
    with pytest.raises(holders.HolderChanged) as refusal:
        ask([Film.objects.get()])
    assert "indirizzo diverso" in refusal.value.sentence
    assert (HolderDecision.objects.count(), Holder.objects.count(), mail.outbox) == (0, 0, [])


def test_nobody_is_asked_for_a_blocked_contact(ask):
    Contact.objects.update(blocked_at=timezone.now())
    with pytest.raises(deciding.NotToBeDecided):
        ask()


def test_asking_is_logged_with_whom_and_by_whom(ask, editor):
    ask()
    entry = RightsEntry.objects.get()
    assert (entry.fact, entry.by, entry.after) == ("asked", editor, f"holder:{decision().holder_id}")


def answer(said, at=None):
    row = decision()
    holders.answer(Holder.objects.get(email=LEGAL), row.request, {row.film_id: said}, at=at)


def test_a_yes_stands_and_the_film_may_be_approved(ask, asked, film, editor):
    ask()
    answer(YES)
    grant = deciding.approve(asked, [film], last_day=timezone.localdate() + timedelta(days=3), by=editor)
    assert grant.items.playable().count() == HolderDecision.objects.count() == 1


def test_a_yes_until_a_day_ends_with_that_day(ask, film):
    ask()
    last = timezone.localdate() + timedelta(days=2)
    answer(Answer(says_yes=True, last_day=last))
    item = GrantFactory(request=decision().request, films=[film]).items.get()
    end = deciding.end_of(last)
    moments = [end - timedelta(microseconds=1), end]
    assert [GrantItem.objects.playable(at).filter(pk=item.pk).exists() for at in moments] == [True, False]
    assert decision().last_day == last


def test_a_yes_until_a_day_that_has_passed_is_refused(ask):
    ask()
    with pytest.raises(deciding.OverBeforeItBegins):
        answer(Answer(says_yes=True, last_day=timezone.localdate() - timedelta(days=1)))
    assert decision().answer == ""


def test_a_no_opens_nothing_and_keeps_its_note(ask, film):
    ask()
    answer(NO)
    assert not GrantFactory(request=decision().request, films=[film]).items.playable().exists()
    assert (decision().answer, decision().note, decision().until) == ("no", "Prima dell’uscita no.", None)


def test_an_answer_is_logged_on_the_holders_behalf(ask):
    ask()
    answer(YES)
    entry = RightsEntry.objects.get(fact="said_yes")
    assert (entry.by, entry.on_behalf_of) == (None, f"holder:{decision().holder_id}")


def test_an_answer_names_the_company_and_the_mailbox(ask, film):
    ask()
    answer(YES)
    company = film.production.agreement.rights_holder.name
    assert (decision().decided_by, decision().recorded_by) == (f"{company}, {LEGAL}", None)


def test_an_answer_gives_the_holder_a_receipt_and_the_studio_one_mail(ask, editor, commit):
    editor.email = "studio@example.org"
    editor.save()
    ask()
    mail.outbox.clear()
    with commit():
        answer(NO)
    assert sorted(letter.to[0] for letter in mail.outbox) == [LEGAL, "studio@example.org"]
    assert all("Prima dell’uscita no." in letter.body for letter in mail.outbox)


def test_of_two_answers_the_second_is_refused(ask):
    ask()
    answer(NO)
    with pytest.raises(holders.NoLongerAsked):
        answer(YES)
    assert decision().answer == "no"


def decline(asked, editor):
    deciding.decline(asked, "Non ora.", by=editor)


@pytest.mark.parametrize(
    "end",
    [
        decline,
        lambda asked, editor: AccessRequest.objects.update(withdrawn_at=timezone.now()),
        lambda asked, editor: Contact.objects.update(blocked_at=timezone.now()),
        lambda asked, editor: Agreement.objects.update(
            withdrawn_at=timezone.now(), withdrawn_by=Agreement.Word.HOLDER
        ),
        lambda asked, editor: Agreement.objects.update(private=Agreement.Private.NO),
        lambda asked, editor: Agreement.objects.update(decision_email="another@holder.example"),
    ],
    ids=["declined", "withdrawn", "blocked", "agreement withdrawn", "agreement says no", "another mailbox"],
)
def test_what_no_longer_waits_is_not_answered(ask, asked, editor, end):
    ask()
    end(asked, editor)
    with pytest.raises(holders.NoLongerAsked):
        answer(YES)
    assert decision().answer == ""


def test_nobody_answers_for_another_holder(ask, film):
    other = of("diritti@altri.example")
    ask([film, other], {LEGAL: "it", "diritti@altri.example": "it"})
    stranger = Holder.objects.get(email="diritti@altri.example")
    mine, theirs = (HolderDecision.objects.get(film=each) for each in (other, film))
    with pytest.raises(holders.NoLongerAsked):
        holders.answer(stranger, mine.request, {other.pk: YES, film.pk: YES})
    with pytest.raises(holders.NoLongerAsked):
        holders.take_back(stranger, theirs)
    assert set(HolderDecision.objects.values_list("answer", flat=True)) == {""}


def test_a_films_own_agreement_decides_for_it_and_not_its_productions(ask, film):
    AgreementFactory(
        production=None,
        film=film,
        own_initiative=False,
        rights_holder=OrganizationFactory(),
        decision_email="autrice@holder.example",
        private=EACH_TIME,
        public=Agreement.Public.NO,
    )
    ask(languages={"autrice@holder.example": "it"})
    assert mail.outbox[0].to == ["autrice@holder.example"]
    assert not HolderDecision.objects.of(Holder(email=LEGAL)).exists()


def test_taking_back_refuses_the_next_file_through_the_door(ask, film):
    ask()
    answer(YES)
    grant = GrantFactory(request=decision().request, films=[film])
    seat = watching.open_viewing(grant)
    file = {"browser": seat, "code": grant.code, "asset": film.asset, "name": VIDEO["mp4"]}
    assert playback.find(**file)
    holders.take_back(Holder.objects.get(), decision())
    with pytest.raises(playback.NotForYou):
        playback.find(**file)


def test_taking_back_is_logged_once_and_told_to_both(ask, editor, commit):
    editor.email = "studio@example.org"
    editor.save()
    ask()
    answer(YES)
    mail.outbox.clear()
    with commit():
        holders.take_back(Holder.objects.get(), decision())
        holders.take_back(Holder.objects.get(), decision())
    entry = RightsEntry.objects.get(fact="withdrawn")
    assert entry.on_behalf_of == f"holder:{decision().holder_id}"
    assert sorted(letter.to[0] for letter in mail.outbox) == [LEGAL, "studio@example.org"]


def code_for(browser, commit):
    with commit():
        holders.ask_for_code(LEGAL.upper(), browser)
    return mailed_code()


def test_a_code_lets_in_the_browser_that_asked_for_it_once(ask, commit):
    ask()
    code = code_for("a" * 16, commit)
    with pytest.raises(tokens.TokenRefused):
        holders.enter(LEGAL, "b" * 16, code)
    assert holders.enter(LEGAL, "a" * 16, code).email == LEGAL
    with pytest.raises(tokens.TokenRefused):
        holders.enter(LEGAL, "a" * 16, code)


def test_a_code_is_good_for_ten_minutes(ask, commit):
    ask()
    code = code_for("a" * 16, commit)
    with pytest.raises(tokens.TokenRefused):
        holders.enter(LEGAL, "a" * 16, code, at=timezone.now() + timedelta(minutes=10, seconds=1))


def test_five_wrong_codes_end_it(ask, commit):
    ask()
    code = code_for("a" * 16, commit)
    for _try in range(5):
        with pytest.raises(tokens.TokenRefused):
            holders.enter(LEGAL, "a" * 16, f"{(int(code) + 1) % 10**6:06}")
    with pytest.raises(tokens.TooManyTries):
        holders.enter(LEGAL, "a" * 16, code)


def test_no_code_goes_to_an_address_that_decides_nothing(ask, commit):
    ask()
    mail.outbox.clear()
    with commit():
        holders.ask_for_code("nobody@holder.example", "a" * 16)
    Agreement.objects.update(decision_email="another@holder.example")
    with commit():
        holders.ask_for_code(LEGAL, "a" * 16)
    assert mail.outbox == []


def test_a_mailbox_that_no_agreement_names_any_longer_is_refused(ask, commit):
    ask()
    code = code_for("a" * 16, commit)
    Agreement.objects.update(decision_email="another@holder.example")
    with pytest.raises(tokens.TokenRefused):
        holders.enter(LEGAL, "a" * 16, code)


def test_the_studios_letters_leave_the_holder_their_codes(ask, commit):
    for _time in range(4):
        ask()
    mail.outbox.clear()
    code_for("a" * 16, commit)
    assert len(mail.outbox) == 1


def test_entering_uses_up_the_link_that_led_there(ask, commit):
    ask()
    link = next(word for word in mail.outbox[0].body.split() if "/decisioni/link/" in word).split("/")[-2]
    number = tokens.number_of(MailToken.Purpose.DECIDE, link)
    holders.enter(LEGAL, "a" * 16, code_for("a" * 16, commit), link_number=number)
    with pytest.raises(tokens.TokenRefused):
        holders.holder_by_link(link)


def test_a_link_is_good_for_seven_days(ask):
    ask()
    link = next(word for word in mail.outbox[0].body.split() if "/decisioni/link/" in word).split("/")[-2]
    week = timezone.now() + timedelta(days=7)
    assert holders.holder_by_link(link, at=week - timedelta(minutes=1))
    with pytest.raises(tokens.TokenRefused):
        holders.holder_by_link(link, at=week + timedelta(seconds=1))


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="one writer at a time, in memory for one thread")
def test_of_an_answer_and_the_editors_no_at_once_one_counts(asked, film, editor):
    holders.ask(asked, [film], by=editor, languages={LEGAL: "it"})

    def act(work):
        try:
            work()
        except (holders.NoLongerAsked, deciding.NotToBeDecided):
            return
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(act, [lambda: answer(YES), lambda: decline(asked, editor)]))
    asked.refresh_from_db()
    assert asked.state == "declined"
    assert decision().answer in {"yes", ""}
