"""How long 60 photographs take from the drop to their last rendition. Prints `RESULT batch60_s value`.

A site of its own, as `make run` serves it, in a folder that is thrown away; the files are sent as the page of
the desk sends them: announced one after the other, three at a time, in its pieces.
"""

import http.cookiejar
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
FILES, SIZE = 60, (4000, 3000)
AT_ONCE = 3
PASSWORD = secrets.token_urlsafe()
OVER = {"kept", "twin", "left", "refused"}


def picture(number: int) -> bytes:
    """A gradient with grain, each another, as a camera would save it."""
    across = Image.linear_gradient("L").rotate(number * 6).resize(SIZE)
    grain = Image.effect_noise(SIZE, 18)
    buffer = BytesIO()
    Image.blend(Image.merge("RGB", (across, grain, across)), Image.merge("RGB", [grain] * 3), 0.2).save(
        buffer, "JPEG", quality=92
    )
    return buffer.getvalue()


@contextmanager
def site() -> Iterator[str]:
    """The address of an empty site with one editor; it ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "BACKSTAGE_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "backstage.settings.development",
            "DJANGO_SUPERUSER_USERNAME": "editor",
            "DJANGO_SUPERUSER_EMAIL": "editor@example.org",
            "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
            "PORT": str(port),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        for command in ("migrate -v0", "first_editor", "collectstatic --no-input -v0"):
            subprocess.run(
                [sys.executable, "manage.py", *command.split()],
                cwd=ROOT,
                env=environment,
                check=True,
                capture_output=True,
            )
        server = subprocess.Popen(
            [sys.executable, "-m", "honcho", "-f", "deploy/Procfile", "start"], cwd=ROOT, env=environment
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def wait_for(address: str) -> None:
    """Returns when the site answers."""
    for _attempt in range(150):
        try:
            urllib.request.urlopen(address, timeout=1).close()  # noqa: S310 - our own
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"{address} never answered.")


class Desk:
    """An editor's browser, without the browser."""

    def __init__(self, address: str) -> None:
        """Signs in."""
        self.address = address
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.get("/admin/login/")
        fields = {"username": "editor", "password": PASSWORD, "csrfmiddlewaretoken": self.token}
        self.send("POST", "/admin/login/", urllib.parse.urlencode(fields).encode())

    @property
    def token(self) -> str:
        """Against forged forms."""
        return next(str(cookie.value) for cookie in self.cookies if "csrf" in cookie.name)

    def get(self, path: str) -> str:
        """The page."""
        return self.send("GET", path, None)

    def send(self, method: str, path: str, body: bytes | None, **headers: str) -> str:
        """What is answered; ends this bench where it is an error."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        said |= {"X-CSRFToken": self.token, "Referer": self.address} if method != "GET" else {}
        request = urllib.request.Request(  # noqa: S310 - our own
            urllib.parse.urljoin(self.address, path),
            body,
            said | {"Accept": "application/json"},
            method=method,
        )
        with self.opener.open(request, timeout=120) as answer:
            return str(answer.read().decode())

    def ask(self, method: str, path: str, body: bytes | None, **headers: str) -> Any:
        """The same, as JSON."""
        return json.loads(self.send(method, path, body, **headers))


def drop(desk: Desk, files: list[bytes]) -> float:
    """Seconds until every file is taken in and has all its renditions."""
    start = time.monotonic()
    page = desk.get("/admin/portfolio/photo/many/")
    piece = int(re.search(r'"piece": (\d+)', page)[1])  # type: ignore[index]
    batch = desk.ask(
        "POST", "/admin/portfolio/photo/many/", urllib.parse.urlencode({"kind": "backstage"}).encode()
    )
    known = [
        desk.ask(
            "POST", batch["files"], json.dumps({"name": f"IMG_{number}.JPG", "size": len(file)}).encode()
        )
        for number, file in enumerate(files)
    ]

    def upload(pair: tuple[dict[str, Any], bytes]) -> None:
        said, file = pair
        here = said["received"]
        while here < len(file):
            body = file[here : here + piece]
            here = desk.ask("PUT", said["address"], body, Upload_Offset=str(here))["received"]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(upload, zip(known, files, strict=True)))
    sent = time.monotonic() - start
    while True:
        rows = desk.ask("GET", batch["state"], None)["files"]
        if all(row["state"] in OVER and row.get("photo", {}).get("thumb") for row in rows):
            break
        time.sleep(0.5)
    taken = time.monotonic() - start
    print(f"{len(files)} files, {sum(map(len, files)) / 10**6:.0f} MB, were here after {sent:.1f} s.")
    return taken


def main() -> None:
    """A minute or two."""
    files = [picture(number) for number in range(FILES)]
    with site() as address:
        taken = drop(Desk(address), files)
    print(
        f"RESULT batch60_s {taken:.1f}   # {FILES} × 12 megapixels, from the drop to all renditions",
        flush=True,
    )


if __name__ == "__main__":
    main()
