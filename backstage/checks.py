"""System checks that refuse a dangerous configuration in a sentence."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.files.storage import FileSystemStorage, storages


@register(Tags.security)
def the_vault_is_not_served(app_configs: Any, **kwargs: Any) -> Iterable[CheckMessage]:
    """Originals must not lie where a front server hands out files."""
    vault = _folder("vault")
    served = [_folder("public"), Path(settings.STATIC_ROOT).resolve()]
    return [
        Error(
            f"The vault ({vault}) lies in a folder that is served ({folder}): originals could be fetched.",
            hint="Give the vault a folder of its own in STORAGES, outside the public one and the static one.",
            id="backstage.E001",
        )
        for folder in served
        if folder and vault and (folder == vault or folder in vault.parents)
    ]


@register(Tags.translation)
def the_first_language_is_offered(app_configs: Any, **kwargs: Any) -> Iterable[CheckMessage]:
    """The language to fall back to is one of the site's."""
    if settings.LANGUAGE_CODE in dict(settings.LANGUAGES):
        return []
    return [
        Error(
            f"LANGUAGE_CODE is {settings.LANGUAGE_CODE!r}, which is not among LANGUAGES.",
            hint="Choose one of: " + ", ".join(code for code, _name in settings.LANGUAGES) + ".",
            id="backstage.E002",
        )
    ]


@register(Tags.security)
def nothing_is_forgotten_at_once(app_configs: Any, **kwargs: Any) -> Iterable[CheckMessage]:
    """What is kept of those who watch is kept for some days, and a contact as long as what they watched."""
    keeps = settings.SCREENING_KEEPS
    if min(keeps.values()) >= 1 and keeps["contacts"] >= keeps["viewings"]:
        return []
    return [
        Error(
            "BACKSTAGE_KEEP_…_DAYS would forget things at once, or a contact before what they watched.",
            hint="At least one day each, and BACKSTAGE_KEEP_CONTACTS_DAYS no fewer than …_VIEWINGS_DAYS.",
            id="backstage.E003",
        )
    ]


def _folder(alias: str) -> Path | None:
    storage = storages[alias]
    return Path(storage.location).resolve() if isinstance(storage, FileSystemStorage) else None
