"""The vault in a bucket: a piece of a film comes from an address lent for it, all else from the site."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.front.stage import PIECE, SIZE, content

pytestmark = pytest.mark.xdist_group("front")


@pytest.fixture(scope="module")
def film(with_a_bucket):
    return with_a_bucket[0].film()


@pytest.fixture
def viewer(with_a_bucket, film):
    return with_a_bucket[0].seat(film["asset"])


@pytest.fixture
def ask(with_a_bucket, film, viewer):
    """Asks the site for a file of the film as its viewer does."""

    def act(name, **said):
        path = f"/screening/{viewer['code']}/{film['asset']}/{name}"
        return with_a_bucket[1].ask(path, **{"secret": viewer["secret"], **said})

    return act


@pytest.fixture
def movie(film):
    return next(name for name in film["names"] if name.endswith(".mp4"))


def test_a_segment_comes_from_the_storage_by_an_address_for_it_alone(with_a_bucket, ask, movie):
    answer = ask(movie, Range="bytes=1000000-1999999")
    lent = urlsplit(answer.headers["location"])
    signed = parse_qs(lent.query)
    assert (answer.status, answer.body, answer.headers["cache-control"]) == (302, b"", "private, no-store")
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert int(signed["X-Amz-Expires"][0]) <= 60
    assert signed["X-Amz-SignedHeaders"] == ["host;range"]
    given = with_a_bucket[2].ask(f"{lent.path}?{lent.query}", Range="bytes=1000000-1999999")
    assert (given.status, given.body) == (206, content(movie)[1_000_000:2_000_000])
    assert given.headers["cache-control"] == "private, no-store"


def test_a_segment_by_an_address_is_written_down(with_a_bucket, ask, viewer, movie):
    ask(movie, Range=f"bytes={PIECE}-{PIECE + 9}")
    assert with_a_bucket[0].deliveries(viewer["code"]) == [[movie, 1]]


@pytest.mark.parametrize("asked", ["bytes=0-", f"bytes=0-{PIECE}"])
def test_more_than_a_piece_is_cut_and_sent_by_the_site(ask, movie, asked):
    answer = ask(movie, Range=asked)
    assert (answer.status, answer.headers["content-range"]) == (206, f"bytes 0-{PIECE - 1}/{SIZE}")
    assert answer.body == content(movie)[:PIECE]


def test_the_pieces_together_are_the_film(ask, movie):
    pieces = [ask(movie, Range=f"bytes={start}-").body for start in range(0, SIZE - PIECE, PIECE)]
    assert b"".join(pieces) == content(movie)[: 2 * PIECE]


def test_what_names_other_files_is_sent_by_the_site(ask, film):
    """A playlist's names and a caption's origin are those of the address that it came from."""
    for name in film["names"]:
        if not name.endswith((".mp4", ".m4s")):
            answer = ask(name)
            assert (answer.status, answer.body) == (200, content(name))
            assert answer.headers["cache-control"] == "private, no-store"


def test_a_rights_holders_frames_are_sent_by_the_site_to_them_alone(with_a_bucket):
    stage, visitor, _storage = with_a_bucket
    film = stage.film()
    holder = stage.decide(film["asset"])
    assert holder["frames"]
    for name in film["names"]:
        path = f"/holder/{film['asset']}/{name}"
        answer = visitor.ask(path, Cookie=f"sessionid={holder['session']}")
        assert "location" not in answer.headers
        if name in holder["frames"]:
            assert (answer.status, answer.body) == (200, content(name))
            assert answer.headers["cache-control"] == "private, no-store"
            assert answer.headers["referrer-policy"] == "no-referrer"
        else:
            assert answer.status == 404
        assert visitor.ask(path).status == 404


def test_no_whole_film_is_given(ask, movie):
    assert ask(movie).status == 400


def test_after_a_revocation_no_address_is_lent(with_a_bucket, ask, viewer, movie):
    with_a_bucket[0].revoke(viewer["code"])
    answer = ask(movie, Range="bytes=0-9")
    assert (answer.status, "location" in answer.headers) == (404, False)


def test_who_has_no_right_is_lent_nothing(ask, film):
    for name in film["names"]:
        answer = ask(name, secret="x" * 43, Range="bytes=0-9")
        assert (answer.status, "location" in answer.headers) == (404, False)
