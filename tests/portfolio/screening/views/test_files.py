"""Each file of a reel, asked for by everybody who must not have it, in every way that browsers ask."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portfolio.models import Agreement
from portfolio.renditions import playlists
from portfolio.screening import playback
from portfolio.screening.actions import deciding
from portfolio.screening.models import Contact, Delivery, Grant
from portfolio.screening.views import visitors
from tests.factories.screening import GrantFactory, private_film

pytestmark = pytest.mark.django_db

PIECE = playback.PIECE
SIZE = 5 * 1024 * 1024 + 3


def names(film):
    ladder = film.renditions["poster"]["ladder"]
    pictures = [rung[kind] for rung in ladder for kind in ("avif", "webp", "jpeg")]
    video = film.renditions["video"]
    (rung,) = video["hls"]["rungs"]
    ladder = [video["hls"]["master"], rung["playlist"], rung["media"]]
    return [
        video["mp4"],
        *ladder,
        video["stills"]["name"],
        *film.renditions["captions"].values(),
        *pictures,
    ]


def address(grant, film, name):
    return f"/screening/{grant.code}/{film.asset}/{name}"


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def status(answer):
    """The status of an answer that is read to its end, so that its file is closed."""
    body(answer)
    return answer.status_code


@pytest.fixture
def reel(grant, film, in_the_vault):
    """The addresses of all files of the guest's film."""
    in_the_vault(film)
    return [address(grant, film, name) for name in names(film)]


@pytest.fixture
def movie(reel):
    return reel[0]


def test_the_guest_is_given_every_file(seated, grant, reel):
    browser = seated(grant)
    given = {path: status(browser.get(path, headers={"range": "bytes=0-"})) for path in reel}
    assert given == dict.fromkeys(reel, 206)


def test_a_film_comes_in_pieces_of_two_megabytes(seated, grant, movie):
    answer = seated(grant).get(movie, headers={"range": "bytes=0-"})
    assert answer["Content-Range"] == f"bytes 0-{PIECE - 1}/{SIZE}"
    assert len(body(answer)) == PIECE


def test_a_rung_comes_in_pieces_of_two_megabytes_and_not_whole(seated, grant, reel):
    browser = seated(grant)
    (rung,) = [path for path in reel if path.endswith(".m4s")]
    answer = browser.get(rung, headers={"range": "bytes=0-"})
    assert (answer["Content-Range"], len(body(answer))) == (f"bytes 0-{PIECE - 1}/{SIZE}", PIECE)
    assert (answer["Content-Type"], browser.get(rung).status_code) == ("video/mp4", 400)


def test_a_segment_that_is_asked_for_by_itself_comes_whole(seated, grant, reel):
    (rung,) = [path for path in reel if path.endswith(".m4s")]
    answer = seated(grant).get(rung, headers={"range": f"bytes=7-{PIECE + 6}"})
    assert (answer["Content-Range"], len(body(answer))) == (f"bytes 7-{PIECE + 6}/{SIZE}", PIECE)
    assert playlists.MOST_BYTES == PIECE


def test_a_playlist_comes_whole_as_what_it_is(seated, grant, reel):
    browser = seated(grant)
    for path in [path for path in reel if path.endswith(".m3u8")]:
        answer = browser.get(path)
        assert (answer.status_code, body(answer)) == (200, b"#EXTM3U\n")
        assert answer["Content-Type"] == "application/vnd.apple.mpegurl"


def test_the_pieces_together_are_the_film(seated, grant, movie):
    browser = seated(grant)
    starts = range(0, SIZE, PIECE)
    whole = b"".join(body(browser.get(movie, headers={"range": f"bytes={start}-"})) for start in starts)
    assert (len(whole), whole[-3:]) == (SIZE, b"end")


def test_a_film_is_not_given_whole(seated, grant, movie):
    answer = seated(grant).get(movie)
    assert (answer.status_code, body(answer)) == (400, b"")


@pytest.mark.parametrize("asked", ["bytes=0-10,20-30", "bytes=x-", "seconds=0-9", ""])
def test_a_range_that_is_none_opens_no_way_round(seated, grant, movie, asked):
    assert seated(grant).get(movie, headers={"range": asked}).status_code == 400


def test_a_range_beyond_the_end_is_refused_as_such(seated, grant, movie):
    answer = seated(grant).get(movie, headers={"range": f"bytes={SIZE}-"})
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{SIZE}")


def test_the_end_of_a_film_can_be_asked_for(seated, grant, movie):
    assert body(seated(grant).get(movie, headers={"range": "bytes=-3"})) == b"end"


def test_nothing_of_it_is_kept_by_anybody(seated, grant, reel):
    browser = seated(grant)
    for path in reel:
        answer = browser.get(path, headers={"range": "bytes=0-"})
        body(answer)
        kept = {
            name: answer.get(name) for name in ("Cache-Control", "ETag", "Last-Modified", "Referrer-Policy")
        }
        assert kept == {
            "Cache-Control": "private, no-store",
            "ETag": None,
            "Last-Modified": None,
            "Referrer-Policy": "no-referrer",
        }
        assert answer["X-Robots-Tag"] == "noindex, noarchive"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_what_is_handed_over_is_written_down(seated, grant, movie):
    browser = seated(grant)
    for start in (0, PIECE, 2 * PIECE):
        body(browser.get(movie, headers={"range": f"bytes={start}-"}))
    name = movie.rpartition("/")[2]
    assert list(Delivery.objects.values_list("path", "first_byte", "length")) == [
        (name, 0, PIECE),
        (name, PIECE, PIECE),
        (name, 2 * PIECE, SIZE - 2 * PIECE),
    ]


def test_a_small_part_is_written_down_as_the_small_part_that_it_was(seated, grant, movie):
    body(seated(grant).get(movie, headers={"range": "bytes=100-199"}))
    assert list(Delivery.objects.values_list("first_byte", "length")) == [(100, 100)]


@pytest.mark.parametrize("refused", [{}, {"range": f"bytes={SIZE}-"}])
def test_what_is_not_handed_over_is_not_written_down(seated, grant, movie, refused):
    seated(grant).get(movie, headers=refused)
    assert Delivery.objects.count() == 0


def test_asking_for_the_head_is_no_delivery(seated, grant, movie):
    answer = seated(grant).head(movie)
    assert (answer.status_code, Delivery.objects.count()) == (200, 0)


# Who has no right, and how they ask.


def passer_by(grant, signed_in, seated, stranger):
    return Client()


def known_stranger(grant, signed_in, seated, stranger):
    return signed_in(stranger)


def stranger_with_a_screening_of_their_own(grant, signed_in, seated, stranger):
    return seated(GrantFactory(films=[private_film()], request__contact=stranger))


def guest_who_has_not_sat_down(grant, signed_in, seated, stranger):
    return signed_in(grant.request.contact)


def guest_with_a_cookie_of_their_own_making(grant, signed_in, seated, stranger):
    browser = signed_in(grant.request.contact)
    browser.cookies[visitors.cookie_name()] = "x" * 43
    return browser


def editor_at_the_desk(grant, signed_in, seated, stranger):
    from django.contrib.auth import get_user_model

    browser = Client()
    browser.force_login(get_user_model().objects.create_superuser("capo", password="a good long password"))
    return browser


WHO = [
    passer_by,
    known_stranger,
    stranger_with_a_screening_of_their_own,
    guest_who_has_not_sat_down,
    guest_with_a_cookie_of_their_own_making,
    editor_at_the_desk,
]
HOW = {
    "plain": ("get", {}),
    "head": ("head", {}),
    "range": ("get", {"range": "bytes=0-"}),
    "range beyond the end": ("get", {"range": "bytes=99999999-"}),
    "if-none-match": ("get", {"if-none-match": "*"}),
    "if-match": ("get", {"if-match": '"x"', "range": "bytes=0-"}),
    "if-modified-since": ("get", {"if-modified-since": "Tue, 24 Nov 2026 00:00:00 GMT"}),
}


@pytest.mark.parametrize("who", WHO)
def test_who_has_no_right_meets_an_unknown_address(reel, grant, signed_in, seated, stranger, who):
    browser = who(grant, signed_in, seated, stranger)
    for method, headers in HOW.values():
        ask = getattr(browser, method)
        unknown = ask(f"/screening/{grant.code}/{'0' * 32}/720-0a1b2c3d4e5f6071.mp4", headers=headers)
        answers = [ask(path, headers=headers) for path in reel]
        assert {answer.status_code for answer in answers} == {404}
        assert {len(body(answer)) for answer in answers} == {len(body(unknown))}
        assert {tuple(sorted(answer.headers)) for answer in answers} == {tuple(sorted(unknown.headers))}
    assert Delivery.objects.count() == 0


def test_who_is_refused_is_asked_for_their_right_once(reel, grant, guest, signed_in, seated, movie):
    browser = seated(grant)
    unknown = f"/screening/{grant.code}/{'0' * 32}/720-0a1b2c3d4e5f6071.mp4"
    deciding.revoke(grant, by=None)
    for path in (movie, unknown):
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(path, headers={"range": "bytes=0-"}).status_code == 404
        assert sum("screening_viewing" in query["sql"] for query in asked) == 1


@pytest.mark.parametrize(
    "path",
    [
        "original.mp4",
        "source.mp4",
        "..%2f..%2fdb.sqlite3",
        "%2e%2e/x",
        "720-0a1b2c3d4e5f6071.mp4/",
        "a" * 500,
    ],
)
def test_only_what_the_manifest_names_is_there(seated, grant, film, reel, path):
    answer = seated(grant).get(f"/screening/{grant.code}/{film.asset}/{path}", headers={"range": "bytes=0-"})
    assert answer.status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_file_is_only_read(seated, grant, movie, method):
    assert getattr(seated(grant), method)(movie).status_code == 405


# What falls in the middle of a film stops the next piece.


def revoke(grant):
    deciding.revoke(grant, by=None)


def let_it_end(grant):
    Grant.objects.update(valid_from=timezone.now() - timedelta(days=2), valid_until=timezone.now())


def withdraw_the_agreement(grant):
    Agreement.objects.update(withdrawn_at=timezone.now(), withdrawn_by="holder")


def block_the_contact(grant):
    Contact.objects.update(blocked_at=timezone.now())


@pytest.mark.parametrize("event", [revoke, let_it_end, withdraw_the_agreement, block_the_contact])
def test_no_playlist_and_no_segment_comes_after_it(seated, grant, reel, event):
    browser = seated(grant)
    event(grant)
    answers = [browser.get(path, headers={"range": "bytes=0-"}) for path in reel]
    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize("event", [revoke, let_it_end, withdraw_the_agreement, block_the_contact])
def test_the_next_piece_is_refused(seated, grant, movie, event):
    browser = seated(grant)
    assert status(browser.get(movie, headers={"range": "bytes=0-"})) == 206
    event(grant)
    assert browser.get(movie, headers={"range": f"bytes={PIECE}-"}).status_code == 404


def test_one_file_asks_the_database_twice(seated, grant, movie, django_assert_num_queries):
    browser = seated(grant)
    with django_assert_num_queries(2):
        body(browser.get(movie, headers={"range": "bytes=0-"}))
