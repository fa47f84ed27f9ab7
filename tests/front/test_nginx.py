"""Behind nginx: the same door, the same headers, piece by piece, and nothing for who has no right."""

import time
from uuid import uuid4

import pytest

from tests.front import servers
from tests.front.conftest import Visitor, required
from tests.front.stage import PIECE, SIZE, content

pytestmark = pytest.mark.xdist_group("front")

PRIVATE = {
    "cache-control": "private, no-store",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "x-robots-tag": "noindex, noarchive",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
TYPES = {"mp4": "video/mp4", "m4s": "video/mp4", "m3u8": "application/vnd.apple.mpegurl", "vtt": "text/vtt"}


@pytest.fixture(scope="module")
def film(behind_nginx):
    return behind_nginx[0].film()


@pytest.fixture
def viewer(behind_nginx, film):
    return behind_nginx[0].seat(film["asset"])


@pytest.fixture
def ask(behind_nginx, film, viewer):
    """Asks for a file of the film as its viewer does."""

    def act(name, **said):
        path = f"/screening/{viewer['code']}/{film['asset']}/{name}"
        return behind_nginx[1].ask(path, **{"secret": viewer["secret"], **said})

    return act


@pytest.fixture
def movie(film):
    return next(name for name in film["names"] if name.endswith(".mp4"))


def test_every_file_comes_by_the_hands_of_nginx_with_all_its_headers(ask, film):
    for name in film["names"]:
        answer = ask(name, Range="bytes=0-99")
        assert answer.body == content(name)[:100]
        assert {header: answer.headers.get(header) for header in PRIVATE} == PRIVATE
        assert {"etag", "last-modified", "x-accel-redirect"} & answer.headers.keys() == set()
        assert answer.headers["server"] == "nginx"
        expected = TYPES.get(name.rpartition(".")[2])
        assert expected in (None, answer.headers["content-type"])


def test_what_is_small_comes_whole(ask, film):
    for name in film["names"]:
        if not name.endswith((".mp4", ".m4s")):
            answer = ask(name)
            assert (answer.status, answer.body) == (200, content(name))
            assert {header: answer.headers.get(header) for header in PRIVATE} == PRIVATE


def test_a_segment_comes_as_it_was_asked_for(ask, movie):
    answer = ask(movie, Range="bytes=1000000-1999999")
    assert (answer.status, answer.headers["content-range"]) == (206, f"bytes 1000000-1999999/{SIZE}")
    assert answer.body == content(movie)[1_000_000:2_000_000]


@pytest.mark.parametrize("asked", ["bytes=0-", f"bytes=0-{PIECE}", f"bytes=0-{SIZE}", "Bytes=0-"])
def test_more_than_a_piece_is_cut_to_one(ask, movie, asked):
    answer = ask(movie, Range=asked)
    assert (answer.status, answer.headers["content-range"]) == (206, f"bytes 0-{PIECE - 1}/{SIZE}")
    assert answer.body == content(movie)[:PIECE]
    assert {header: answer.headers.get(header) for header in PRIVATE} == PRIVATE
    assert {"etag", "last-modified"} & answer.headers.keys() == set()
    assert answer.headers["content-type"] == "video/mp4"


def test_a_long_tail_is_cut_as_well(ask, movie):
    answer = ask(movie, Range=f"bytes=-{PIECE + 5}")
    start = SIZE - PIECE - 5
    assert answer.headers["content-range"] == f"bytes {start}-{start + PIECE - 1}/{SIZE}"
    assert answer.body == content(movie)[start : start + PIECE]


def test_the_pieces_together_are_the_film(ask, movie):
    pieces = [ask(movie, Range=f"bytes={start}-").body for start in range(0, SIZE, PIECE)]
    assert b"".join(pieces) == content(movie)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"Range": "bytes=0-10,20-30"},
        {"Range": "bytes=0-,0-"},
        {"Range": "bytes=x-"},
        {"Range": "bytes=0-9", "If_Range": '"x"'},
        {"Range": "bytes=0-9", "If_Range": "Thu, 01 Jan 2026 00:00:00 GMT"},
    ],
    ids=str,
)
def test_no_way_of_asking_lets_more_out(ask, movie, said):
    answer = ask(movie, **said)
    assert (answer.status, answer.body) == (400, b"")


@pytest.mark.parametrize(
    "condition",
    [
        {"If_None_Match": "*"},
        {"If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"If_Match": '"x"'},
        {"If_Unmodified_Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ],
    ids=str,
)
def test_a_condition_changes_nothing(ask, movie, condition):
    answer = ask(movie, Range="bytes=0-9", **condition)
    assert (answer.status, answer.body) == (206, content(movie)[:10])


def test_the_head_says_how_large_it_is_and_gives_nothing(ask, movie):
    answer = ask(movie, method="HEAD")
    assert (answer.status, answer.headers["content-length"], answer.body) == (200, str(SIZE), b"")


def test_a_range_beyond_the_end_is_refused_as_such(ask, movie):
    answer = ask(movie, Range=f"bytes={SIZE}-")
    assert (answer.status, answer.headers["content-range"]) == (416, f"bytes */{SIZE}")


def test_each_piece_is_written_down(ask, behind_nginx, viewer, movie):
    for start in (0, PIECE, 2 * PIECE):
        ask(movie, Range=f"bytes={start}-")
    assert behind_nginx[0].deliveries(viewer["code"]) == [[movie, number] for number in range(3)]


def test_the_next_request_after_a_revocation_is_refused_each_time(behind_nginx, film, movie):
    stage, visitor, _site = behind_nginx
    for _time in range(20):
        viewer = stage.seat(film["asset"])
        path = f"/screening/{viewer['code']}/{film['asset']}/{movie}"
        assert visitor.ask(path, secret=viewer["secret"], Range="bytes=0-9").status == 206
        stage.revoke(viewer["code"])
        answer = visitor.ask(path, secret=viewer["secret"], Range="bytes=10-19")
        assert answer.status == 404


def test_who_has_no_right_is_given_not_one_byte(behind_nginx, film, viewer):
    stage, visitor, _site = behind_nginx
    other = stage.seat(stage.film()["asset"])
    unknown = visitor.ask(f"/screening/{viewer['code']}/{'0' * 32}/720-0a1b2c3d4e5f6071.mp4")
    for name in film["names"]:
        path = f"/screening/{viewer['code']}/{film['asset']}/{name}"
        for secret in ("", "x" * 43, other["secret"]):
            for said in ({}, {"Range": "bytes=0-9"}, {"If_None_Match": "*"}, {"method": "HEAD"}):
                answer = visitor.ask(path, secret=secret, **said)
                assert answer.status == 404
                assert content(name)[:10] not in answer.body
                assert said.get("method") or len(answer.body) == len(unknown.body)
    assert stage.deliveries(viewer["code"]) == []


@pytest.mark.parametrize(
    "way",
    [
        "/_vault/{asset}/{name}",
        "/_vault/pieces/0-99/{asset}/{name}",
        "/_vault/pieces/0-99999999/{asset}/{name}",
        "/media/{asset}/{name}",
        "/media/../vault/{asset}/{name}",
        "/media/..%2fvault/{asset}/{name}",
        "/media/{asset}/..%2f..%2fvault/{asset}/{name}",
        "/screening/{code}/%2e%2e/{asset}/{name}",
        "//_vault/{asset}/{name}",
        "/%5fvault/{asset}/{name}",
    ],
)
def test_the_vault_has_no_other_door(behind_nginx, film, viewer, movie, way):
    path = way.format(asset=film["asset"], name=movie, code=viewer["code"])
    answer = behind_nginx[1].ask(path, secret=viewer["secret"], Range="bytes=0-99")
    assert answer.status in {301, 302, 400, 404}
    assert content(movie)[:20] not in answer.body


def test_a_rights_holders_frames_come_by_the_hands_of_nginx_to_them_alone(behind_nginx):
    stage, visitor, _site = behind_nginx
    film = stage.film()
    holder, unasked = stage.decide(film["asset"]), stage.film()
    assert holder["frames"]
    for name in film["names"]:
        path, mine = f"/holder/{film['asset']}/{name}", f"sessionid={holder['session']}"
        answer = visitor.ask(path, Cookie=mine)
        if name in holder["frames"]:
            assert (answer.status, answer.body) == (200, content(name))
            assert {header: answer.headers.get(header) for header in PRIVATE} == PRIVATE
            assert "x-accel-redirect" not in answer.headers
        else:
            assert answer.status == 404
        assert visitor.ask(path, Cookie=f"sessionid={'x' * 32}").status == 404
        assert visitor.ask(f"/holder/{unasked['asset']}/{name}", Cookie=mine).status == 404


# What nginx writes down.

SECRET = "Zm9v_YmFy-" * 4 + "abc"


def logged(folder, mark):
    """The line of the access log that holds `mark`; nginx writes it when all was sent."""
    for _time in range(100):
        for line in (folder / "access.log").read_text(encoding="utf-8").splitlines():
            if mark in line:
                return line
        time.sleep(0.05)
    raise AssertionError(mark)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        (f"/en/screenings/decisions/link/{SECRET}/", "GET /en/screenings/decisions/link/.../ HTTP"),
        (f"/it/screening/enter/{SECRET}/?to=x", "GET /it/screening/enter/.../ HTTP"),
        (f"/en/screenings/confirm/{SECRET}", "GET /en/screenings/confirm/... HTTP"),
        (f"/healthz?link={SECRET}", "GET /healthz HTTP"),
        ("/healthz?q=Ada", "GET /healthz HTTP"),
    ],
)
def test_no_secret_of_a_link_stands_in_the_access_log(behind_nginx, nginx_folder, asked, written):
    mark = f"visitor-{uuid4().hex}"
    came_from = f"https://127.0.0.1/en/screenings/enter/{SECRET}/?to={SECRET}"
    behind_nginx[1].ask(asked, User_Agent=mark, Referer=came_from)
    line = logged(nginx_folder, mark)
    assert written in line
    assert '"https://127.0.0.1/en/screenings/enter/.../"' in line
    assert SECRET not in (nginx_folder / "access.log").read_text(encoding="utf-8")
    assert "Ada" not in line


def test_no_secret_of_a_link_stands_in_the_error_log_where_the_site_is_away(tmp_path):
    required("nginx")
    with servers.nginx(tmp_path, tmp_path, servers.free_port()) as port:
        visitor = Visitor(port)
        asked = [f"/en/screenings/enter/{SECRET}/", f"/en/screenings/confirm/{SECRET}", "/en/contact/"]
        assert [visitor.ask(path).status for path in asked] == [502, 502, 502]
    complaints = (tmp_path / "error.log").read_text(encoding="utf-8")
    assert "/en/contact/" in complaints
    assert SECRET not in complaints


def test_a_file_stands_in_the_access_log_by_its_name(behind_nginx, nginx_folder, ask, film, viewer, movie):
    ask(movie, Range="bytes=0-9", User_Agent="visitor-of-a-file")
    path = f"/screening/{viewer['code']}/{film['asset']}/{movie}"
    assert f'"GET {path} HTTP/1.1" 206 10 ""' in logged(nginx_folder, "visitor-of-a-file")


def test_a_visitor_cannot_have_nginx_fetch_something(behind_nginx, film, movie):
    """The header that the site speaks to nginx with is worth nothing in a question."""
    inside = f"/_vault/{film['asset']}/{movie}"
    answer = behind_nginx[1].ask("/healthz", X_Accel_Redirect=inside)
    assert answer.body == b"ok\n"


def test_of_fifty_tabs_that_race_for_the_last_view_in_a_file_of_sqlite_one_gets_it(behind_nginx, film):
    assert behind_nginx[0].race(film["asset"], 50) == 1
