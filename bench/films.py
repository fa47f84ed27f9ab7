"""How dear a film is to make, and how soon it is seen. Prints `RESULT name value`.

The film is made here: 20 seconds of 1080p that move and rustle. What it costs is the processor's time of all
children, beside one call of ffmpeg that encodes the same rungs, sound and stills from one decode and does
nothing else: no look at the file, no measuring of its sound, no MP4, no look at what came out. The poster and
the first frame are those of a site of its own, as `make run` serves it, in a folder that is thrown away.
"""

import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FOLDER = tempfile.mkdtemp(prefix="backstage-bench-")
os.environ |= {"DJANGO_SETTINGS_MODULE": "backstage.settings.development", "BACKSTAGE_DATA_DIR": FOLDER}

import django

django.setup()

from django.core.files import File
from django.core.management import call_command
from playwright.sync_api import sync_playwright

from bench.batch import wait_for
from portfolio.actions import intake
from portfolio.models import Agreement, Film, Production
from portfolio.renditions import ffmpeg, films, probing, transcoding
from portfolio.renditions.containers import Container

ROOT = Path(__file__).resolve().parents[1]
SECONDS, ROUNDS = 20, 3
FLAGS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-quic")
# What Chromium's own tools call "Fast 3G": bytes a second, milliseconds to the first of them.
FAST_3G = {
    "offline": False,
    "downloadThroughput": 1.6 * 1024 * 1024 / 8 * 0.9,
    "uploadThroughput": 750 * 1024 / 8 * 0.9,
    "latency": 150 * 3.75,
}
FIRST_FRAME = """async video => {
    video.muted = true;
    const start = performance.now();
    const shown = new Promise(done => video.requestVideoFrameCallback(() => done(performance.now() - start)));
    await video.play();
    return [await shown / 1000, video.videoHeight, video.currentSrc.split(".").pop()];
}"""


def draw(path: Path) -> None:
    """A test picture with grain and a tone, as heavy as a camera's."""
    picture = f"testsrc2=size=1920x1080:rate=25:duration={SECONDS},noise=alls=12:allf=t"
    inputs = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", f"sine=frequency=330:duration={SECONDS}"]
    made = ["-c:v", "libx264", "-preset", "veryfast", "-b:v", "12M", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    subprocess.run([ffmpeg.program(), "-v", "error", "-y", *inputs, *made, path], check=True)


def of_children() -> float:
    """Seconds of processor that ended children took until now."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ours(path: Path) -> float:
    """What the whole of it takes, from the file to the manifest."""
    before = of_children()
    with File(path.open("rb")) as stream, films.developed(stream):
        pass
    return of_children() - before


def plain(path: Path) -> float:
    """What one call takes that writes the same rungs and stills."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / probing.INPUT).symlink_to(path)
        facts = probing.look_at(Container("mov", ".mp4"), folder)
        # The level that `loudnorm` would be told is any: the filter's work is the same.
        measured = {"input_i": -20.0, "input_tp": -17.0, "input_lra": 0.0, "input_thresh": -30.0}
        plan = transcoding.Plan(
            facts,
            transcoding._sides(facts),
            transcoding._levelling(measured),
            transcoding._every(facts),
        )
        before = of_children()
        command = [ffmpeg.program(), "-hide_banner", "-nostdin", "-y", *transcoding._orders(plan)]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        return of_children() - before


@contextmanager
def site() -> Iterator[str]:
    """The address of the site with its worker; it ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PORT": str(port), "PATH": path}
    server = subprocess.Popen(
        [sys.executable, "-m", "honcho", "-f", "deploy/Procfile", "start"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def bring(path: Path) -> tuple[Film, float]:
    """A public film, and the seconds from its file's arrival to its poster."""
    production = Production.objects.create(title_it="Prova", slug_it="prova", is_published=True)
    Agreement.objects.create(production=production, own_initiative=True, public="yes", private="yes")
    words = {"title_it": "Prova", "slug_it": "prova"}
    film = Film(production=production, people="none", is_published=True, **words)
    with File(path.open("rb")) as stream:
        intake.keep_source(film, stream)
    start = time.monotonic()
    while "poster" not in Film.objects.get().renditions:
        time.sleep(0.05)
    return film, time.monotonic() - start


def first_frame(address: str) -> list[Any]:
    """Seconds from the play button to the first picture on a bad line and a slow telephone; what played."""
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        found = []
        for _round in range(ROUNDS):
            page = browser.new_context().new_page()
            session = page.context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", FAST_3G)
            session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
            page.goto(address)
            found.append(page.locator("video").evaluate(FIRST_FRAME))
            page.context.close()
        browser.close()
    return sorted(found)[ROUNDS // 2]


def main() -> None:
    """Some minutes."""
    path = Path(FOLDER) / "film.mp4"
    draw(path)
    pairs = [(ours(path), plain(path)) for _round in range(ROUNDS)]
    mine, other = sorted(pairs, key=lambda pair: pair[0] / pair[1])[ROUNDS // 2]
    print(
        f"RESULT transcode_cpu_vs_plain {mine / other:.2f}   # {mine:.1f} s and {other:.1f} s of processor,"
        f" {SECONDS} s of 1080p",
        flush=True,
    )
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with site() as address:
        film, poster = bring(path)
        print(f"RESULT poster_s {poster:.1f}   # from the file's arrival", flush=True)
        while Film.objects.get().state == Film.State.PENDING:
            time.sleep(0.5)
        seconds, height, kind = first_frame(f"{address}/it/film/{film.slug_it}/")
    print(
        f"RESULT first_frame_s {seconds:.1f}   # Fast 3G, processor 4 times slower; {kind}, {height} lines",
        flush=True,
    )


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
