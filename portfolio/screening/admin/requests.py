"""The inbox: who asks to see what, and the editor's answer."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import linebreaks_filter
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from backstage.bilingual.desk import forgiving
from portfolio.admin.decisions import Decision, ask_editor
from portfolio.admin.log import RightsHistory
from portfolio.admin.telling import told_once
from portfolio.screening.actions import deciding, holders, questions
from portfolio.screening.admin.answers import (
    ApproveForm,
    AskHoldersForm,
    DeclineForm,
    InviteForm,
    QuestionForm,
)
from portfolio.screening.admin.decisions import DecisionRows
from portfolio.screening.admin.erasing import WrittenDeletion
from portfolio.screening.admin.facts import facts_about, films_about
from portfolio.screening.admin.pages import ReadOnly
from portfolio.screening.admin.standing import (
    MARKS,
    StateFilter,
    in_words,
    mark_of,
    with_whom_they_wait_for,
)
from portfolio.screening.admin.undelivered import SendingAgain, about, is_undelivered
from portfolio.screening.admin.words import day
from portfolio.screening.models import AccessRequest, Grant, Question
from portfolio.screening.models.contents import contents_of
from portfolio.screening.models.waiting import waiting_for_the_asker

State = AccessRequest.State
REFUSALS = (
    deciding.NotToBeDecided,
    deciding.NothingToShow,
    deciding.OverBeforeItBegins,
    deciding.FilmNotAllowed,
    deciding.NoReasonGiven,
    deciding.OwnRequest,
)


@admin.register(AccessRequest)
class AccessRequestAdmin(SendingAgain, WrittenDeletion, RightsHistory, ReadOnly, ModelAdmin):
    """Requests are read here and answered with buttons; nobody writes into them."""

    list_display = ["who", "company", "what", "needed_by", "asked_at", "standing", "holders_said"]
    list_display_links = ["who"]
    list_filter = [StateFilter]
    list_fullwidth = True
    search_fields = forgiving("name", "company", "email", "production", "reason")
    search_help_text = _("Name, company, address or words; accents do not matter.")
    actions_detail = ["ask_holders", "approve", "ask_back", "note_answer", "decline"]
    actions_list = ["invite"]
    inlines = [DecisionRows]
    fieldsets = [
        (None, {"fields": ["stands", "prolonged", "invitation", "declined_reason"]}),
        (_("Who"), {"fields": ["name", "company", "role", "address", "known_as", "facts"]}),
        (
            _("What"),
            {
                "fields": [
                    "what",
                    "agreements",
                    "production",
                    "why",
                    "needed_by",
                    "asked_at",
                    "questions_asked",
                ]
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With what the list prints."""
        rows = super().get_queryset(request).select_related("showreel", "contact", "grant", "prolongs")
        rows = rows.prefetch_related("films", "decisions").annotate(lacks_mail=is_undelivered("pk"))
        return with_whom_they_wait_for(rows)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Requests come from outside; the editor invites."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what nobody confirmed: the rest is the record of who asked and what was answered."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.contact_id is None)

    def has_answer_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Who may change requests, while one waits; whoever was too late is told so, with what was typed."""
        waits = request.method == "POST" or AccessRequest.objects.waiting().filter(pk=object_id).exists()
        return waits and self.has_change_permission(request)

    def has_ask_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """The same, where there is a holder to ask, be it about a film that may be offered besides."""
        asked = AccessRequest.objects.filter(pk=object_id).first()
        is_of_use = request.method == "POST" or (asked is not None and holders.has_somebody_to_ask(asked))
        return is_of_use and self.has_answer_permission(request, object_id)

    def has_note_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Who may change requests, while one waits for its asker; who says so twice has said it once."""
        waits = request.method == "POST" or waiting_for_the_asker().filter(pk=object_id).exists()
        return waits and self.has_change_permission(request)

    @admin.display(description=_("who"), ordering="name")
    def who(self, asked: AccessRequest) -> str:
        """Their name."""
        return asked.name

    @admin.display(description=_("wants to see"))
    def what(self, asked: AccessRequest) -> str:
        """The films or the showreel; of a request for more days, that it is one."""
        return f"{gettext('Three more days')}: {asked.wish}" if asked.prolongs_id else asked.wish

    @display(description=_("how it stands"), label=MARKS)
    def standing(self, asked: Any) -> tuple[Any, Any]:
        """Its state as a mark."""
        return mark_of(asked), in_words(asked)

    @admin.display(description=_("rights holders"))
    def holders_said(self, asked: AccessRequest) -> str:
        """How many of those who were asked have answered."""
        decisions = asked.decisions.all()
        answered = sum(bool(decision.answer) for decision in decisions)
        counted = {"answered": answered, "asked": len(decisions)}
        if any(decision.withdrawn_at for decision in decisions):
            return gettext("%(answered)s of %(asked)s answered; a yes was taken back") % counted
        return gettext("%(answered)s of %(asked)s answered") % counted if decisions else "–"

    @admin.display(description=_("how it stands"))
    @told_once
    def stands(self, asked: Any) -> SafeString:
        """The same in words, with what did not arrive; while it waits, with every answer.

        A phone's menu would hide them.
        """
        return format_html("{}{}", self._state_in_words(asked), about(asked) if asked.lacks_mail else "")

    def _state_in_words(self, asked: Any) -> SafeString | str:
        if asked.contact and asked.contact.blocked_at:
            return _buttons(gettext("the contact is blocked"), [_of_the_contact(asked.contact, "unblock")])
        if asked.state != State.WAITING:
            return str(asked.state.label)
        return _buttons(in_words(asked), _answers(asked))

    @admin.display(description=_("what speaks for and against them"))
    @told_once
    def facts(self, asked: AccessRequest) -> SafeString:
        """Their address, their company, and what they have asked and watched before."""
        return facts_about(asked)

    @admin.display(description=_("what the agreements say"))
    @told_once
    def agreements(self, asked: AccessRequest) -> SafeString | str:
        """Of each film that is asked for."""
        return films_about(asked)

    @admin.display(description=_("why"))
    @told_once
    def why(self, asked: AccessRequest) -> SafeString | str:
        """In the asker's own words and lines."""
        return linebreaks_filter(asked.reason, autoescape=True) if asked.reason else "–"

    @admin.display(description=_("what you asked back"))
    @told_once
    def questions_asked(self, asked: AccessRequest) -> SafeString | str:
        """Each question with its day; the answers are in the studio's mailbox."""
        rows = [(_when(each), each.text) for each in Question.objects.filter(request=asked)]
        if not rows:
            return "–"
        return format_html('<ul class="desk-reasons">{}</ul>', format_html_join("", "<li>{}: {}</li>", rows))

    @admin.display(description=_("e-mail"))
    def address(self, asked: AccessRequest) -> str:
        """The address and whether it is proven."""
        if asked.email_verified_at:
            return gettext("%(email)s, confirmed") % {"email": asked.email}
        if asked.invited_by_id:
            return gettext("%(email)s, invited by you") % {"email": asked.email}
        return gettext("%(email)s, not confirmed yet: whoever typed it may be somebody else") % {
            "email": asked.email
        }

    @admin.display(description=_("what we know of them"))
    def known_as(self, asked: AccessRequest) -> SafeString | str:
        """The contact behind the address, under the name that we keep."""
        if asked.contact is None:
            return "–"
        page = reverse("admin:screening_contact_change", args=[asked.contact.pk])
        return format_html('<a href="{}">{}</a>', page, asked.contact)

    @admin.display(description=_("more days for"))
    def prolonged(self, asked: AccessRequest) -> SafeString | str:
        """The invitation that it is to prolong, and until when that holds."""
        grant = asked.prolongs
        if grant is None:
            return "–"
        page = reverse("admin:screening_grant_change", args=[grant.pk])
        until = gettext("to the end of %(date)s") % {"date": date_format(grant.last_day, "j F Y")}
        return format_html('<a href="{}">{}</a>, {}', page, grant.code, until)

    @admin.display(description=_("invitation"))
    @told_once
    def invitation(self, asked: AccessRequest) -> SafeString | str:
        """The grant that came of it."""
        grant = Grant.objects.filter(request=asked.pk).first()
        if grant is None:
            return "–"
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:screening_grant_change", args=[grant.pk]), grant.code
        )

    @action(description=_("Ask the rights holders…"), url_path="ask-holders", permissions=["ask"])
    def ask_holders(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """About which films; each holder is mailed a personal link."""
        asked = get_object_or_404(AccessRequest, pk=object_id)
        return ask_editor(
            request,
            self,
            Decision(
                form=AskHoldersForm(request.POST or None, asked=asked),
                title=_("Ask the rights holders: %(who)s") % {"who": asked},
                button=_("Write to them"),
                act=lambda form: self._ask_holders(request, asked, form),
                refusals=(*REFUSALS, holders.NothingToAsk, holders.HolderChanged),
                back=reverse("admin:screening_accessrequest_change", args=[object_id]),
            ),
        )

    @action(description=_("Ask back…"), url_path="ask-back", permissions=["answer"])
    def ask_back(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """A question by mail, before it is decided."""
        asked = get_object_or_404(AccessRequest, pk=object_id)
        return ask_editor(
            request,
            self,
            Decision(
                form=QuestionForm(request.POST or None),
                title=_("Ask back: %(who)s") % {"who": asked},
                button=_("Send the question"),
                act=lambda form: self._ask_back(request, asked, form),
                refusals=(*REFUSALS, questions.NothingAsked, questions.NowhereToAnswer),
                back=reverse("admin:screening_accessrequest_change", args=[object_id]),
            ),
        )

    @action(description=_("They have answered…"), url_path="answered", permissions=["note"])
    def note_answer(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The answer came to the studio's mailbox: the request waits for the studio again."""
        asked = get_object_or_404(AccessRequest, pk=object_id)
        return ask_editor(
            request,
            self,
            Decision(
                form=Form(request.POST if request.method == "POST" else None),
                title=_("Has the answer come? %(who)s") % {"who": asked},
                told=[
                    *(f"{day(each.asked_at)}: {each.text}" for each in asked.open_questions),
                    _("Their words stay in your mailbox. Here the request waits for you again."),
                ],
                button=_("Yes, they have answered"),
                act=lambda _form: self._note_answer(request, asked),
                back=reverse("admin:screening_accessrequest_change", args=[object_id]),
            ),
        )

    @action(description=_("Approve…"), url_path="approve", permissions=["answer"])
    def approve(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Which films, until when; the contact is mailed."""
        asked = get_object_or_404(AccessRequest, pk=object_id)
        form = ApproveForm(request.POST or None, wanted=asked.wanted_films(), asked=asked)
        return ask_editor(
            request,
            self,
            Decision(
                form=form,
                title=_("Approve: %(who)s") % {"who": asked},
                button=_("Approve and write to them"),
                act=lambda form: self._approve(request, asked, form),
                refusals=REFUSALS,
                look=_as_they_will(asked),
                back=reverse("admin:screening_accessrequest_change", args=[object_id]),
            ),
        )

    @action(description=_("Decline…"), url_path="decline", permissions=["answer"])
    def decline(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """With a kind sentence; the asker is mailed."""
        asked = get_object_or_404(AccessRequest, pk=object_id)
        return ask_editor(
            request,
            self,
            Decision(
                form=DeclineForm(request.POST or None),
                title=_("Decline: %(who)s") % {"who": asked},
                button=_("Decline and write to them"),
                act=lambda form: self._decline(request, asked, form),
                refusals=REFUSALS,
                back=reverse("admin:screening_accessrequest_change", args=[object_id]),
            ),
        )

    @action(description=_("Invite somebody…"), url_path="invite", permissions=["change"])
    def invite(self, request: HttpRequest) -> HttpResponse:
        """Without being asked."""
        return ask_editor(
            request,
            self,
            Decision(
                form=InviteForm(request.POST or None, wanted=[]),
                title=_("Invite somebody to watch"),
                button=_("Invite and write to them"),
                act=lambda form: self._invite(request, form),
                refusals=REFUSALS,
                back=reverse("admin:screening_grant_changelist"),
            ),
        )

    def _ask_holders(self, request: HttpRequest, asked: AccessRequest, form: AskHoldersForm) -> str:
        written_to = holders.ask(asked, form.chosen(), by=request.user, languages=form.languages())
        addresses = ", ".join(holder.email for holder in written_to)
        return gettext("Asked. %(addresses)s: a letter is on its way.") % {"addresses": addresses}

    def _ask_back(self, request: HttpRequest, asked: AccessRequest, form: QuestionForm) -> str:
        questions.ask_back(asked, form.cleaned_data["text"], by=request.user)
        return gettext("Asked. The answer of %(who)s comes to the studio’s mailbox.") % {"who": asked.name}

    def _note_answer(self, request: HttpRequest, asked: AccessRequest) -> str:
        questions.note_answer(asked, by=request.user)
        return gettext("Noted. The request waits for you.")

    def _approve(self, request: HttpRequest, asked: AccessRequest, form: ApproveForm) -> str:
        grant = deciding.approve(
            asked,
            form.chosen(),
            last_day=form.cleaned_data["last_day"],
            by=request.user,
            holder_words=form.holder_words(),
            max_views=form.cleaned_data["max_views"],
        )
        return _with_shorter(gettext("Approved. %(who)s is being written to.") % {"who": asked.name}, grant)

    def _decline(self, request: HttpRequest, asked: AccessRequest, form: DeclineForm) -> str:
        deciding.decline(asked, form.cleaned_data["reason"], by=request.user)
        return gettext("Declined. %(who)s is being written to.") % {"who": asked.name}

    def _invite(self, request: HttpRequest, form: InviteForm) -> str:
        person = form.person()
        grant = deciding.invite(
            person,
            form.chosen(),
            last_day=form.cleaned_data["last_day"],
            by=request.user,
            holder_words=form.holder_words(),
            max_views=form.cleaned_data["max_views"],
        )
        return _with_shorter(gettext("Invited. %(who)s is being written to.") % {"who": person.name}, grant)


def _with_shorter(sentence: str, grant: Grant) -> str:
    """The same, and which films end before the day that was chosen: they were told so too."""
    shorter = [each for each in contents_of(grant).films if each.end < grant.valid_until]
    words = (f"“{each.film}” {each.until_in_words}." for each in shorter)
    return " ".join([sentence, *([gettext("They read when films end sooner:")] if shorter else []), *words])


def _when(question: Question) -> str:
    """When it was asked, and when its answer was noted; that none is, while the request waits for one."""
    asked = {"asked": day(question.asked_at)}
    if question.answered_at:
        answered = {**asked, "answered": day(question.answered_at)}
        return gettext("%(asked)s, answer noted on %(answered)s") % answered
    return gettext("%(asked)s, no answer noted") % asked


def _buttons(words: Any, links: list[tuple[str, Any]]) -> SafeString:
    return format_html(
        '{}<span class="desk-answers">{}</span>', words, format_html_join("", '<a href="{}">{}</a>', links)
    )


def _answers(asked: AccessRequest) -> list[tuple[str, Any]]:
    """Every button of a request that waits; the holders' where somebody may be asked."""
    names = {"approve": _("Approve…"), "decline": _("Decline…"), "ask_back": _("Ask back…")}
    if asked.open_questions:
        names = {"note_answer": _("They have answered…"), **names}
    if holders.is_to_be_asked_about(asked):
        names = {"ask_holders": _("Ask the rights holders…"), **names}
    mine = [
        (reverse(f"admin:screening_accessrequest_{name}", args=[asked.pk]), words)
        for name, words in names.items()
    ]
    look = (_as_they_will(asked), _("See it as they will"))
    return [*mine, look, _of_the_contact(asked.contact, "block")]


def _as_they_will(asked: AccessRequest) -> str:
    """The screening room beforehand, in the asker's language."""
    with translation.override(asked.language):
        return reverse("screening:as_they_will", args=[asked.pk])


def _of_the_contact(contact: Any, name: str) -> tuple[str, Any]:
    words = {"block": _("Block this contact…"), "unblock": _("Let in again…")}
    return reverse(f"admin:screening_contact_{name}", args=[contact.pk]), words[name]
