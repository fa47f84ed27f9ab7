"""The other side of a running site: makes films, seats viewers, revokes. Answers each line with one.

A program of its own, since the site that it speaks of has another database than the tests have.
"""

import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

PIECE = 2 * 1024 * 1024
SIZE = 5 * 1024 * 1024 + 3


def film():
    """A film that may be shown in private, with all its files in the vault."""
    from portfolio.actions.publication import files_of
    from portfolio.renditions.storages import put, vault
    from tests.factories.screening import private_film

    made = private_film()
    for path in files_of(made):
        put(vault(), path, BytesIO(content(path)))
    return {"asset": made.asset, "names": [path.rpartition("/")[2] for path in files_of(made)]}


def bucket():
    """Makes the vault's bucket."""
    from portfolio.renditions.storages import vault

    vault().connection.create_bucket(
        Bucket=vault().bucket_name, CreateBucketConfiguration={"LocationConstraint": "eu-south-1"}
    )
    return {}


def content(path):
    """What the file of that name holds: of a film, five megabytes that tell where one is."""
    if path.endswith((".mp4", ".m4s")):
        return b"".join(number.to_bytes(4, "big") for number in range(SIZE // 4)) + b"end"
    return path.rpartition("/")[2].encode()


def seat(asset):
    """A viewer of that film who has sat down."""
    from portfolio.models import Film
    from portfolio.screening.actions import watching
    from tests.factories.screening import GrantFactory

    grant = GrantFactory(films=[Film.objects.get(asset=asset)])
    return {"code": grant.code, "secret": watching.open_viewing(grant)}


def decide(asset):
    """The session of the rights holder who was asked about that film."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from portfolio.models import Agreement, Film
    from portfolio.screening.models import Holder
    from portfolio.screening.views.deciders import HERE
    from tests.factories.screening import AccessRequestFactory, HolderDecisionFactory

    film = Film.objects.get(asset=asset)
    agreement = Agreement.objects.get(production=film.production)
    agreement.private = Agreement.Private.EACH_TIME
    agreement.save()
    address = agreement.decision_email
    holder, _created = Holder.objects.get_or_create(email=address, defaults={"language": "it"})
    HolderDecisionFactory(request=AccessRequestFactory(), film=film, holder=holder, asked_at=timezone.now())
    session, now = SessionStore(), timezone.now().isoformat()
    session.update({HERE.who: holder.pk, HERE.since: now, HERE.seen: now})
    session.create()
    return {"session": session.session_key, "frames": frames(film)}


def frames(film):
    """The names of what a holder sees of it."""
    from portfolio.actions.publication import files_of
    from portfolio.screening.views.frames import is_frame

    names = [path.rpartition("/")[2] for path in files_of(film)]
    return [name for name in names if is_frame(film, name)]


def revoke(code):
    """The editor's word."""
    from portfolio.screening.actions import deciding
    from portfolio.screening.models import Grant

    deciding.revoke(Grant.objects.get(code=code), by=None)
    return {}


def race(asset, tabs):
    """How many of so many tabs that sit down at the same moment get the last view."""
    from portfolio.models import Film
    from tests.factories.screening import GrantFactory

    grant = GrantFactory(films=[Film.objects.get(asset=asset)], max_views=1)
    gate = threading.Barrier(tabs)
    with ThreadPoolExecutor(tabs) as pool:
        return sum(pool.map(lambda _tab: sits_down(grant.pk, gate), range(tabs)))


def sits_down(pk, gate):
    """Whether a tab got in."""
    from django.db import connection

    from portfolio.screening.actions import limits, watching
    from portfolio.screening.models import Grant

    gate.wait()
    try:
        watching.open_viewing(Grant.objects.get(pk=pk))
    except (limits.TooManySittings, limits.NoViewsLeft):
        return False
    finally:
        connection.close()
    return True


def deliveries(code):
    """What was written down: the file and its piece."""
    from portfolio.screening.models import Delivery
    from portfolio.screening.playback import PIECE

    rows = Delivery.objects.filter(viewing__grant__code=code)
    return [[path, first // PIECE] for path, first in rows.values_list("path", "first_byte")]


def invite(address):
    """An invitation, as the desk makes one."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from portfolio.screening.actions import deciding
    from portfolio.screening.actions.asking import Person
    from tests.factories.screening import private_film

    editor = get_user_model().objects.create_superuser("editor", password="a good long password")
    person = Person("Ada Ferri", "Faro Film", address, "it")
    deciding.invite(person, [private_film()], last_day=timezone.localdate(), by=editor)
    return {}


def letters():
    """How many mails wait, and how often each was tried."""
    from portfolio.screening.models import Letter

    return list(Letter.objects.values_list("tries", flat=True))


SAID = {act.__name__: act for act in (film, bucket, seat, decide, revoke, race, deliveries, invite, letters)}


def main():
    """Until there is nothing more to hear."""
    import django

    django.setup()
    for line in sys.stdin:
        word, *about = json.loads(line)
        print(json.dumps(SAID[word](*about)), flush=True)  # noqa: T201 - it is how it answers


if __name__ == "__main__":
    main()
