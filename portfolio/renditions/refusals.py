"""Why films, captions, papers, ZIPs are not taken: in a word for the program, a sentence for the editor."""

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

# How the system says that a disk, or somebody's share of it, is full.
FULL = (errno.ENOSPC, errno.EDQUOT)


class Refused(Exception):
    """The file is not taken. `code` says why in a word; `sentence` in the reader's language."""

    sentences: Mapping[str, Any] = {}

    def __init__(self, code: str) -> None:
        """`code` is a key of `sentences`."""
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return str(self.sentences[self.code]) % self.limits

    @property
    def limits(self) -> Mapping[str, int]:
        """The numbers that the sentences name."""
        return {"limit": settings.FILM_MAX_BYTES // 1024**3}


class FilmRefused(Refused):
    """A film that is not taken."""

    sentences = {
        "empty": _(
            "This file is empty. Choose it again; if it stays empty, copy it from the card once more."
        ),
        "too_heavy": _(
            "This film is too heavy: at most %(limit)s GB are taken. Export it smaller and retry."
        ),
        "not_a_film": _("This file is not a film that we can use. Choose an MP4, MOV, MKV or WebM file."),
        "damaged": _("This film is damaged: it breaks off before its end. Export it again and retry."),
        "no_picture": _("There is no picture in this file, only sound. Choose the film itself."),
        "several_pictures": _(
            "There is more than one video stream in this file. Export it with the one to be seen and retry."
        ),
        "too_long": _("This film is longer than two hours. Export a shorter one and retry."),
        "too_wide": _("This film is larger than 4096 pixels. Export it in 4K or smaller and retry."),
        "hdr": _("This film is in HDR, which many screens show pale. Export it in SDR (Rec. 709) and retry."),
        "codec": _(
            "This film is encoded in a way that we cannot use. Export it as H.264 or HEVC with AAC sound."
        ),
        "lost": _("What came of this file was lost on the server. Choose it again."),
        "given_up": _(
            "The server tried three times to look at this film and failed. Export it again and retry; if "
            "that fails too, tell whoever runs the site."
        ),
        "too_slow": _(
            "Making this film took too much time or memory. Export it as H.264 in an MP4, smaller, and retry."
        ),
        "no_room": _(
            "The server’s disk is full: there is no room for this film. Tell whoever runs the site, and try "
            "again when there is."
        ),
        "stopped": _("The making of this film was stopped. “Develop again” begins anew."),
        "no_ffmpeg": _(
            "Films need ffmpeg, which is not installed here. Ask whoever runs the site to install it."
        ),
    }


@contextmanager
def where_there_is_room() -> Iterator[None]:
    """Refuses with `FilmRefused` what the disk has no room for."""
    try:
        yield
    except OSError as problem:
        if problem.errno not in FULL:
            raise
        raise FilmRefused("no_room") from problem


class CaptionsRefused(Refused):
    """Captions that are not taken."""

    sentences = {
        "too_heavy": _("These captions are too long: at most 1 MB is taken."),
        "encoding": _("These captions are not in UTF-8. Save them again with the encoding UTF-8 and retry."),
        "not_captions": _("This file holds no captions that we can read. Choose a WebVTT or SRT file."),
        "malformed": _("A time in these captions cannot be read. Correct it and retry."),
        "empty": _("There are no captions in this file."),
        "lost": _("What came of this file was lost on the server. Choose it again."),
    }


class PaperRefused(Refused):
    """A signed paper that is not taken."""

    sentences = {
        "empty": _("This file is empty. Choose it again."),
        "too_heavy": _(
            "This document is too heavy: at most %(limit)s MB are taken. Scan it in less detail and retry."
        ),
        "not_a_paper": _(
            "This file is neither a PDF nor a picture. Scan the paper or photograph it, and choose that."
        ),
        "damaged": _("This PDF breaks off before its end. Save it again and retry."),
    }

    @property
    def limits(self) -> Mapping[str, int]:
        """The numbers that the sentences name."""
        return {"limit": settings.PAPER_MAX_BYTES // 1024**2}


class ArchiveRefused(Refused):
    """A ZIP of pictures that is not taken."""

    sentences = {
        "zip_damaged": _(
            "This ZIP is damaged: it breaks off or holds something else. Make it again and retry."
        ),
        "zip_unusual": _(
            "This ZIP is packed in a way that we do not open. Make it again as a plain ZIP and retry."
        ),
        "zip_locked": _("This ZIP is locked with a password. Make it again without one and retry."),
        "zip_too_many": _(
            "This ZIP holds too many files: at most %(files)s are taken. Make several and retry."
        ),
        "zip_too_heavy": _(
            "This ZIP is too heavy: at most %(gigabytes)s GB are taken. Make several and retry."
        ),
    }

    @property
    def limits(self) -> Mapping[str, int]:
        """The numbers that the sentences name."""
        return {"files": settings.ZIP_MAX_FILES, "gigabytes": settings.ZIP_MAX_BYTES // 1024**3}
