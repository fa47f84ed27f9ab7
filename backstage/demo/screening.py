"""What a first private showing needs: terms, and somebody who waits for an answer."""

from datetime import date, datetime, time

from django.utils import timezone

from backstage.demo.shelf import read, said
from portfolio.models import Showreel
from portfolio.screening.actions import asking
from portfolio.screening.actions.asking import Person, Wish
from portfolio.screening.models import Contact, Terms


def tell(showreel: Showreel) -> None:
    """The terms of the studio, and a production that has proven its address and asks for `showreel`."""
    content = read("screening")
    since = datetime.combine(date.fromisoformat(content["terms"]["since"]), time.min)
    Terms.objects.create(version=1, since=timezone.make_aware(since), **said(text=content["terms"]["text"]))
    row = content["request"]
    person = Person(**{name: row[name] for name in ("name", "company", "role", "email", "language")})
    contact = Contact.objects.create(
        name=person.name,
        company=person.company,
        role=person.role,
        email=person.email,
        language=person.language,
        email_verified_at=timezone.now(),
    )
    asking.ask_as(contact, Wish(showreel=showreel, production=row["production"], reason=row["reason"]))
