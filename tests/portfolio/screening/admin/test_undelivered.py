"""A mail that never arrived is told where the editor looks, and can be sent again."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from portfolio.actions.record import record
from portfolio.models import Agreement
from portfolio.models.rights_entry import name_of
from portfolio.screening.actions import letters, posting
from portfolio.screening.admin import undelivered
from portfolio.screening.models import Holder, Letter
from tests.factories.screening import AccessRequestFactory, ContactFactory, GrantFactory, private_film
from tests.reading import flat

pytestmark = pytest.mark.django_db

LEGAL = "legal@holder.example"
INBOX = reverse("admin:screening_accessrequest_changelist")


def page(model, action, pk):
    return reverse(f"admin:screening_{model}_{action}", args=[pk])


@pytest.fixture
def grant():
    return GrantFactory(films=[private_film()])


def give_up(write, *about, trouble="refused"):
    """A letter that was never sent, and is not tried any more."""
    posting.post(write, *about)
    Letter.objects.waiting().update(given_up_at=timezone.now(), trouble=trouble)


@pytest.fixture
def lost(grant):
    give_up(letters.invited, grant.pk)
    return grant


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("nowhere", "lo studio non ha un indirizzo e-mail. Scrivine uno nel profilo del sito."),
        ("failed", "non è stato possibile scriverla. Il registro del programma che spedisce"),
    ],
)
def test_a_mail_to_the_studio_that_never_went_says_what_to_do(desk, grant, trouble, words):
    give_up(letters.request_waits, grant.request_id, trouble=trouble)
    assert words in flat(desk.get(page("accessrequest", "change", grant.request_id)))


@pytest.mark.parametrize("model", ["accessrequest", "grant"])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("it", "L’invito non è arrivato ({day}): il server di posta ha rifiutato l’indirizzo."),
        ("en", "The invitation of {day} did not arrive: the mail server refused the address."),
    ],
)
def test_the_request_and_its_invitation_say_what_did_not_arrive(desk, lost, model, language, words):
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    pk = lost.request_id if model == "accessrequest" else lost.pk
    said = flat(desk.get(page(model, "change", pk)))
    with override(language):
        today = date_format(timezone.localdate(), "j F Y")
    assert words.format(day=today) in said
    assert page("accessrequest", "send_again", lost.request_id) in said


@pytest.mark.parametrize("model", ["accessrequest", "grant"])
def test_they_say_nothing_of_it_where_all_arrived_or_waits(desk, grant, model):
    posting.post(letters.invited, grant.pk)
    pk = grant.request_id if model == "accessrequest" else grant.pk
    said = flat(desk.get(page(model, "change", pk)))
    assert page("accessrequest", "send_again", grant.request_id) not in said


def test_the_first_page_and_the_inbox_tell_of_it(desk, lost):
    GrantFactory(films=[private_film()])
    assert f"{INBOX}?state=undelivered" in flat(desk.get(reverse("admin:index")))
    rows = desk.get(f"{INBOX}?state=undelivered").context["cl"].result_list
    assert [row.pk for row in rows] == [lost.request_id]


def test_the_first_page_does_not_where_all_arrived(desk, grant):
    posting.post(letters.invited, grant.pk)
    assert "?state=undelivered" not in flat(desk.get(reverse("admin:index")))


def test_addresses_that_a_stranger_made_up_do_not_fill_it(desk):
    asked = AccessRequestFactory(
        contact=None, name="X", company="Y", email="x@y.example", language="it", email_verified_at=None
    )
    give_up(letters.confirm_address, asked.pk)
    assert "?state=undelivered" not in flat(desk.get(reverse("admin:index")))
    said = flat(desk.get(page("accessrequest", "change", asked.pk)))
    assert "Il link per confermare l’indirizzo non è arrivato" in said


def test_one_button_sends_it_again(desk, lost, commit):
    address = page("accessrequest", "send_again", lost.request_id)
    desk.get(address)
    assert Letter.objects.given_up().count() == 1
    with commit():
        desk.post(address)
    assert (Letter.objects.count(), mail.outbox[0].to) == (0, [lost.request.email])


def test_another_leaves_it_at_that(desk, lost):
    address = page("accessrequest", "let_go", lost.request_id)
    desk.get(address)
    assert Letter.objects.count() == 1
    desk.post(address)
    assert (Letter.objects.count(), mail.outbox) == (0, [])
    assert "?state=undelivered" not in flat(desk.get(reverse("admin:index")))


@pytest.mark.parametrize("act", ["send_again", "let_go"])
def test_who_may_only_look_can_do_neither(client, permitted, lost, act):
    client.force_login(permitted("view_accessrequest"))
    answer = client.post(page("accessrequest", act, lost.request_id))
    assert (answer.status_code, Letter.objects.given_up().count()) == (403, 1)


@pytest.fixture
def permitted(django_user_model):
    """Somebody of the desk who may do this and nothing else."""

    def make(codename):
        user = django_user_model.objects.create_user("guest", is_staff=True)
        user.user_permissions.add(Permission.objects.get(codename=codename))
        return user

    return make


def test_a_contacts_page_says_which_codes_did_not_arrive(desk):
    contact = ContactFactory()
    assert "Il codice per entrare" not in flat(desk.get(page("contact", "change", contact.pk)))
    give_up(letters.sign_in, contact.email, "a-browser", trouble="away")
    give_up(letters.sign_in, "other@faro.example", "a-browser")
    said = flat(desk.get(page("contact", "change", contact.pk)))
    assert said.count("Il codice per entrare non è arrivato") == 1
    assert "il server di posta non rispondeva o non ha accettato l’e-mail" in said


def test_a_letter_to_a_holder_says_to_which(desk, grant):
    holder = Holder.objects.create(email="legal@holder.example", language="it")
    give_up(letters.holder_asked, holder.pk, grant.request_id)
    said = flat(desk.get(page("accessrequest", "change", grant.request_id)))
    assert "L’e-mail a legal@holder.example non è arrivata" in said


@pytest.fixture
def stopped():
    """An agreement whose holder stopped private screenings; the desk was never told, nor the holder."""
    agreement = private_film().production.agreement
    Agreement.objects.filter(pk=agreement.pk).update(private="no", decision_email=LEGAL)
    holder = Holder.objects.create(email=LEGAL, language="it")
    record(agreement, "private", before="yes", after="no", on_behalf_of=name_of(holder))
    for write in (letters.holder_stop_receipt, letters.holder_stopped):
        give_up(write, holder.pk, agreement.pk)
    return agreement


def of_agreement(action, agreement):
    return reverse(f"admin:portfolio_agreement_{action}", args=[agreement.pk])


def test_an_agreement_says_what_did_not_arrive_of_its_holders_stop(desk, stopped):
    said = flat(desk.get(of_agreement("change", stopped)))
    assert f"per {LEGAL} non è arrivata" in said
    assert f"L’e-mail sulle proiezioni private fermate da {LEGAL} non è arrivata" in said
    assert of_agreement("send_again", stopped) in said


def test_another_agreement_says_nothing_of_it(desk, stopped):
    other = private_film().production.agreement
    assert of_agreement("send_again", other) not in flat(desk.get(of_agreement("change", other)))


def test_the_first_page_leads_to_the_agreements_of_which_a_mail_did_not_arrive(desk, stopped):
    private_film()
    listed = f"{reverse('admin:portfolio_agreement_changelist')}?mails=undelivered"
    assert listed in flat(desk.get(reverse("admin:index")))
    assert [row.pk for row in desk.get(listed).context["cl"].result_list] == [stopped.pk]


def test_one_button_sends_the_letters_of_a_stop_again(desk, editor, stopped, commit):
    editor.email = "studio@example.org"
    editor.save()
    desk.get(of_agreement("send_again", stopped))
    assert Letter.objects.given_up().count() == 2
    with commit():
        desk.post(of_agreement("send_again", stopped))
    assert not Letter.objects.exists()
    assert sorted(each.to[0] for each in mail.outbox) == [LEGAL, editor.email]


def test_another_button_leaves_the_letters_of_a_stop_at_that(desk, stopped, lost):
    desk.post(of_agreement("let_go", stopped))
    assert [letter.name for letter in Letter.objects.all()] == ["invited"]
    assert "?mails=undelivered" not in flat(desk.get(reverse("admin:index")))


@pytest.mark.parametrize("act", ["send_again", "let_go"])
def test_who_may_only_look_at_agreements_can_do_neither(client, permitted, stopped, act):
    client.force_login(permitted("view_agreement"))
    assert client.post(of_agreement(act, stopped)).status_code == 403
    assert Letter.objects.given_up().count() == 2


def test_a_code_that_never_went_is_void_and_told_nowhere_at_the_desk(desk):
    give_up(letters.holder_code, LEGAL, "a-browser")
    said = flat(desk.get(reverse("admin:index")))
    assert ("undelivered" in said, LEGAL in said) == (False, False)


def test_every_letter_that_is_kept_has_its_sentence():
    assert set(undelivered.SAID) == set(posting.KINDS) - {"erased"}
