"""What the gate costs: segments that are asked for one by one, beside the same ones handed out blindly.

A site of its own behind nginx, as docs/operators.md has it, in a folder that is thrown away; with
DATABASE_URL in a database of its own on that server. nginx hands out the vault as well, on another port,
unasked: that is what the gate is measured against, in turns. `wrk` asks where it is installed (Debian:
`wrk`), which costs least itself, else threads of ours. Prints `RESULT name value`.
"""

import http.client
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.front import servers
from tests.front.conftest import Stage

SEGMENT = 1024 * 1024
# From the second megabyte on: a part of the file like any other.
RANGE = f"bytes={SEGMENT}-{2 * SEGMENT - 1}"
CONNECTIONS, SECONDS, ROUNDS = 16, 4, 5
STRANGERS, REVOCATIONS = 2000, 20
STATIC = """
server {{
    listen 127.0.0.1:{port};
    root {data}/media/vault;
    sendfile on;
    tcp_nopush on;
    access_log off;
}}
"""


class Target:
    """An address that gives a segment."""

    def __init__(self, port: int, path: str, secret: str = "") -> None:
        """`secret` is the cookie of a sitting."""
        self.port, self.path = port, path
        self.headers = {"Range": RANGE} | ({"Cookie": f"viewing={secret}"} if secret else {})

    def per_second(self) -> float:
        """Segments a second; ends this bench where an answer is none."""
        return (by_wrk if shutil.which("wrk") else by_threads)(self)


def by_wrk(target: Target) -> float:
    """As wrk counts them."""
    headers = [part for name, value in target.headers.items() for part in ("-H", f"{name}: {value}")]
    options = ["-t", "2", "-c", str(CONNECTIONS), "-d", f"{SECONDS}s", "--timeout", "20s", *headers]
    command = ["wrk", *options, f"http://127.0.0.1:{target.port}{target.path}"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(said)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]


def by_threads(target: Target) -> float:
    """As threads of ours count them, each on a connection of its own."""
    end, counts = time.monotonic() + SECONDS, [0] * CONNECTIONS
    asking = [threading.Thread(target=ask_on, args=(target, end, counts, n)) for n in range(CONNECTIONS)]
    start = time.monotonic()
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    return sum(counts) / (time.monotonic() - start)


def ask_on(target: Target, end: float, counts: list[int], number: int) -> None:
    """Asks again and again on one connection."""
    lines = [f"GET {target.path} HTTP/1.1", "Host: 127.0.0.1", *map(": ".join, target.headers.items())]
    question, room = "\r\n".join([*lines, "", ""]).encode(), bytearray(SEGMENT)
    with socket.create_connection(("127.0.0.1", target.port)) as line:
        while time.monotonic() < end:
            line.sendall(question)
            head = b""
            while b"\r\n\r\n" not in head:
                head += line.recv(4096)
            if not head.startswith(b"HTTP/1.1 206"):
                raise SystemExit(head.decode())
            left = SEGMENT - len(head.partition(b"\r\n\r\n")[2])
            while left:
                left -= line.recv_into(room, left)
            counts[number] += 1


def of_workers(master: int) -> float:
    """Seconds of processor that the processes below `master` took until now."""
    below = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii").split()
    told = [Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split() for pid in below]
    return sum(int(row[11]) + int(row[12]) for row in told) / os.sysconf("SC_CLK_TCK")


@contextmanager
def database() -> Iterator[dict[str, str]]:
    """What the site is told of its database: a new one where DATABASE_URL names a server."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield {}
        return
    import psycopg

    name = f"bench_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": urlsplit(address)._replace(path=f"/{name}").geturl()}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def compare(targets: dict[str, Target], master: int) -> dict[str, Any]:
    """Segments a second of each, in turns, and what the site's own processes took for one of the gate's."""
    rates: dict[str, list[float]] = {name: [] for name in targets}
    taken = []
    for _round in range(ROUNDS):
        for name, target in targets.items():
            before = of_workers(master)
            rates[name].append(target.per_second())
            if name == "behind nginx":
                taken.append((of_workers(master) - before) / (rates[name][-1] * SECONDS) * 1000)
    return {"rates": rates, "cpu": statistics.median(taken)}


def refused_strangers(port: int, code: str, film: dict[str, Any], foreign: str) -> tuple[int, int]:
    """How many questions without a right were refused, and how many bytes of films came all the same."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    secrets, ranges = ("", "x" * 43, foreign), ({}, {"Range": "bytes=0-99"}, {"If-None-Match": "*"})
    refused = given = 0
    for number in range(STRANGERS):
        name = film["names"][number % len(film["names"])]
        secret = secrets[number // len(film["names"]) % 3]
        headers = {"Cookie": f"viewing={secret}"} | ranges[number % 3]
        line.request("GET", f"/screening/{code}/{film['asset']}/{name}", headers=headers)
        answer = line.getresponse()
        body = answer.read()
        refused += answer.status == http.HTTPStatus.NOT_FOUND
        given += len(body) if b"<html" not in body[:500] else 0
    line.close()
    return refused, given


def refused_after_revoking(port: int, stage: Any, film: dict[str, Any], name: str) -> int:
    """How often the question that began after a revocation was refused, of so many."""
    refused = 0
    for _time in range(REVOCATIONS):
        viewer = stage.seat(film["asset"])
        path = f"/screening/{viewer['code']}/{film['asset']}/{name}"
        before = status(port, path, viewer["secret"])
        stage.revoke(viewer["code"])
        after = status(port, path, viewer["secret"])
        refused += (before, after) == (http.HTTPStatus.PARTIAL_CONTENT, http.HTTPStatus.NOT_FOUND)
    return refused


def status(port: int, path: str, secret: str) -> int:
    """What is answered."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", path, headers={"Cookie": f"viewing={secret}", "Range": RANGE})
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status


def tell(found: dict[str, Any]) -> None:
    """The table, and the ratios of the rounds in the middle."""
    rates = found["rates"]
    for name, row in rates.items():
        print(f"{name:22} {'  '.join(f'{rate:7.0f}' for rate in row)}   segments of 1 MB a second")
    for result, name in (("segments_vs_static", "behind nginx"), ("segments_embedded_vs_static", "embedded")):
        ratio = statistics.median(a / b for a, b in zip(rates[name], rates["static"], strict=True))
        print(f"RESULT {result} {ratio:.2f}")
    print(f"RESULT check_cpu_ms {found['cpu']:.2f}   # of the site's processes for each, the row written")


def main() -> None:
    """About two minutes."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="backstage-bench-")))
        told = stack.enter_context(database())
        data = folder / "data"
        data.mkdir()
        embedded = servers.environment(data, **told)
        for command in ("migrate -v0", "collectstatic --no-input -v0"):
            words = [sys.executable, "manage.py", *command.split()]
            subprocess.run(words, cwd=servers.ROOT, env=embedded, check=True)
        static = servers.free_port()
        besides = STATIC.format(port=static, data=data)
        environment = embedded | {"BACKSTAGE_ACCEL": "/_vault/"}
        alone = stack.enter_context(servers.gunicorn(embedded, complaints=subprocess.DEVNULL))
        site = stack.enter_context(servers.gunicorn(environment, complaints=subprocess.DEVNULL))
        front = stack.enter_context(servers.nginx(folder, data, site.port, besides=besides))
        stage = Stage(environment)
        stack.callback(stage.leave)
        film = stage.film()
        viewer = stage.seat(film["asset"])
        name = next(name for name in film["names"] if name.endswith(".m4s"))
        path = f"/screening/{viewer['code']}/{film['asset']}/{name}"
        targets = {
            "static": Target(static, f"/{film['asset']}/{name}"),
            "behind nginx": Target(front, path, viewer["secret"]),
            "embedded": Target(alone.port, path, viewer["secret"]),
        }
        tell(compare(targets, site.pid))
        written = len(stage.deliveries(viewer["code"]))
        foreign = stage.seat(stage.film()["asset"])["secret"]
        refused, given = refused_strangers(front, viewer["code"], film, foreign)
        print(f"RESULT unauthorised_refused {refused}   # of {STRANGERS} over all files; {given} bytes given")
        stopped = refused_after_revoking(front, stage, film, name)
        print(f"RESULT revoked_refused {stopped}   # of {REVOCATIONS}")
        machine = {"processors": os.cpu_count(), "load": round(os.getloadavg()[0], 1), "rows": written}
        print(json.dumps(machine))


if __name__ == "__main__":
    main()
