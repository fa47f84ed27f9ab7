"""Where the rooms get their addresses. Both languages have their prefix; `/` chooses."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, register_converter
from django.utils.translation import gettext_lazy as _

from backstage.pages import as_of, contact, health, home, page, robots, search
from backstage.sitemaps import SITEMAPS
from portfolio.screening.views import files, frames
from portfolio.views import renditions

register_converter(as_of.MomentConverter, "moment")

handler403 = "backstage.pages.errors.not_allowed"
handler404 = "backstage.pages.errors.not_found"
handler500 = "backstage.pages.errors.server_error"

urlpatterns = [
    path("", home.choose_language, name="root"),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("media/<slug:asset>/<str:name>", renditions.serve, name="rendition"),
    path("screening/<slug:code>/<slug:asset>/<str:name>", files.file, name="screening_file"),
    path("holder/<slug:asset>/<str:name>", frames.frame, name="holder_frame"),
    path("preview/<slug:asset>/<str:name>", renditions.preview, name="preview"),
    path("as-of/<moment:moment>/", as_of.as_of, {"path": ""}, name="as_of"),
    path("as-of/<moment:moment>/<path:path>", as_of.as_of, name="as_of"),
    *i18n_patterns(
        path("", home.home, name="home"),
        path(_("contact/"), contact.contact, name="contact"),
        path(_("search/"), search.search, name="search"),
        path(_("screenings/"), include("portfolio.screening.urls")),
        path("", include("portfolio.urls")),
        # Last, since it takes every single word.
        path("<slug:slug>/", page.page, name="page"),
    ),
]
