import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import RequestFactory
from whitenoise.storage import CompressedManifestStaticFilesStorage

from backstage.pages import errors, home
from tests.reading import flat


@pytest.mark.django_db
def test_wrong_address_is_answered_in_its_language(client):
    answer = client.get("/en/nowhere/")
    assert answer.status_code == 404
    assert '<html lang="en"' in answer.content.decode()


@pytest.mark.django_db
def test_switch_of_an_error_leads_home(client):
    page = flat(client.get("/en/nowhere/"))
    assert 'href="/it/" hreflang="it"' in page
    assert "nowhere" not in page


def test_broken_page_needs_no_database():
    answer = errors.server_error(RequestFactory().get("/en/"))
    assert answer.status_code == 500
    assert "<h1>" in answer.content.decode()


@pytest.mark.django_db
def test_broken_page_needs_no_manifest_of_static_files(monkeypatch, tmp_path):
    unfilled = CompressedManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    monkeypatch.setattr(staticfiles_storage, "_wrapped", unfilled)
    assert errors.server_error(RequestFactory().get("/en/")).status_code == 500


@pytest.mark.django_db
def test_site_that_breaks_answers_500(client, monkeypatch):
    def broken():
        raise RuntimeError

    monkeypatch.setattr(home, "_context", broken)
    client.raise_request_exception = False
    assert client.get("/en/").status_code == 500


@pytest.mark.django_db
def test_stale_form_says_what_to_do():
    request = RequestFactory().post("/en/")
    answer = errors.csrf_failure(request)
    assert answer.status_code == 403
