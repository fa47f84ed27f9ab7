"""ZIPs as they are written: with a comment, with the records of a large one, without an end."""

import io
import struct
import zipfile

import pytest

from portfolio.renditions import archives
from portfolio.renditions.refusals import ArchiveRefused

END = b"PK\x05\x06"


def zipped(files, comment=b""):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.comment = comment
        for number in range(files):
            archive.writestr(f"{number}.jpg", b"x")
    return buffer.getvalue()


def saying(content, entries, size):
    """The record at the end says this of the directory."""
    at = content.rindex(END)
    return content[: at + 8] + struct.pack("<2HL", entries, entries, size) + content[at + 16 :]


def large(content, entries=2, size=None):
    """With the records of a ZIP that is too large for the usual one."""
    at = content.rindex(END)
    real, offset = struct.unpack("<2L", content[at + 12 : at + 20])
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, entries, entries, size or real, offset)
    leading = struct.pack("<4sLQL", b"PK\6\7", 0, at, 1)
    return content[:at] + record + leading + saying(content, 0xFFFF, 0xFFFFFFFF)[at:]


@pytest.fixture
def put(tmp_path, settings):
    """Three files at the most."""
    settings.ZIP_MAX_FILES = 3

    def write(content):
        path = tmp_path / "set.zip"
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("content", [b"PK\3\4", b"PK\3\4" + bytes(100), b"PK\3\4" + bytes(20) + END])
def test_one_without_an_end_is_damaged(put, content):
    with pytest.raises(ArchiveRefused, match="zip_damaged"):
        archives.unpack(put(content), lambda member, content: None)


@pytest.mark.parametrize(
    "content", [zipped(2), zipped(2, comment=b"a comment"), large(zipped(2))], ids=range(3)
)
def test_one_within_the_limits_is_unpacked(put, content):
    found = []
    archives.unpack(put(content), lambda member, content: found.append(member.name))
    assert found == ["0.jpg", "1.jpg"]
