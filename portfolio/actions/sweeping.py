"""What a killed process left in the vault without a row is thrown away, a day later."""

import re
from datetime import timedelta

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from portfolio.models import Film, Photo
from portfolio.renditions.storages import forget, vault

# The folder of a work is its asset; signed papers lie elsewhere.
ASSET = re.compile(r"[0-9a-f]{32}")
# A row is written seconds after its files: what has none by then gets none.
PATIENCE = timedelta(days=1)


@db_periodic_task(crontab(minute="40", hour="4"))
def sweep_vault() -> None:
    """Deletes the files of works that never were."""
    folders = _folders()
    known = {*Photo.objects.values_list("asset", flat=True), *Film.objects.values_list("asset", flat=True)}
    for folder in folders:
        if ASSET.fullmatch(folder) and folder not in known:
            _sweep(folder)


def _folders() -> list[str]:
    try:
        return vault().listdir("")[0]
    except FileNotFoundError:
        return []  # nothing was ever kept


def _sweep(folder: str) -> None:
    _folders, names = vault().listdir(folder)
    paths = [f"{folder}/{name}" for name in names]
    since = timezone.now() - PATIENCE
    if all(vault().get_modified_time(path) < since for path in paths):
        forget(vault(), [*paths, folder])
