"""Tiny films as cameras make them, for tests: made once in a run, by the machine's own ffmpeg."""

import re
import struct
import subprocess

from portfolio.renditions import ffmpeg

PICTURE = ("-f", "lavfi", "-i", "testsrc=size={size}:rate={rate}:duration={seconds}")
TONE = ("-f", "lavfi", "-i", "sine=frequency=330:duration={seconds}")
SILENCE = ("-f", "lavfi", "-i", "anullsrc=r=44100:cl=mono")
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")


def make(path, *inputs, options=H264, size="320x180", rate=25, seconds=2):
    """Writes a film of these inputs to `path`, and gives the path."""
    values = {"size": size, "rate": rate, "seconds": seconds}
    arguments = [part.format(**values) for part in inputs or (*PICTURE, *TONE)]
    command = [
        ffmpeg.program(),
        "-v",
        "error",
        "-nostdin",
        "-y",
        *arguments,
        "-t",
        str(seconds),
        *options,
        path,
    ]
    subprocess.run(command, check=True, capture_output=True)
    return path


def said_of(path):
    """What ffmpeg says of a file."""
    done = subprocess.run(
        [ffmpeg.program(), "-nostdin", "-i", path, "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr


def turned(content):
    """A film of 320 × 180 as a phone writes it that was held upright: with a quarter turn in its header."""
    content = bytearray(content)
    matrix = content.index(b"tkhd") + 44
    content[matrix : matrix + 36] = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 180 << 16, 0, 1 << 30)
    return bytes(content)


def boxes(content):
    """The kinds of the outermost boxes of an MP4, in their order."""
    start, kinds = 0, []
    while start < len(content):
        length, kind = struct.unpack(">I4s", content[start : start + 8])
        kinds.append(kind.decode())
        start += length
    return kinds


def key_frames(path):
    """When its key frames are shown, in seconds."""
    before = ("-skip_frame", "nokey")
    said = _told(path, "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framecrc", before=before)
    base = re.search(r"#tb 0: (\d+)/(\d+)", said)
    return [
        round(int(line.split(",")[2]) * int(base[1]) / int(base[2]), 2)
        for line in said.splitlines()
        if not line.startswith("#")
    ]


def streams(path):
    """A hash of each of its streams, as they are encoded."""
    return _told(path, "-map", "0", "-c", "copy", "-f", "streamhash").split()


def _told(path, *asked, before=()):
    command = [ffmpeg.program(), "-v", "error", "-nostdin", *before, "-i", path, *asked, "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
