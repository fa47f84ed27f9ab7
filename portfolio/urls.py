"""The addresses of what was made, in the reader's language."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from portfolio.views import faces, films, members, photos, productions, testimonies

app_name = "portfolio"

urlpatterns = [
    path(_("faces/"), faces.by_department, name="faces"),
    path(_("faces/by-production/"), faces.by_production, name="faces_by_production"),
    path(_("photos/"), include([path("<slug:asset>/", photos.photo, name="photo")])),
    path(
        _("productions/"),
        include(
            [
                path("", productions.productions, name="productions"),
                path("<slug:slug>/", productions.production, name="production"),
            ]
        ),
    ),
    path(
        _("films/"),
        include([path("", films.films, name="films"), path("<slug:slug>/", films.film, name="film")]),
    ),
    path(
        _("voices/"),
        include(
            [
                path("", testimonies.testimonies, name="testimonies"),
                path("<slug:slug>/", testimonies.testimony, name="testimony"),
            ]
        ),
    ),
    path(
        _("crew/"),
        include(
            [path("", members.members, name="members"), path("<slug:slug>/", members.member, name="member")]
        ),
    ),
]
