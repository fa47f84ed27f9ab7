"""The servers of a real installation, each in a folder of its own: gunicorn, nginx, an object storage."""

import os
import shutil
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What nginx needs besides `deploy/nginx.conf` where it is not the machine's own.
NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
user {user};
worker_processes {workers};
events {{ worker_connections 512; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    default_type application/octet-stream;
    {besides}
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Site:
    """Where it listens, and its first process."""

    port: int
    pid: int


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address, seconds=30):
    """Returns when something answers there, whatever it says."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except urllib.error.HTTPError:
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{address} never answered.")


@contextmanager
def running(command, environment=None, *, complaints=None):
    """A program that ends with the block; it says its complaints to `complaints`, else where we do."""
    silent = subprocess.DEVNULL
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=silent, stderr=complaints)
    try:
        yield server
    finally:
        server.terminate()
        server.wait(20)


def environment(data, **more):
    """What a site in the folder `data` is told; nothing of what this run was told of databases and queues."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    told = {"BACKSTAGE_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "backstage.settings.development"}
    return kept | told | more


@contextmanager
def gunicorn(environment, *, workers=2, threads=4, complaints=None):
    """The site, started as docs/operators.md has it."""
    port = free_port()
    options = f"--worker-class gthread --workers {workers} --threads {threads} --keep-alive 75"
    command = [
        *(sys.executable, "-m", "gunicorn", "backstage.wsgi:application", "--no-control-socket"),
        *(*options.split(), "--log-level", "warning", "--bind", f"127.0.0.1:{port}"),
    ]
    with running(command, environment, complaints=complaints) as master:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        yield Site(port, master.pid)


def site_conf(folder, data, site, port):
    """`deploy/nginx.conf` as an operator would change it; without TLS, since nobody signs for 127.0.0.1."""
    template = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    plain, secure = template.split("server {\n    listen 443 ssl;", 1)
    upstream = plain[: plain.index("server {\n    listen 80;")]
    left_out = ("ssl_certificate", "listen [::]:443 ssl;")
    secure = "\n".join(line for line in secure.splitlines() if not any(word in line for word in left_out))
    conf = f"{upstream}server {{\n    listen 127.0.0.1:{port};{secure}\n"
    changes = {
        "127.0.0.1:8000": f"127.0.0.1:{site}",
        "example.org": "127.0.0.1",
        "/srv/backstage/": f"{data}/",
        "/run/backstage/": f"{folder}/",
        "/var/log/nginx/": f"{folder}/",
        "proxy_set_header Host $host;": "proxy_set_header Host $http_host;",
    }
    for words, others in changes.items():
        assert words in conf, words
        conf = conf.replace(words, others)
    return conf


@contextmanager
def nginx(folder, data, site, *, workers=2, besides=""):
    """The port of nginx before the site, which listens on the port `site` and keeps its files in `data`.

    `besides` is one more part of nginx's configuration.
    """
    port, folder = free_port(), Path(folder)
    user = Path(data).owner()
    whole = NGINX.format(folder=folder, user=user, workers=workers, besides=besides)
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    (folder / "site.conf").write_text(site_conf(folder, data, site, port), encoding="utf-8")
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    with running([program, "-p", str(folder), "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log"]):
        wait_for(f"http://127.0.0.1:{port}/healthz")
        yield port


@contextmanager
def object_storage():
    """The address of an S3-compatible server."""
    port = free_port()
    with running([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]):
        wait_for(f"http://127.0.0.1:{port}/moto-api/")
        yield f"http://127.0.0.1:{port}"


class Worker:
    """The worker, started as docs/operators.md has it, with all its processes in a group of their own."""

    def __init__(self, environment):
        command = [sys.executable, "manage.py", "run_huey", "--quiet"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)

    def kill(self):
        """`kill -9`, all of it at once: nobody cleans up."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)


@contextmanager
def worker(environment):
    """A worker that is there to the end of the block, unless it is killed before."""
    started = Worker(environment)
    try:
        yield started
    finally:
        started.kill()


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks SMTP. While it `hangs`, it takes a mail to its last line and never says whether it has it."""

    daemon_threads, block_on_close = True, False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.accepted, self.hangs, self.held = [], True, threading.Event()

    @property
    def address(self):
        """As EMAIL_URL has it."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self):
        self.say("220 ready")
        for line in self.rfile:
            word = line.split()[0].upper()
            if word == b"DATA":
                self.say("354 go on")
                if not self.take():
                    return
            self.say("221 bye" if word == b"QUIT" else "250 well")

    def take(self):
        """Takes a mail; False where nobody waits for the answer any more."""
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        else:  # they hung up in the middle of it
            return False
        if self.server.hangs:
            self.server.held.set()
            self.rfile.read()
            return False
        self.server.accepted.append(b"".join(lines).decode())
        return True

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server():
    """A mail server of ours; it hangs until it is told not to."""
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
