"""A site as it stands on the network: nginx before gunicorn, or gunicorn with its vault in a bucket."""

import http.client
import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.front import servers

pytestmark = pytest.mark.xdist_group("front")


class Answer:
    """What came back, read to its end."""

    def __init__(self, response):
        self.status, self.body = response.status, response.read()
        self.headers = {name.lower(): value for name, value in response.getheaders()}


class Visitor:
    """Asks one server, without following where it leads."""

    def __init__(self, port):
        self.port = port

    def ask(self, path, method="GET", secret="", **headers):
        """The answer; `secret` is the cookie of a sitting."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        if secret:
            said["Cookie"] = f"viewing={secret}"
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        line.request(method, path, headers=said)
        answer = Answer(line.getresponse())
        line.close()
        return answer


class Stage:
    """The site's other side, in a process that lives as long as the site (`tests/front/stage.py`)."""

    def __init__(self, environment):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.front.stage"],
            cwd=servers.ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __getattr__(self, word):
        return lambda *about: self._say(word, *about)

    def _say(self, *words):
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def leave(self):
        """The end."""
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()


@pytest.fixture(scope="session")
def new_site(tmp_path_factory):
    """Makes the folder and the environment of an empty site, with its tables and static files."""

    def make(name, **told):
        data = tmp_path_factory.mktemp(name)
        environment = servers.environment(data, **told)
        for command in ("migrate -v0", "collectstatic --no-input -v0"):
            words = [sys.executable, "manage.py", *command.split()]
            subprocess.run(words, cwd=servers.ROOT, env=environment, check=True)
        return data, environment

    return make


def required(program):
    """Leaves a test out where a program is not there; where CI asks for everything, that is an error."""
    if shutil.which(program) or shutil.which(f"/usr/sbin/{program}"):
        return
    if os.environ.get("BACKSTAGE_REQUIRE_BROWSER"):
        raise pytest.UsageError(f"No {program} here, and BACKSTAGE_REQUIRE_BROWSER is set.")
    pytest.skip(f"no {program} on this machine")


@pytest.fixture(scope="session")
def nginx_folder(tmp_path_factory):
    """Where nginx keeps what is its own, its log too."""
    return tmp_path_factory.mktemp("nginx")


@pytest.fixture(scope="session")
def behind_nginx(new_site, nginx_folder):
    """What stands behind nginx, and a visitor who comes through it."""
    required("nginx")
    data, environment = new_site("site", BACKSTAGE_ACCEL="/_vault/")
    with servers.gunicorn(environment) as site, servers.nginx(nginx_folder, data, site.port) as port:
        stage = Stage(environment)
        yield stage, Visitor(port), Visitor(site.port)
        stage.leave()


@pytest.fixture(scope="session")
def with_a_bucket(new_site):
    """A site whose vault is a bucket, a visitor of the site, and one of the object storage."""
    with servers.object_storage() as address:
        keys = {
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "eu-south-1",
        }
        told = {"BACKSTAGE_S3_VAULT": "vault", "AWS_ENDPOINT_URL": address, **keys}
        _data, environment = new_site("bucket", **told)
        stage = Stage(environment)
        stage.bucket()
        with servers.gunicorn(environment) as site:
            yield stage, Visitor(site.port), Visitor(int(address.rpartition(":")[2]))
        stage.leave()
