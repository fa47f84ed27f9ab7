"""What helps the editor decide: who asks, what is known of their address, what each agreement says."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from portfolio.models import Film, Organization
from portfolio.models.blockers import why_not_screenable
from portfolio.screening.actions import deciding
from portfolio.screening.admin.words import WITHOUT_ASKING, day, in_words_for
from portfolio.screening.models import AccessRequest, Contact, Delivery, Grant
from portfolio.screening.models.days import until_in_words
from portfolio.screening.models.domains import domain_of, is_free_mail, resembles
from portfolio.screening.models.holder import governing


def facts_about(asked: AccessRequest) -> SafeString:
    """Each fact that speaks for or against whoever asks, in a sentence; a warning is marked as one."""
    facts = (("desk-warning" if is_warning else "", said) for is_warning, said in _facts(asked))
    return format_html(
        '<ul class="desk-reasons">{}</ul>', format_html_join("", '<li class="{}">{}</li>', facts)
    )


def films_about(asked: AccessRequest) -> SafeString | str:
    """Each film that is asked for: what its agreement says, until when, and what its holder said."""
    films = asked.wanted_films()
    needing = deciding.which_need_a_yes(films)
    showable = set(
        Film.objects.screenable().filter(pk__in=[film.pk for film in films]).values_list("pk", flat=True)
    )
    said = {decision.film_id: decision for decision in asked.decisions.all()}
    before = deciding.words_before(asked) if asked.contact else {}
    rows = [
        (
            reverse("admin:portfolio_film_change", args=[film.pk]),
            film,
            _what_it_says(
                film,
                film.pk in showable,
                film.pk in needing,
                in_words_for(said.get(film.pk), before.get(film.pk)),
            ),
        )
        for film in films
    ]
    if not rows:
        return gettext("No film by name.")
    return format_html(
        '<ul class="desk-reasons">{}</ul>', format_html_join("", '<li><a href="{}">{}</a>: {}</li>', rows)
    )


def _what_it_says(film: Film, is_showable: bool, needs_a_yes: bool, said: str) -> str:  # noqa: FBT001 - three facts of one film
    agreement = governing(film)
    parts = [str(film.production)] if film.production else []
    if not is_showable:
        parts.append(_why_not(film))
    elif needs_a_yes:
        parts.append(said)
    else:
        parts.append(str(WITHOUT_ASKING))
    if agreement and agreement.rights_holder:
        parts.append(f"{agreement.rights_holder}, {agreement.decision_email}")
    if agreement and agreement.valid_until:
        parts.append(gettext("agreement %(until)s") % {"until": until_in_words(agreement.valid_until)})
    if not film.source:
        parts.append(gettext("its file is not here: it could not be shown in private"))
    return " · ".join(parts)


def _why_not(film: Film) -> str:
    reasons = " ".join(reason.sentence for reason in why_not_screenable(film))
    return gettext("may not be shown now: %(reasons)s") % {"reasons": reasons}


def _facts(asked: AccessRequest) -> Iterator[tuple[bool, str]]:
    domain, company = domain_of(asked.email), asked.company
    if is_free_mail(domain):
        yield (
            True,
            gettext("%(domain)s is free mail: the address says nothing of a company.") % {"domain": domain},
        )
    else:
        yield from _about_the_domain(domain, company)
    yield from _about_the_name(asked)
    yield from _other_people(asked, domain)
    same = Q(contact=asked.contact_id) if asked.contact_id else Q(email=asked.email)
    yield False, _history(gettext("This person"), AccessRequest.objects.filter(same).exclude(pk=asked.pk))
    if not is_free_mail(domain):
        others = AccessRequest.objects.filter(email__endswith=f"@{domain}").exclude(same)
        yield False, _history(gettext("Others at %(domain)s") % {"domain": domain}, others)


def _about_the_domain(domain: str, company: str) -> Iterator[tuple[bool, str]]:
    known = {"domain": domain, "company": company}
    if "xn--" in domain:
        yield True, gettext("%(domain)s is written with foreign letters: it may imitate another.") % known
    if _is_their_website(domain, company):
        yield False, gettext("%(domain)s is the website that you keep for %(company)s.") % known
    elif resembles(domain, company):
        yield False, gettext("%(domain)s bears the name of %(company)s.") % known
    else:
        yield True, gettext("%(domain)s does not bear the name of %(company)s.") % known


def _is_their_website(domain: str, company: str) -> bool:
    """Whether an organization of that name has its website there."""
    websites = Organization.objects.filter(name__iexact=company).values_list("website", flat=True)
    hosts = (urlsplit(website).hostname or "" for website in websites)
    return domain in {host.removeprefix("www.") for host in hosts}


def _about_the_name(asked: AccessRequest) -> Iterator[tuple[bool, str]]:
    contact = asked.contact
    if contact is None:
        return
    if contact.company_verified_at:
        yield (
            False,
            gettext("You have vouched for it that they work at %(company)s.") % {"company": contact.company},
        )
    if (asked.name, asked.company) != (contact.name, contact.company):
        yield True, gettext("You know this address as %(contact)s.") % {"contact": contact}


def _other_people(asked: AccessRequest, domain: str) -> Iterator[tuple[bool, str]]:
    """Whom else of the company, or of the domain, one knows."""
    others = Contact.objects.filter(email_verified_at__isnull=False).exclude(pk=asked.contact_id or 0)
    here = others.filter(email__endswith=f"@{domain}")
    if not is_free_mail(domain) and here.exists():
        names = "; ".join(map(_presented, here[:5]))
        yield False, gettext("Known at %(domain)s: %(names)s") % {"domain": domain, "names": names}
    elsewhere = others.filter(company__iexact=asked.company).exclude(pk__in=here.values("pk"))
    domains = sorted({domain_of(contact.email) for contact in elsewhere})
    if domains:
        yield (
            True,
            gettext("Others of %(company)s write from: %(domains)s")
            % {
                "company": asked.company,
                "domains": ", ".join(domains[:5]),
            },
        )


def _presented(contact: Contact) -> str:
    if contact.blocked_at:
        return gettext("%(contact)s (blocked)") % {"contact": contact}
    if contact.company_verified_at:
        return gettext("%(contact)s (company checked)") % {"contact": contact}
    return str(contact)


def _history(who: str, requests: QuerySet[AccessRequest]) -> str:
    """How often they asked, were invited, were told no, and watched; who opened the room alone did not."""
    number = requests.count()
    if not number:
        return gettext("%(who)s: never asked before.") % {"who": who}
    grants = Grant.objects.filter(request__in=requests.values("pk"))
    watched = Delivery.objects.of_films().filter(viewing__grant__in=grants.values("pk"))
    seen = watched.aggregate(sittings=Count("viewing", distinct=True), last=Max("at"))
    let_go = grants.aggregate(number=Sum("sittings_let_go"))["number"] or 0
    sittings = seen["sittings"] + let_go
    parts = [
        _counted(ngettext("%(number)s request", "%(number)s requests", number), number),
        _counted(ngettext("%(number)s invitation", "%(number)s invitations", grants.count()), grants.count()),
        _counted(ngettext("%(number)s sitting", "%(number)s sittings", sittings), sittings),
    ]
    declined = requests.exclude(declined_reason="").count()
    if declined:
        parts.append(_counted(ngettext("%(number)s no", "%(number)s noes", declined), declined))
    if let_go:
        said = ngettext("of %(number)s no more is kept", "of %(number)s no more is kept", let_go)
        parts.append(_counted(said, let_go))
    if seen["last"]:
        parts.append(gettext("last watched on %(day)s") % {"day": day(seen["last"])})
    return f"{who}: {', '.join(parts)}."


def _counted(words: Any, number: int) -> str:
    return str(words % {"number": number})
