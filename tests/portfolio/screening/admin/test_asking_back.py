"""A request that was asked back about waits for its asker: the desk says so, and so does their page."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from portfolio.models import Agreement, RightsEntry, SiteProfile
from portfolio.screening.actions import holders, letters, questions
from portfolio.screening.models import AccessRequest, Letter, Question
from tests.factories.screening import AccessRequestFactory, ContactFactory, private_film
from tests.reading import flat

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
LIST = reverse("admin:screening_accessrequest_changelist")
SINCE = "waiting for the asker’s answer since"


@pytest.fixture(autouse=True)
def studio():
    return SiteProfile.objects.create(
        name_it="Lo studio", name_en="The studio", contact_email="studio@example.org"
    )


@pytest.fixture
def asked(guest, film):
    made = AccessRequestFactory(contact=guest)
    made.films.add(film)
    return made


@pytest.fixture
def question(asked, editor):
    return questions.ask_back(asked, "Per quale puntata?", by=editor)


def page(action, row):
    return reverse(f"admin:screening_{row._meta.model_name}_{action}", args=[row.pk])


def pile(desk, state):
    return list(desk.get(LIST, {"state": state}).context["cl"].queryset)


def first_page(desk):
    """The numbers under “What waits for you”, by the list that they lead to."""
    rows = desk.get(reverse("admin:index")).context["waiting"]
    return {row["list"].removeprefix(LIST): row["number"] for row in rows if LIST in row["list"]}


def own_page(signed_in, contact):
    return flat(signed_in(contact).get("/en/screenings/"))


def test_it_waits_for_the_asker_and_no_longer_for_the_editor(desk, asked, question):
    assert (pile(desk, "waiting"), pile(desk, "asked_back")) == ([], [asked])


def test_the_first_page_counts_it_where_it_waits(desk, question):
    assert first_page(desk) == {"?state=asked_back": 1}


@pytest.mark.parametrize("where", ["list", "request", "contact"])
def test_the_desk_says_since_when(desk, asked, question, where):
    Question.objects.update(asked_at="2026-03-05T12:00:00Z")
    places = {"list": LIST, "request": page("change", asked), "contact": page("change", asked.contact)}
    assert f"{SINCE} 5 March 2026" in flat(desk.get(places[where], headers=ENGLISH))


def test_of_two_questions_the_first_that_is_open_says_since_when(desk, asked, question, editor):
    Question.objects.update(asked_at="2026-03-05T12:00:00Z")
    questions.ask_back(asked, "E in quanti?", by=editor)
    assert f"{SINCE} 5 March 2026" in flat(desk.get(LIST, headers=ENGLISH))


def test_it_can_be_answered_all_the_same(desk, asked, question):
    desk.post(page("decline", asked), {"reason": "Ci dispiace."})
    asked.refresh_from_db()
    assert (asked.state, pile(desk, "asked_back")) == ("declined", [])
    assert SINCE not in flat(desk.get(LIST, headers=ENGLISH))


def test_once_the_answer_is_noted_it_waits_for_the_editor(desk, asked, question, editor):
    answer = desk.post(page("note_answer", asked))
    assert answer.url == page("change", asked)
    assert (pile(desk, "waiting"), pile(desk, "asked_back")) == ([asked], [])
    entry = RightsEntry.objects.get(fact="answered_back")
    assert (entry.subject, entry.by) == (f"accessrequest:{asked.pk}", editor)


def test_looking_notes_no_answer(desk, asked, question):
    assert "Per quale puntata?" in flat(desk.get(page("note_answer", asked)))
    assert pile(desk, "waiting") == []


def test_noting_it_twice_is_once(asked, question, editor):
    questions.note_answer(asked, by=editor)
    noted = Question.objects.get().answered_at
    questions.note_answer(asked, by=editor, at=timezone.now() + timedelta(days=1))
    assert (Question.objects.get().answered_at, RightsEntry.objects.filter(fact="answered_back").count()) == (
        noted,
        1,
    )


def test_who_presses_the_button_twice_is_led_back_to_the_request(desk, asked, question):
    for _time in range(2):
        assert desk.post(page("note_answer", asked)).url == page("change", asked)
    assert RightsEntry.objects.filter(fact="answered_back").count() == 1


def test_a_question_that_never_reached_them_is_waited_for_by_nobody(desk, asked, question):
    Letter.objects.create(
        name="asked_back",
        request=asked,
        about={},
        due_at=timezone.now(),
        given_up_at=timezone.now(),
        trouble="refused",
    )
    assert (pile(desk, "asked_back"), pile(desk, "waiting")) == ([], [asked])
    assert SINCE not in flat(desk.get(LIST, headers=ENGLISH))


def test_another_question_has_it_wait_for_the_asker_again(desk, asked, question, editor):
    questions.note_answer(asked, by=editor)
    questions.ask_back(asked, "E in quanti?", by=editor)
    assert pile(desk, "asked_back") == [asked]


def test_where_nothing_was_asked_no_answer_is_to_be_noted(desk, asked):
    assert page("note_answer", asked) not in flat(desk.get(page("change", asked)))
    assert desk.get(page("note_answer", asked)).status_code == 403


def test_where_an_answer_is_awaited_a_button_notes_it(desk, asked, question):
    assert f'href="{page("note_answer", asked)}"' in flat(desk.get(page("change", asked)))


def test_another_request_of_the_same_person_waits_for_the_editor_still(desk, asked, question):
    other = AccessRequestFactory(contact=asked.contact)
    assert pile(desk, "waiting") == [other]


def test_it_may_wait_for_rights_holders_as_well(desk, asked, question, editor):
    film = private_film(Agreement.Private.EACH_TIME)
    asked.films.add(film)
    holders.ask(asked, [film], by=editor, languages={"legal@holder.example": "it"})
    assert (pile(desk, "asked"), pile(desk, "asked_back"), pile(desk, "waiting")) == ([asked], [asked], [])
    shown = flat(desk.get(LIST, headers=ENGLISH))
    assert SINCE in shown
    assert "waiting for 1 rights holder" in shown


def test_a_mail_that_is_late_is_not_sent_once_the_answer_came(asked, question, editor):
    questions.note_answer(asked, by=editor)
    letters.asked_back(question.pk)
    assert mail.outbox == []


def test_the_asker_reads_the_question_and_what_to_do(signed_in, asked, question):
    shown = own_page(signed_in, asked.contact)
    assert "We wait for your answer." in shown
    assert "Per quale puntata?" in shown
    assert 'Answer the mail in which we asked, or write to <a href="mailto:studio@example.org">' in shown
    assert "We have it, and write to you" not in shown


@pytest.mark.parametrize("what", ["answered", "withdrawn"])
def test_they_are_asked_no_more_once_they_answered_or_withdrew(signed_in, asked, question, editor, what):
    if what == "answered":
        questions.note_answer(asked, by=editor)
    else:
        AccessRequest.objects.update(withdrawn_at=timezone.now())
    assert "Per quale puntata?" not in own_page(signed_in, asked.contact)


def test_a_question_to_somebody_else_is_not_theirs_to_read(signed_in, question):
    other = AccessRequestFactory(contact=ContactFactory()).contact
    assert "Per quale puntata?" not in own_page(signed_in, other)


def test_the_list_asks_as_often_for_three_as_for_one(
    desk, guest, editor, django_assert_max_num_queries, asked, question
):
    with django_assert_max_num_queries(100) as one:
        desk.get(LIST)
    for _ in range(2):
        questions.ask_back(AccessRequestFactory(contact=guest), "Chi?", by=editor)
    with django_assert_max_num_queries(len(one)):
        desk.get(LIST)
