"""A colour space that is wider than sRGB, as phones have it."""

import struct


def display_p3():
    """The bytes of an ICC profile with Display P3's primaries and sRGB's tone curve."""
    primaries = {
        b"rXYZ": (0.51512, 0.24120, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.15710, 0.06657, 0.78407),
        b"wtpt": (0.96420, 1.0, 0.82491),
    }
    curve = (
        b"para"
        + bytes(4)
        + struct.pack(">HH", 3, 0)
        + _fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    )
    name = "Display P3".encode("utf-16-be")
    words = (
        b"mluc" + bytes(4) + struct.pack(">II", 1, 12) + b"enUS" + struct.pack(">II", len(name), 28) + name
    )
    tags = {key: b"XYZ " + bytes(4) + _fixed(*xyz) for key, xyz in primaries.items()}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve) | {b"desc": words, b"cprt": words}
    return _profile(tags)


def _fixed(*numbers):
    return b"".join(struct.pack(">i", round(number * 65536)) for number in numbers)


def _profile(tags):
    """Header, table of tags, tags, each on a boundary of four bytes."""
    table, data, place = b"", b"", 128 + 4 + 12 * len(tags)
    for key, content in tags.items():
        padded = content + bytes(-len(content) % 4)
        table += key + struct.pack(">II", place + len(data), len(content))
        data += padded
    size = place + len(data)
    header = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x04000000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2022, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + _fixed(0.9642, 1.0, 0.8249)
    return header + bytes(128 - len(header)) + struct.pack(">I", len(tags)) + table + data
