"""A real worker, killed while it talks to a mail server that does not answer."""

import time

import pytest

from tests.front import servers
from tests.front.conftest import Stage

pytestmark = pytest.mark.xdist_group("front")

LEASE = 5


@pytest.fixture
def mail_server():
    with servers.mail_server() as server:
        yield server


@pytest.fixture
def site(new_site, mail_server):
    """Its folder, the environment of its processes, and its other side."""
    told = {"EMAIL_URL": mail_server.address, "BACKSTAGE_MAIL_LEASE_SECONDS": str(LEASE)}
    data, environment = new_site("mails", **told)
    stage = Stage(environment)
    yield data, environment, stage
    stage.leave()


def wait_until(is_so, seconds=20):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.1)


def test_a_mail_outlives_the_worker_that_is_killed_over_it_and_the_queue_too(site, mail_server):
    data, environment, stage = site
    stage.invite("ada@faro.example")
    with servers.worker(environment) as first:
        assert mail_server.held.wait(20)
        first.kill()
    assert (mail_server.accepted, stage.letters()) == ([], [1])
    for file in data.glob("queue.sqlite3*"):
        file.unlink()
    time.sleep(LEASE)
    mail_server.hangs = False
    with servers.worker(environment):
        wait_until(lambda: stage.letters() == [])
    (message,) = mail_server.accepted
    assert "To: ada@faro.example" in message
