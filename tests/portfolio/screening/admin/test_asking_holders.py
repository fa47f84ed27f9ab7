"""The editor asks the holders, asks back, approves on what they said: a yes is given, a no binds."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from portfolio.models import Agreement, RightsEntry, SiteProfile
from portfolio.screening.actions import asking, deciding, holders, questions
from portfolio.screening.actions.holders import Answer
from portfolio.screening.models import AccessRequest, Contact, Grant, Holder, HolderDecision, Question
from tests.factories.portfolio import OrganizationFactory
from tests.factories.screening import AccessRequestFactory, ContactFactory, private_film
from tests.reading import flat

pytestmark = pytest.mark.django_db

EACH_TIME = Agreement.Private.EACH_TIME
LEGAL = "legal@holder.example"
ENGLISH = {"accept-language": "en"}


def page(action, row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{action}", args=[row.pk])


@pytest.fixture(autouse=True)
def studio():
    return SiteProfile.objects.create(
        name_it="Lo studio", name_en="The studio", contact_email="studio@example.org"
    )


@pytest.fixture
def film():
    return private_film(EACH_TIME)


@pytest.fixture
def asked(film):
    made = AccessRequestFactory()
    made.films.add(film)
    return made


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def said(asked, film, editor):
    """What the holder answers on their page."""

    def say(says_yes, **more):
        holders.ask(asked, [film], by=editor, languages={LEGAL: "it"})
        holders.answer(Holder.objects.get(), asked, {film.pk: Answer(says_yes, **more)})

    return say


def filled(form, **more):
    """The form as a browser sends it back when nothing is changed."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value} | more


def test_the_wanted_film_is_ticked_and_says_whom_it_would_ask(desk, asked, film):
    form = desk.get(page("ask_holders", asked)).context["form"]
    (choice,) = form.choices()
    company = film.production.agreement.rights_holder
    assert (choice.film, choice.tick.value(), str(choice.note)) == (film, True, f"{company}, {LEGAL}")


def test_films_that_need_no_yes_are_not_offered(desk, asked):
    private_film(), private_film(Agreement.Private.NO)
    assert len(list(desk.get(page("ask_holders", asked)).context["form"].choices())) == 1


def test_asking_writes_to_the_holder_in_the_chosen_language(desk, asked, commit):
    form = desk.get(page("ask_holders", asked)).context["form"]
    (language,) = [name for name in form.fields if name.startswith("language_")]
    with commit():
        answer = desk.post(page("ask_holders", asked), filled(form, **{language: "en"}))
    assert answer.url == page("change", asked)
    assert [(each.to, each.subject) for each in mail.outbox] == [
        ([LEGAL], "A decision is asked of you · The studio")
    ]


def test_looking_at_the_form_asks_nobody(desk, asked, commit):
    with commit():
        desk.get(page("ask_holders", asked)), desk.get(page("ask_back", asked))
    assert (HolderDecision.objects.count(), Question.objects.count(), mail.outbox) == (0, 0, [])


def test_asking_about_nothing_is_refused_in_words(desk, asked, film):
    answer = desk.post(page("ask_holders", asked), {}, headers=ENGLISH)
    form = answer.context["form"]
    sent = {name: value for name, value in filled(form).items() if not name.startswith("film_")}
    sent |= {name: "it" for name in form.fields if name.startswith("language_")}
    answer = desk.post(page("ask_holders", asked), sent, headers=ENGLISH)
    assert "Choose at least one film whose rights holder decides each time" in flat(answer)


def test_a_film_that_was_not_answered_for_can_be_asked_about_again(desk, asked, film, editor):
    holders.ask(asked, [film], by=editor, languages={LEGAL: "en"})
    form = desk.get(page("ask_holders", asked)).context["form"]
    (language,) = [name for name in form.fields if name.startswith("language_")]
    assert form[language].value() == "en"
    desk.post(page("ask_holders", asked), filled(form))
    assert HolderDecision.objects.count() == 1


def test_the_request_says_when_they_were_asked_and_what_they_said(desk, asked, film, editor, said):
    holders.ask(asked, [film], by=editor, languages={LEGAL: "it"})
    assert "no answer yet" in flat(desk.get(page("change", asked), headers=ENGLISH))
    said(says_yes=False, note="Prima dell’uscita no.")
    shown = flat(desk.get(page("change", asked), headers=ENGLISH))
    assert ("the rights holder has said no" in shown, "Prima dell’uscita no." in shown) == (True, True)


def test_the_list_says_how_many_have_answered(desk, asked, film, editor, said):
    inbox = reverse("admin:screening_accessrequest_changelist")
    holders.ask(asked, [film], by=editor, languages={LEGAL: "it"})
    assert "0 of 1 answered" in flat(desk.get(inbox, headers=ENGLISH))
    said(says_yes=True)
    assert "1 of 1 answered" in flat(desk.get(inbox, headers=ENGLISH))


INBOX = "admin:screening_accessrequest_changelist"


def pile(desk, state):
    page = desk.get(reverse(INBOX), {"state": state})
    return [asked.pk for asked in page.context["cl"].result_list]


def test_while_a_holder_is_asked_the_request_waits_for_them_and_not_for_the_studio(desk, asked, film, editor):
    assert (pile(desk, "waiting"), pile(desk, "asked")) == ([asked.pk], [])
    holders.ask(asked, [film], by=editor, languages={LEGAL: "it"})
    assert (pile(desk, "waiting"), pile(desk, "asked")) == ([], [asked.pk])
    for address in (reverse(INBOX), page("change", asked)):
        shown = flat(desk.get(address, headers=ENGLISH))
        assert "waiting for 1 rights holder" in shown
    first = flat(desk.get(reverse("admin:index"), headers=ENGLISH))
    assert ("?state=asked" in first, "?state=waiting" in first) == (True, False)


def test_once_they_have_all_answered_it_waits_for_the_studio_again(desk, asked, said):
    said(says_yes=False)
    assert (pile(desk, "waiting"), pile(desk, "asked")) == ([asked.pk], [])
    assert "waiting for you" in flat(desk.get(page("change", asked), headers=ENGLISH))


def test_two_films_of_one_holder_are_one_holder_and_another_s_is_two(desk, asked, film, editor):
    second = private_film(EACH_TIME)
    same = private_film(EACH_TIME)
    Agreement.objects.filter(production=same.production).update(
        rights_holder=film.production.agreement.rights_holder
    )
    films = [film, same, second]
    holders.ask(
        asked, [type(film).objects.get(pk=each.pk) for each in films], by=editor, languages={LEGAL: "it"}
    )
    assert "waiting for 2 rights holders" in flat(desk.get(page("change", asked), headers=ENGLISH))


def test_an_answer_that_is_missing_is_called_awaited(desk, asked, film, editor):
    holders.ask(asked, [film], by=editor, languages={LEGAL: "it"})
    shown = flat(desk.get(page("change", asked), headers={"accept-language": "it"}))
    assert "in attesa" in shown
    deciding.decline(asked, "Purtroppo no.", by=editor)
    shown = flat(desk.get(page("change", asked), headers={"accept-language": "it"}))
    assert ("in attesa" in shown, "nessuna risposta" in shown) == (False, True)


def test_the_requests_history_tells_what_the_holders_said_and_for_whom(desk, asked, said):
    said(says_yes=True)
    history = reverse("admin:screening_accessrequest_history", args=[asked.pk])
    page = flat(desk.get(history, headers=ENGLISH))
    told = ["the holder asked", "the holder said yes", f"the rights holder {Holder.objects.get().pk}"]
    assert [words for words in told if words not in page] == []


def test_a_yes_is_taken_as_given(desk, asked, film, said):
    said(says_yes=True)
    form = desk.get(page("approve", asked)).context["form"]
    (choice,) = form.choices()
    assert (choice.tick.value(), choice.word) == (True, None)
    desk.post(page("approve", asked), filled(form))
    assert list(Grant.objects.get().items.playable().values_list("film", flat=True)) == [film.pk]
    assert HolderDecision.objects.get().recorded_by is None


def test_after_the_agreement_has_changed_hands_its_new_holder_is_to_be_asked(desk, asked, film, said):
    said(says_yes=True)
    Agreement.objects.update(rights_holder=OrganizationFactory())
    (choice,) = desk.get(page("approve", asked)).context["form"].choices()
    assert (choice.tick.value(), choice.word is not None) == (True, True)
    (choice,) = desk.get(page("ask_holders", asked)).context["form"].choices()
    assert choice.tick.value() is True
    shown = flat(desk.get(page("change", asked), headers=ENGLISH))
    assert "the agreement has changed hands since somebody was asked: ask its new holder" in shown


def test_a_no_cannot_be_ticked_away(desk, asked, film, said):
    said(says_yes=False)
    form = desk.get(page("approve", asked)).context["form"]
    (choice,) = form.choices()
    assert (choice.tick.value(), choice.tick.field.disabled, choice.word) == (False, True, None)
    sent = filled(form) | {f"film_{film.pk}": "on", f"word_{film.pk}": "Anna Rossi, al telefono"}
    answer = desk.post(page("approve", asked), sent, headers=ENGLISH)
    assert ("Choose at least one film." in flat(answer), Grant.objects.count()) == (True, 0)


def test_a_no_is_not_written_over_by_the_studio(asked, film, editor, said):
    said(says_yes=False)
    day = timezone.localdate() + timedelta(days=3)
    with pytest.raises(deciding.HolderSaidNo):
        deciding.approve(asked, [film], last_day=day, by=editor, holder_words={film.pk: "Anna"})
    assert HolderDecision.objects.get().answer == "no"


def test_a_yes_that_was_taken_back_is_not_written_over(asked, film, editor, said):
    said(says_yes=True)
    holders.take_back(Holder.objects.get(), HolderDecision.objects.get())
    day = timezone.localdate() + timedelta(days=3)
    with pytest.raises(deciding.HolderSaidNo):
        deciding.approve(asked, [film], last_day=day, by=editor, holder_words={film.pk: "Anna"})


def test_a_word_that_was_heard_fills_the_row_that_was_asked(desk, asked, film, editor):
    holders.ask(asked, [film], by=editor, languages={LEGAL: "it"})
    form = desk.get(page("approve", asked)).context["form"]
    desk.post(page("approve", asked), filled(form, **{f"word_{film.pk}": "Anna Rossi, al telefono"}))
    row = HolderDecision.objects.get()
    assert (row.answer, row.decided_by, row.recorded_by) == ("yes", "Anna Rossi, al telefono", editor)


def test_asking_back_writes_to_the_asker_and_the_answer_comes_to_the_studio(desk, asked, commit):
    with commit():
        answer = desk.post(page("ask_back", asked), {"text": "Per quale puntata?"})
    assert answer.url == page("change", asked)
    (letter,) = mail.outbox
    assert (letter.to, letter.reply_to) == ([asked.email], ["studio@example.org"])
    assert "Per quale puntata?" in letter.body
    assert "Per quale puntata?" in letter.alternatives[0][0]


def test_the_question_stays_on_the_request_and_in_the_log(desk, asked, editor):
    desk.post(page("ask_back", asked), {"text": "Per quale puntata?"})
    assert "Per quale puntata?" in flat(desk.get(page("change", asked)))
    entry = RightsEntry.objects.get()
    assert (entry.subject, entry.fact, entry.by) == (f"accessrequest:{asked.pk}", "asked_back", editor)
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_a_question_without_a_mailbox_for_the_answer_is_refused(asked, editor, studio):
    studio.contact_email = ""
    studio.save()
    with pytest.raises(questions.NowhereToAnswer):
        questions.ask_back(asked, "Perché?", by=editor)


@pytest.mark.parametrize("action", ["ask_holders", "ask_back"])
def test_what_does_not_wait_is_asked_nothing(desk, asked, action):
    Contact.objects.update(blocked_at=timezone.now())
    assert desk.get(page(action, asked)).status_code == 403
    desk.post(page(action, asked), {"text": "Perché?"})
    assert (Question.objects.count(), HolderDecision.objects.count()) == (0, 0)


def test_a_question_about_what_was_answered_is_refused(asked, editor):
    AccessRequest.objects.update(withdrawn_at=timezone.now())
    with pytest.raises(deciding.NotToBeDecided):
        questions.ask_back(asked, "Perché?", by=editor)
    with pytest.raises(questions.NothingAsked):
        questions.ask_back(asked, " ", by=editor)


def test_every_answer_is_a_button_of_the_request(desk, asked):
    shown = flat(desk.get(page("change", asked)))
    names = ["ask_holders", "approve", "decline", "ask_back"]
    buttons = [*(page(name, asked) for name in names), page("block", asked.contact)]
    assert [button for button in buttons if f'href="{button}"' not in shown] == []


def test_the_holders_are_no_button_where_nobody_is_to_be_asked(desk):
    asked = AccessRequestFactory()
    asked.films.add(private_film())
    shown = flat(desk.get(page("change", asked)))
    assert page("approve", asked) in shown
    assert page("ask_holders", asked) not in shown
    assert desk.get(page("ask_holders", asked)).status_code == 403


def test_another_film_that_may_be_offered_is_asked_about_from_the_menu_alone(desk):
    """Who asked for a film that needs no yes may be offered one that does."""
    asked = AccessRequestFactory(contact=ContactFactory())
    asked.films.add(private_film())
    private_film(Agreement.Private.EACH_TIME)
    assert desk.get(page("ask_holders", asked)).status_code == 200
    links = re.findall(r'<span class="desk-answers">.*?</span>', flat(desk.get(page("change", asked))))
    assert links
    assert page("ask_holders", asked) not in "".join(links)


def test_nor_where_every_holder_has_said_yes(desk, asked, said):
    said(says_yes=True)
    assert page("ask_holders", asked) not in flat(desk.get(page("change", asked)))


def test_they_are_once_the_yes_was_taken_back(desk, asked, said):
    said(says_yes=True)
    HolderDecision.objects.update(withdrawn_at=timezone.now())
    assert page("ask_holders", asked) in flat(desk.get(page("change", asked)))


@pytest.mark.parametrize(("private", "is_offered"), [(EACH_TIME, True), (Agreement.Private.YES, False)])
def test_who_wants_advice_may_be_given_any_film_that_needs_a_yes(desk, private, is_offered):
    private_film(private)
    asked = AccessRequestFactory(wants_advice=True)
    assert (page("ask_holders", asked) in flat(desk.get(page("change", asked)))) is is_offered


def test_whoever_asks_too_late_reads_why_nobody_is_to_be_asked(desk, asked, said):
    said(says_yes=True)
    shown = flat(desk.post(page("ask_holders", asked), {"language": "it"}, headers=ENGLISH))
    assert "No film needs a holder’s yes now, or they have all said yes." in shown


def test_a_blocked_contact_can_be_let_in_again_from_the_request(desk, asked):
    Contact.objects.update(blocked_at=timezone.now())
    shown = flat(desk.get(page("change", asked)))
    assert (page("unblock", asked.contact) in shown, page("approve", asked) in shown) == (True, False)


def test_the_approval_says_why_a_film_that_was_asked_for_may_not_be_shown(desk, asked, film):
    Agreement.objects.filter(production=film.production).update(private=Agreement.Private.NO)
    type(film).objects.filter(pk=film.pk).update(source="")
    said = flat(desk.get(page("approve", asked), headers=ENGLISH))
    assert f"“{film.title_en}” was asked for, but may not be shown in private now:" in said
    assert "Its file is not here" in said
    assert reverse("admin:portfolio_film_change", args=[film.pk]) in said
    assert reverse("admin:portfolio_agreement_change", args=[film.production.agreement.pk]) in said


@pytest.fixture
def once_more(asked, film, commit):
    """A further request of the same person for the same film, after the holder took the yes back."""

    def make(**said):
        HolderDecision.objects.filter(request=asked).update(**said)
        return asking.ask_as(asked.contact, asking.Wish(films=[film], production="Il faro"))

    return make


def test_a_yes_that_was_taken_back_is_no_yes_to_a_further_request(desk, editor, said, once_more, film):
    said(says_yes=True)
    further = once_more(withdrawn_at=timezone.now())
    (choice,) = desk.get(page("approve", further), headers=ENGLISH).context["form"].choices()
    assert (choice.tick.value(), choice.word, choice.tick.field.disabled) == (False, None, True)
    assert "to an earlier request of this person: the rights holder has taken the yes back" in str(
        choice.note
    )
    day = timezone.localdate() + timedelta(days=3)
    with pytest.raises(deciding.HolderSaidNo):
        deciding.approve(
            further, [film], last_day=day, by=editor, holder_words={film.pk: "Anna, per telefono"}
        )
    assert not Grant.objects.filter(request=further).exists()


def test_the_holder_may_say_yes_anew_to_a_further_request(editor, said, once_more, film):
    said(says_yes=True)
    further = once_more(withdrawn_at=timezone.now())
    holders.ask(further, [film], by=editor, languages={LEGAL: "it"})
    holders.answer(Holder.objects.get(), further, {film.pk: Answer(says_yes=True)})
    day = timezone.localdate() + timedelta(days=3)
    assert deciding.approve(further, [film], last_day=day, by=editor).items.playable().exists()


def test_a_further_request_says_what_the_holder_said_to_the_one_before(desk, said, once_more):
    said(says_yes=True, last_day=timezone.localdate() + timedelta(days=9))
    further = once_more()
    for address in (page("change", further), page("approve", further)):
        shown = flat(desk.get(address, headers=ENGLISH))
        assert "to an earlier request of this person: the rights holder has said yes until" in shown
        assert "That yes opens that request alone" in shown


def test_a_yes_to_the_request_before_opens_no_further_one(editor, said, once_more, film):
    """The agreement says “each time”: a standing yes is an agreement that says so."""
    said(says_yes=True, last_day=timezone.localdate() + timedelta(days=9))
    with pytest.raises(deciding.FilmNotAllowed):
        deciding.approve(once_more(), [film], last_day=timezone.localdate(), by=editor)


@pytest.mark.parametrize("change", [{"withdrawn_at": timezone.now()}, {"answer": "no"}])
def test_only_a_yes_that_stands_is_said_to_open_the_request_before(desk, said, once_more, change):
    said(says_yes=True)
    further = once_more(**change)
    assert "That yes opens" not in flat(desk.get(page("change", further), headers=ENGLISH))
