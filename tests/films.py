"""Tiny films as cameras make them, for tests: made once in a run, by the machine's own ffmpeg."""

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
