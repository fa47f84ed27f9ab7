"""What never arrived: in a sentence each, to be sent again or to be left at that."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portfolio.admin.decisions import Decision, ask_editor
from portfolio.models import Agreement
from portfolio.screening.actions import posting
from portfolio.screening.admin.words import day
from portfolio.screening.models import AccessRequest, Contact, Holder, Letter

# A letter by its name. “who” is the address of whoever decides for a rights holder.
SAID = {
    "confirm_address": _("The link to confirm the address, of %(day)s, did not arrive: %(why)s."),
    "sign_in": _("The code to sign in, of %(day)s, did not arrive: %(why)s."),
    "request_waits": _("The mail that told you of this request, of %(day)s, did not arrive: %(why)s."),
    "invited": _("The invitation of %(day)s did not arrive: %(why)s."),
    "ends_soon": _("The reminder of %(day)s did not arrive: %(why)s."),
    "hurried": _("The mail that films were taken too fast, of %(day)s, did not arrive: %(why)s."),
    "declined": _("Your answer of %(day)s did not arrive: %(why)s."),
    "asked_back": _("Your question of %(day)s did not arrive: %(why)s."),
    "erasure_waits": _("The mail that they ask to be erased, of %(day)s, did not arrive: %(why)s."),
    "holder_asked": _("The letter of %(day)s to %(who)s did not arrive: %(why)s."),
    # Told by the command line alone (`waiting_mails`): the code was void long before it was given up, and
    # whoever wanted one has asked for another.
    "holder_code": _("The code of %(day)s for %(who)s did not arrive: %(why)s."),
    "holder_receipt": _("The receipt of %(day)s for %(who)s did not arrive: %(why)s."),
    "holder_answered": _("The mail that %(who)s has answered, of %(day)s, did not arrive: %(why)s."),
    "holder_stop_receipt": _("The receipt of %(day)s for %(who)s did not arrive: %(why)s."),
    "holder_stopped": _(
        "The mail that %(who)s has stopped private screenings, of %(day)s, did not arrive: %(why)s."
    ),
    "holder_withdrew": _("The mail that %(who)s has taken back a yes, of %(day)s, did not arrive: %(why)s."),
}


def is_undelivered(request: str) -> Exists:
    """For a list: whether something did not arrive of the letters about the request in this column."""
    return Exists(Letter.objects.given_up().filter(request=OuterRef(request)))


def about(thing: AccessRequest | Agreement) -> SafeString:
    """What did not arrive of the letters about a request or an agreement, with what one can do."""
    buttons = {"send_again": _("Send again…"), "let_go": _("Leave it at that…")}
    links = (
        (reverse(f"admin:{_place_of(thing._meta.model)}_{name}", args=[thing.pk]), words)
        for name, words in buttons.items()
    )
    return format_html(
        '{}<span class="desk-answers">{}</span>',
        listed(posting.given_up_about(thing)),
        format_html_join("", '<a href="{}">{}</a>', links),
    )


def _place_of(model: type[Model]) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


def agreements_of_undelivered() -> QuerySet[Agreement]:
    """Those of which a letter never arrived that tells of a holder's stop."""
    letters = Letter.objects.given_up().filter(about__has_key="agreement_pk")
    return Agreement.objects.filter(pk__in=[each.about["agreement_pk"] for each in letters])


def for_contact(contact: Contact) -> SafeString | str:
    """The codes that did not arrive at a contact's address, and their own wish; empty where all did."""
    given_up = Letter.objects.given_up()
    letters = given_up.filter(name="sign_in", about__address=contact.email)
    return listed(letters | given_up.filter(name="erasure_waits", about__contact_pk=contact.pk))


def listed(letters: Iterable[Letter]) -> SafeString | str:
    """Each as a warning; empty where there is none."""
    rows = [(in_words(each),) for each in letters]
    if not rows:
        return ""
    return format_html(
        '<ul class="desk-reasons">{}</ul>', format_html_join("", '<li class="desk-warning">{}</li>', rows)
    )


def in_words(letter: Letter) -> str:
    """Which, of when, and why not."""
    known = {"day": day(letter.written_at), "why": letter.get_trouble_display(), "who": _holder_of(letter)}
    return str(SAID[letter.name]) % known


def _holder_of(letter: Letter) -> str:
    holder = Holder.objects.filter(pk=letter.about.get("holder_pk", 0)).first()
    return holder.email if holder else letter.about.get("address", "–")


class SendingAgain:
    """A mixin for requests and agreements: what did not arrive is tried anew, or forgotten."""

    model: type[Model]

    def get_urls(self) -> list[Any]:
        """With a page for each of the two buttons, which stand beside what did not arrive."""
        pages = [("send-again/", self.send_again, "send_again"), ("let-go/", self.let_go, "let_go")]
        wrap = self.admin_site.admin_view  # type: ignore[attr-defined]
        own = [
            path(f"<int:object_id>/{route}", wrap(view), name=f"{_place_of(self.model)}_{name}")
            for route, view, name in pages
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def send_again(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Each letter says what is so by now, or nothing."""
        done = gettext("On its way again. Should it fail once more, you will read it here.")
        words = _("Send again what did not arrive: %(who)s"), _("Send again"), done
        return self._ask(request, object_id, posting.send_again, *words)

    def let_go(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """It is told no more."""
        done = gettext("Left at that. What did not arrive is told no more.")
        words = _("Leave it at that: %(who)s"), _("Leave it at that"), done
        return self._ask(request, object_id, posting.let_go, *words)

    def _ask(
        self,
        request: HttpRequest,
        object_id: int,
        act: Callable[[Any], None],
        title: Any,
        button: Any,
        done: str,
    ) -> HttpResponse:
        """A page with a button, for who may change such rows: opening a link changes nothing."""
        if not self.has_change_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        thing = get_object_or_404(self.model, pk=object_id)

        def act_and_say(_form: Form) -> str:
            act(thing)
            return done

        return ask_editor(
            request,
            self,
            Decision(
                form=Form(request.POST if request.method == "POST" else None),
                title=title % {"who": thing},
                button=button,
                act=act_and_say,
                back=reverse(f"admin:{_place_of(self.model)}_change", args=[object_id]),
            ),
        )
