"""The demo as a person gets it: loaded, served by gunicorn, with its worker, in a folder of its own."""

import email
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from email import policy
from pathlib import Path

import pytest
from playwright.sync_api import expect

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "only for the browser tests"
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)


# A page of the desk takes its time where two browsers, two sites and their workers share two processors.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))))
    return {"executable_path": path, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def data(tmp_path_factory, worker_id):
    """The folder in which this run's demo keeps everything: a copy of the one that is loaded once."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "demo").exists():
            load_demo(shared / "demo.unfinished")
            (shared / "demo.unfinished").rename(shared / "demo")
    return Path(shutil.copytree(shared / "demo", tmp_path_factory.mktemp("site") / "data"))


def load_demo(folder):
    folder.mkdir()
    for command in (
        ["manage.py", "migrate", "-v0"],
        ["-m", "tests.browser.small_demo"],
        ["manage.py", "collectstatic", "--no-input", "-v0"],
    ):
        told = environment(folder)
        subprocess.run([sys.executable, *command], cwd=ROOT, env=told, check=True, capture_output=True)


def environment(folder, **more):
    told = os.environ | {
        "BACKSTAGE_DATA_DIR": str(folder),
        "BACKSTAGE_DEMO_PASSWORD": PASSWORD,
        "DJANGO_SETTINGS_MODULE": "backstage.settings.development",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    for name in ("DATABASE_URL", "REDIS_URL"):
        told.pop(name, None)
    return told | more


@pytest.fixture(scope="session")
def site(data):
    """The address of the running demo."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "honcho", "-f", "deploy/Procfile", "start"],
        cwd=ROOT,
        env=environment(data, PORT=str(port), BACKSTAGE_URL=address),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_for(f"{address}/healthz")
    yield address
    server.send_signal(signal.SIGTERM)
    server.wait(20)


@pytest.fixture
def visit(site, page):
    """Opens a page of the demo and gives it; fails on any complaint of the browser, or request elsewhere."""
    complaints = []
    page.on("console", lambda said: said.type in {"error", "warning"} and complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda sent: sent.url.startswith((site, "data:")) or complaints.append(sent.url))

    def go(path):
        page.goto(f"{site}{path}")
        page.wait_for_load_state("networkidle")
        return page

    yield go
    assert complaints == []


@pytest.fixture
def mailed(data):
    """Waits for the newest mail to an address that holds all of these words, and gives its text."""

    def read(address, *words):
        for _attempt in range(120):
            for path in sorted((data / "outbox").glob("*.eml"), reverse=True):
                mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
                text = mail.get_body(("plain",)).get_content()
                if mail["To"] == address and all(word in text for word in words):
                    return text
            time.sleep(0.25)
        pytest.fail(f"no mail to {address} with {words}")

    return read


@pytest.fixture(scope="session")
def signed_in(browser, site):
    """The cookies of the editor, who has signed in once for all tests: a password costs a second."""
    context = browser.new_context()
    sign_in(context.new_page(), site)
    cookies = context.cookies()
    context.close()
    return cookies


def sign_in(page, site):
    page.goto(f"{site}/admin/")
    page.fill("input[name=username]", "editor")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit], input[type=submit]")
    page.wait_for_url("**/admin/")


@pytest.fixture
def desk(browser, site, signed_in):
    """The editor's own browser, signed in."""
    page = browser.new_context(locale="en-GB").new_page()
    page.context.add_cookies(signed_in)
    yield page
    page.context.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address):
    for _attempt in range(150):
        try:
            urllib.request.urlopen(address, timeout=1)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"{address} never answered")
