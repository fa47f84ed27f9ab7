"""A file goes out whole, in part, or not again; and a film in private only piece by piece."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.http import Http404

from portfolio.views.handover import PRIVATE, hand_over

CONTENT = bytes(range(250)) * 4
NAME = "asset/720-0123456789abcdef.mp4"
ETAG = '"720-0123456789abcdef.mp4"'
FOR_GOOD = "public, max-age=2592000, immutable"


@pytest.fixture
def ask(rf, tmp_path):
    """Asks for the file; the headers of the question are named as a browser names them."""
    storage = FileSystemStorage(location=tmp_path / "files")
    storage.save(NAME, ContentFile(CONTENT))

    def act(method="get", name=NAME, cache=FOR_GOOD, piece=None, **headers):
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        request = getattr(rf, method)("/", headers=named)
        answer = hand_over(request, storage, name, cache=cache, piece=piece)
        answer.body = answer.getvalue() if answer.streaming else answer.content
        if answer.streaming:
            answer.file_to_stream.close()  # the answer's own close() would take a test's connection with it
        return answer

    return act


def test_the_whole_file_comes_with_its_type_and_the_offer_of_parts(ask):
    answer = ask()
    assert (answer.status_code, answer.body) == (200, CONTENT)
    assert {name: answer[name] for name in ("Content-Type", "Content-Length", "Accept-Ranges", "ETag")} == {
        "Content-Type": "video/mp4",
        "Content-Length": "1000",
        "Accept-Ranges": "bytes",
        "ETag": ETAG,
    }
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == (FOR_GOOD, "nosniff")


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=999-999", 999, 999),
        ("bytes=0-1", 0, 1),
        ("bytes=100-199", 100, 199),
        ("bytes=0-", 0, 999),
        ("bytes=990-", 990, 999),
        ("bytes=990-5000", 990, 999),
        ("bytes=-1", 999, 999),
        ("bytes=-10", 990, 999),
        ("bytes=-5000", 0, 999),
        ("Bytes=5-6", 5, 6),
    ],
)
def test_a_range_gets_that_part_and_no_more(ask, asked, first, last):
    answer = ask(Range=asked)
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {first}-{last}/1000"
    assert (answer["Content-Length"], answer["Content-Type"]) == (str(last - first + 1), "video/mp4")
    assert answer.body == CONTENT[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=1000-", "bytes=1000-1001", "bytes=5000-", "bytes=-0"])
def test_a_range_beyond_the_end_is_not_satisfiable(ask, asked):
    answer = ask(Range=asked)
    assert (answer.status_code, answer["Content-Range"], answer.body) == (416, "bytes */1000", b"")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=5-2",
        "bytes=-",
        "bytes=",
        "bytes",
        "bytes=a-b",
        "bytes=1-2,5-6",
        "bytes=0-0, -1",
        "bytes=--5",
        "bytes=+1-2",
        "bytes=１-２",
        "items=0-5",
        f"bytes={'9' * 5000}-",
    ],
)
def test_a_malformed_range_and_several_at_once_get_the_whole(ask, asked):
    answer = ask(Range=asked)
    assert (answer.status_code, answer.body) == (200, CONTENT)


def test_head_says_everything_and_sends_nothing(ask):
    answer = ask("head", Range="bytes=0-9")
    assert (answer.status_code, answer["Content-Length"], answer.body) == (200, "1000", b"")
    assert (answer["Accept-Ranges"], answer["ETag"]) == ("bytes", ETAG)


@pytest.mark.parametrize("known", [ETAG, f'"other", {ETAG}', f"W/{ETAG}", "*"])
def test_what_the_browser_has_already_is_not_sent_again(ask, known):
    answer = ask(If_None_Match=known, Range="bytes=0-9")
    assert (answer.status_code, answer.body) == (304, b"")
    assert (answer["ETag"], answer["Cache-Control"]) == (ETAG, FOR_GOOD)


def test_what_has_not_changed_since_is_not_sent_again(ask):
    assert ask(If_Modified_Since=ask()["Last-Modified"]).status_code == 304
    assert ask(If_Modified_Since="Thu, 01 Jan 1970 00:00:00 GMT").status_code == 200


def test_a_part_of_the_version_that_the_browser_has_is_a_part(ask):
    assert ask(Range="bytes=0-9", If_Range=ETAG).status_code == 206
    assert ask(Range="bytes=0-9", If_Range=ask()["Last-Modified"]).status_code == 206


@pytest.mark.parametrize("known", ['"another"', f"W/{ETAG}", "Thu, 01 Jan 1970 00:00:00 GMT", "x"])
def test_a_part_of_another_version_is_the_whole_of_this_one(ask, known):
    answer = ask(Range="bytes=0-9", If_Range=known)
    assert (answer.status_code, answer.body) == (200, CONTENT)


def test_a_file_that_is_not_there_is_an_unknown_address(ask):
    with pytest.raises(Http404):
        ask(name="asset/other.mp4")


@pytest.mark.parametrize(("name", "kind"), [("a/c.vtt", "text/vtt"), ("a/p.avif", "image/avif")])
def test_the_type_follows_the_name(rf, tmp_path, name, kind):
    storage = FileSystemStorage(location=tmp_path)
    storage.save(name, ContentFile(b"x"))
    answer = hand_over(rf.head("/"), storage, name, cache=FOR_GOOD)
    assert answer["Content-Type"] == kind


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-", 0, 99), ("bytes=950-", 950, 999), ("bytes=-300", 700, 799), ("bytes=5-6", 5, 6)],
)
def test_a_piece_is_never_larger_than_was_said(ask, asked, first, last):
    answer = ask(cache=PRIVATE, piece=100, Range=asked)
    assert (answer.status_code, answer["Content-Range"]) == (206, f"bytes {first}-{last}/1000")
    assert answer.body == CONTENT[first : last + 1]


@pytest.mark.parametrize("asked", ["", "bytes=1-2,5-6", "bytes=5-2", "nonsense"])
def test_what_is_given_in_pieces_is_not_given_whole(ask, asked):
    answer = ask(cache=PRIVATE, piece=100, Range=asked)
    assert (answer.status_code, answer.body, answer["Cache-Control"]) == (400, b"", "no-store")


def test_a_piece_beyond_the_end_is_not_satisfiable(ask):
    assert ask(cache=PRIVATE, piece=100, Range="bytes=1000-").status_code == 416


def test_head_of_what_is_given_in_pieces_sends_nothing(ask):
    answer = ask("head", cache=PRIVATE, piece=100)
    assert (answer.status_code, answer.body) == (200, b"")


@pytest.mark.parametrize("method", ["get", "head"])
def test_what_is_private_carries_nothing_to_ask_again_by(ask, method):
    answer = ask(method, cache=PRIVATE, piece=100, Range="bytes=0-9")
    assert (answer.get("ETag"), answer.get("Last-Modified"), answer["Cache-Control"]) == (None, None, PRIVATE)


def test_what_is_private_is_sent_whatever_the_browser_says_it_has(ask):
    answer = ask(cache=PRIVATE, If_None_Match="*", If_Modified_Since="Fri, 01 Jan 2100 00:00:00 GMT")
    assert (answer.status_code, answer.body) == (200, CONTENT)


def test_an_empty_file_has_no_part(ask, rf, tmp_path):
    storage = FileSystemStorage(location=tmp_path)
    storage.save("empty.vtt", ContentFile(b""))
    answer = hand_over(rf.get("/", headers={"Range": "bytes=0-"}), storage, "empty.vtt", cache=FOR_GOOD)
    assert answer.status_code == 416
