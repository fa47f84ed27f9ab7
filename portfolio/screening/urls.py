"""The pages of a screening, in the reader's language."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from portfolio.screening.views import asking, further, holders, own_data, previews, signing_in, watching

app_name = "screening"

urlpatterns = [
    path("", signing_in.screenings, name="screenings"),
    path(_("ask/"), asking.ask, name="ask"),
    path(_("asked/"), asking.asked, name="asked"),
    path(_("confirm/<str:link>/"), asking.confirm, name="confirm"),
    path(_("withdraw/<int:pk>/"), asking.withdraw, name="withdraw"),
    path(_("code/"), signing_in.code, name="code"),
    path(_("enter/<str:link>/"), signing_in.enter, name="enter"),
    path(_("sign-out/"), signing_in.sign_out, name="sign_out"),
    path(_("decisions/"), holders.decisions, name="decisions"),
    path(_("decisions/code/"), holders.code, name="decide_code"),
    path(_("decisions/sign-out/"), holders.sign_out, name="decide_sign_out"),
    path(_("decisions/link/<str:link>/"), holders.by_link, name="decide_by_link"),
    path(_("decisions/<int:pk>/answer/"), holders.answer, name="decide_answer"),
    path(_("decisions/<int:pk>/withdraw/"), holders.withdraw, name="decide_withdraw"),
    path(_("decisions/agreements/<int:pk>/stop/"), holders.stop, name="decide_stop"),
    path(_("requests/<int:pk>/preview/"), previews.as_they_will, name="as_they_will"),
    path(_("my-data/"), own_data.my_data, name="my_data"),
    path(_("my-data/file/"), own_data.my_data_file, name="my_data_file"),
    path(_("my-data/erase/"), own_data.ask_erasure, name="ask_erasure"),
    path(_("my-data/keep/"), own_data.keep_data, name="keep_data"),
    path("<slug:code>/", watching.showing, name="showing"),
    path(_("<slug:code>/terms/"), watching.accept, name="accept"),
    path(_("<slug:code>/watch/"), watching.sit_down, name="sit_down"),
    path(_("<slug:code>/more-days/"), further.more_days, name="more_days"),
    path(_("<slug:code>/one-more/<int:pk>/"), further.one_more, name="one_more"),
    path("<slug:code>/alive/", watching.alive, name="alive"),
]
