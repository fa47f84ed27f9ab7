"""Erasing contacts and deleting requests at the desk."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from portfolio.models import RightsEntry
from portfolio.screening.models import AccessRequest, Contact
from tests.factories import SiteProfileFactory
from tests.factories.screening import AccessRequestFactory, ContactFactory, GrantFactory
from tests.reading import flat

pytestmark = pytest.mark.django_db


def page(contact):
    return reverse("admin:screening_contact_erase", args=[contact.pk])


def test_a_button_erases_and_a_link_does_not(desk):
    contact = ContactFactory()
    desk.get(page(contact))
    assert Contact.objects.exists()
    desk.post(page(contact))
    assert not Contact.objects.exists()


def test_while_an_invitation_is_open_it_says_so_and_erases_nothing(desk, film):
    grant = GrantFactory(films=[film])
    said = flat(desk.post(page(grant.request.contact)))
    assert "Un suo invito è ancora aperto." in said
    assert Contact.objects.get().erased_at is None


def test_who_asked_is_a_task_at_the_desk_until_it_is_done(desk):
    SiteProfileFactory()
    contact = ContactFactory(erasure_asked_at=timezone.now())
    waiting = reverse("admin:screening_contact_changelist") + "?erasure=asked"
    assert waiting in flat(desk.get(reverse("admin:index")))
    assert contact.name in flat(desk.get(waiting))
    desk.post(page(contact))
    assert waiting not in flat(desk.get(reverse("admin:index")))


def test_who_may_not_delete_contacts_may_not_erase_them(client, django_user_model):
    contact = ContactFactory()
    user = django_user_model.objects.create_user("guest", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_contact", "change_contact"]))
    client.force_login(user)
    assert client.post(page(contact)).status_code == 403
    assert Contact.objects.get().erased_at is None


def test_nobody_is_deleted_past_the_erasing(desk):
    contact = ContactFactory(blocked_at=timezone.now())
    assert desk.post(
        reverse("admin:screening_contact_delete", args=[contact.pk]), {"post": "yes"}
    ).status_code == (403)
    chosen = {"action": "delete_selected", "_selected_action": [contact.pk], "post": "yes"}
    desk.post(reverse("admin:screening_contact_changelist"), chosen)
    assert Contact.objects.get().blocked_at is not None


def test_no_page_of_a_contact_offers_to_delete_and_the_erasing_stays(desk):
    contact = ContactFactory()
    form = desk.get(reverse("admin:screening_contact_change", args=[contact.pk])).content.decode()
    every = desk.get(reverse("admin:screening_contact_changelist")).content.decode()
    assert (reverse("admin:screening_contact_delete", args=[contact.pk]) in form, page(contact) in form) == (
        False,
        True,
    )
    assert "delete_selected" not in every


def unconfirmed():
    who = {"name": "X", "company": "Y", "email": "x@y.example", "language": "it"}
    return AccessRequestFactory(contact=None, email_verified_at=None, **who)


def test_a_deleted_request_leaves_a_line_in_the_log(desk, editor):
    asked = unconfirmed()
    desk.post(reverse("admin:screening_accessrequest_delete", args=[asked.pk]), {"post": "yes"})
    line = RightsEntry.objects.get()
    assert (line.subject, line.fact, line.by) == (f"accessrequest:{asked.pk}", "deleted", editor)
    assert LogEntry.objects.get().object_repr == "–"


def test_so_does_each_of_several_that_are_deleted_from_the_list(desk):
    chosen = [unconfirmed().pk, unconfirmed().pk]
    sent = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    desk.post(reverse("admin:screening_accessrequest_changelist"), sent)
    assert (RightsEntry.objects.filter(fact="deleted").count(), AccessRequest.objects.count()) == (2, 0)


def test_a_form_that_was_open_meanwhile_does_not_bring_an_erased_contact_back(desk):
    contact = ContactFactory(name="Ada Ferri")
    address = reverse("admin:screening_contact_change", args=[contact.pk])
    Contact.objects.update(name="–", company="–", erased_at=timezone.now())
    typed = {"name": "Ada Ferri", "company": "Faro Film", "role": "", "language": "it"}
    assert (desk.post(address, typed).status_code, desk.get(address).status_code) == (403, 200)
    assert Contact.objects.get().name == "–"
