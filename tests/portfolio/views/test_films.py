import json
import re

import pytest

from portfolio.models import CaptionTrack, Chapter, FilmTrack
from tests.factories import FilmFactory, ProductionFactory, manifest
from tests.reading import flat

pytestmark = pytest.mark.django_db


def sealed_film():
    production = ProductionFactory(
        is_open=True, is_open__public="no", title_en="Bound Production", kind="series", year=2017
    )
    return FilmFactory(is_public=True, production=production, has_sealed_card=True, title_en="Bound Film")


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(client, django_assert_num_queries, number):
    for _ in range(number):
        FilmFactory(is_public=True, production=ProductionFactory(is_open=True))
        sealed_film()
    with django_assert_num_queries(5):
        client.get("/en/films/")


def test_sealed_card_says_kind_and_year_and_nothing_else(client):
    film = sealed_film()
    page = client.get("/en/films/").content.decode()
    assert "Series, 2017" in page
    assert not [word for word in ("Bound Film", "Bound Production", film.slug_en, film.asset) if word in page]


def test_sealed_film_has_no_page(client):
    assert client.get(f"/en/films/{sealed_film().slug_en}/").status_code == 404


def test_film_says_where_it_plays(client):
    film = FilmFactory(is_public=True, external_url="https://www.video.example.org/7")
    page = flat(client.get(f"/en/films/{film.slug_en}/"))
    link = '<a href="https://www.video.example.org/7" rel="external noopener">Watch on video.example.org</a>'
    assert link in page
    assert "Play it here" not in page


def test_film_that_plays_nowhere_yet_says_so(client):
    film = FilmFactory(is_public=True, external_url="")
    assert "This film is not online yet." in client.get(f"/en/films/{film.slug_en}/").content.decode()


def test_film_goes_dark_with_its_music(client):
    film = FilmFactory(is_public=True)
    FilmTrack.objects.create(film=film, title="Unlicensed", licence="unknown")
    assert client.get(f"/en/films/{film.slug_en}/").status_code == 404


def test_film_of_a_production_without_a_page_does_not_name_it(client):
    made = ProductionFactory(is_published=False, is_open=True, title_en="Unseen")
    film = FilmFactory(is_public=True, production=made)
    assert "Unseen" not in client.get(f"/en/films/{film.slug_en}/").content.decode()


def test_film_of_a_secret_production_bears_the_alias(client):
    made = ProductionFactory(is_secret_now=True, is_open=True, title_en="True Title")
    film = FilmFactory(is_public=True, production=made)
    page = client.get(f"/en/films/{film.slug_en}/").content.decode()
    assert made.alias_en in page
    assert "True Title" not in page


VIDEO = {"mp4": "720-0a1b2c3d4e5f6071.mp4", "width": 1280, "height": 720, "seconds": 30.02, "bytes": 9}


def film_here(**renditions):
    """A public film that plays here, of files that are not there."""
    made = {"poster": manifest(640, 1280, 1920, ratio=0.5625), "video": VIDEO, **renditions}
    return FilmFactory(
        is_public=True, external_url="", source="x/source.mp4", renditions=made, duration_seconds=30
    )


def test_film_that_is_here_plays_without_a_script(client):
    film = film_here()
    page = flat(client.get(f"/en/films/{film.slug_en}/"))
    (player,) = re.findall(r"<video.*?</video>", page)
    assert '<video class="player" controls playsinline preload="none" width="1280" height="720"' in player
    assert f'poster="/media/{film.asset}/1280-0a1b2c3d.jpg"' in player
    assert f'<source src="/media/{film.asset}/{VIDEO["mp4"]}" type="video/mp4">' in player
    assert ("will soon play" in page, "not online yet" in page) == (False, False)


def test_the_ladder_is_offered_before_the_one_film(client):
    film = film_here(video=VIDEO | {"hls": {"master": "master-0a1b2c3d4e5f6071.m3u8", "rungs": []}})
    page = flat(client.get(f"/en/films/{film.slug_en}/"))
    assert re.findall(r'<source src="([^"]+)" type="([^"]+)">', page) == [
        (f"/media/{film.asset}/master-0a1b2c3d4e5f6071.m3u8", "application/vnd.apple.mpegurl"),
        (f"/media/{film.asset}/{VIDEO['mp4']}", "video/mp4"),
    ]


def test_a_film_of_the_former_way_offers_no_ladder(client):
    film = film_here()
    page = flat(client.get(f"/en/films/{film.slug_en}/"))
    assert re.findall(r'<source src="[^"]+" type="([^"]+)">', page) == ["video/mp4"]


@pytest.mark.parametrize(("language", "address"), [("it", "/it/film/{}/"), ("en", "/en/films/{}/")])
def test_captions_are_offered_by_their_own_names_the_readers_first_to_be_shown(client, language, address):
    film = film_here(captions={"it": "captions-it-0a.vtt", "en": "captions-en-0b.vtt"})
    page = flat(client.get(address.format(getattr(film, f"slug_{language}"))))
    tracks = re.findall(
        r'<track kind="captions" src="([^"]+)" srclang="(..)" label="(\w+)"( default)?>', page
    )
    assert tracks == [
        (f"/media/{film.asset}/captions-en-0b.vtt", "en", "English", " default" * (language == "en")),
        (f"/media/{film.asset}/captions-it-0a.vtt", "it", "Italiano", " default" * (language == "it")),
    ]


def test_film_that_is_being_made_says_that_it_will_play(client):
    film = FilmFactory(is_public=True, external_url="", source="x/source.mp4")
    page = client.get(f"/en/films/{film.slug_en}/").content.decode()
    assert "This film will soon play here." in page
    assert "<video" not in page


def test_machines_read_where_the_film_is_and_how_long_it_lasts(client):
    film = film_here(video=VIDEO | {"hls": {"master": "master-0a1b2c3d4e5f6071.m3u8", "rungs": []}})
    page = client.get(f"/en/films/{film.slug_en}/").content.decode()
    node = json.loads(
        re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)[1]
    )
    assert node["@type"] == "VideoObject"
    assert node["contentUrl"] == f"http://testserver/media/{film.asset}/{VIDEO['mp4']}"
    assert node["duration"] == "PT30S"


def test_the_policy_lets_the_film_play_from_here_alone(client):
    policy = client.get(f"/en/films/{film_here().slug_en}/")["Content-Security-Policy"]
    assert "media-src 'self';" in f"{policy};"


def test_film_costs_the_same_with_captions_and_without(client, django_assert_num_queries):
    bare, told = film_here(), film_here(captions={"it": "captions-it-0a.vtt"})
    spoken(told)
    for second in (0, 5, 9):
        Chapter.objects.create(film=told, starts_at_seconds=second, title_en=f"Part {second}")
    for film in (bare, told):
        with django_assert_num_queries(8):
            client.get(f"/en/films/{film.slug_en}/")


def spoken(film, language="it", words="Motore.\nPiano con quel braccio.", starts=(0.7, 8)):
    return CaptionTrack.objects.create(
        film=film, language=language, file="x.vtt", transcript=words, transcript_starts=list(starts)
    )


def node(page):
    text = re.search(
        r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page.content.decode(), re.DOTALL
    )
    return json.loads(text[1])


def test_chapters_lead_to_their_moments_and_without_a_script_to_the_file_at_it(client):
    film = film_here()
    Chapter.objects.create(film=film, starts_at_seconds=83.5, title_en="The <last> take", title_it="L’ultimo")
    page = flat(client.get(f"/en/films/{film.slug_en}/"))
    address = f"/media/{film.asset}/{VIDEO['mp4']}#t=83.5"
    (link,) = re.findall(r'<ol class="chapters" ?> <li> (<a.*?</a>)', page)
    assert link == (
        f'<a href="{address}" data-seek="83.5"><span class="moment">1:23</span> '
        "<span>The &lt;last&gt; take</span></a>"
    )


def test_chapters_are_those_of_the_readers_language_and_not_mixed(client):
    film = film_here()
    Chapter.objects.create(film=film, starts_at_seconds=60, title_it="Ciak")
    Chapter.objects.create(film=film, starts_at_seconds=61, title_en="The slate")
    english = client.get(f"/en/films/{film.slug_en}/")
    assert ("The slate" in english.content.decode(), "Ciak" in english.content.decode()) == (True, False)
    assert [part["name"] for part in node(english)["hasPart"]] == ["The slate"]


def test_chapters_that_are_in_another_language_alone_are_marked(client):
    film = film_here()
    Chapter.objects.create(film=film, starts_at_seconds=60, title_it="Ciak")
    page = flat(client.get(f"/en/films/{film.slug_en}/"))
    assert re.search(r'<ol class="chapters" lang="it" ?>', page)


def test_chapters_of_a_film_that_is_not_here_are_not_listed(client):
    film = FilmFactory(is_public=True, external_url="https://video.example.org/7")
    Chapter.objects.create(film=film, starts_at_seconds=0, title_en="Beginning")
    assert "Beginning" not in client.get(f"/en/films/{film.slug_en}/").content.decode()


def test_the_track_of_chapters_is_that_of_the_readers_language(client):
    film = film_here(chapters={"it": "chapters-it-0a.vtt", "en": "chapters-en-0b.vtt"})
    page = flat(client.get(f"/en/films/{film.slug_en}/"))
    (track,) = re.findall(r'<track kind="chapters" src="([^"]+)"', page)
    assert track == f"/media/{film.asset}/chapters-en-0b.vtt"


def test_what_is_said_is_read_in_the_readers_language_first(client):
    film = film_here()
    spoken(film, "it")
    spoken(film, "en", "Roll <b>camera</b>.", [0.7])
    page = flat(client.get(f"/it/film/{film.slug_it}/"))
    assert re.findall(r'<summary>\s*Trascrizione · <span lang="(..)">', page) == ["it", "en"]
    assert "Piano con quel braccio." in page
    assert '<div lang="en">' in page
    assert "Roll &lt;b&gt;camera&lt;/b&gt;." in page


def test_machines_read_chapters(client):
    film = film_here()
    for second, title in ((0, "One"), (12, "Two")):
        Chapter.objects.create(film=film, starts_at_seconds=second, title_en=title)
    read = node(client.get(f"/en/films/{film.slug_en}/"))
    parts = [(part["name"], part["startOffset"], part["endOffset"]) for part in read["hasPart"]]
    assert parts == [("One", 0, 12), ("Two", 12, 30)]


YOUTUBE = "https://www.youtube.com/watch?v=abcdefghijk"
EMBEDDED = "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1&amp;rel=0&amp;hl=en"


def test_a_film_on_youtube_is_a_poster_and_loads_nothing_by_itself(client):
    film = FilmFactory(is_public=True, external_url=YOUTUBE, renditions={"poster": manifest(640)})
    page = flat(client.get(f"/en/films/{film.slug_en}/"))
    assert f'data-elsewhere="{EMBEDDED}"' in page
    assert "Nothing has been loaded from YouTube so far." in page
    assert f'<a href="{YOUTUBE}" rel="external noopener">Watch on YouTube</a>' in page
    assert "<iframe" not in page


def test_only_the_page_of_such_a_film_may_hold_a_frame(client):
    there = FilmFactory(is_public=True, external_url=YOUTUBE)
    elsewhere = FilmFactory(is_public=True, external_url="https://video.example.org/7")
    policies = [
        client.get(f"/en/films/{film.slug_en}/")["Content-Security-Policy"]
        for film in (there, elsewhere, film_here())
    ]
    frames = [re.findall(r"frame-src ([^;]+)", policy) for policy in policies]
    assert frames == [["https://www.youtube-nocookie.com https://player.vimeo.com"], [], []]
