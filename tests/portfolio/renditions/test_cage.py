"""The child process keeps to its limits, whatever it is given."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from portfolio.renditions import cage

LIMITING = """
import json, resource, sys
limits = json.load(sys.stdin)["limits"]
resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"],) * 2)
resource.setrlimit(resource.RLIMIT_FSIZE, (limits["file_bytes"],) * 2)
"""


@pytest.fixture
def run(tmp_path):
    def start(code, **limits):
        script = tmp_path / "child.py"
        script.write_text(code)
        return cage.run(script, {}, limits=cage.Limits(**limits), folder=tmp_path)

    return start


def test_the_answer_comes_back(run):
    assert run("print('{\"well\": 1}')") == {"well": 1}


def test_a_child_that_takes_too_long_is_ended(run):
    with pytest.raises(cage.LimitReached):
        run("while True: pass", seconds=1)


def test_a_child_that_others_keep_waiting_may_be_given_more_of_the_clock(run):
    assert run("import time; time.sleep(1.5); print('{}')", seconds=1, patience=30) == {}


def test_a_child_that_wants_too_much_memory_is_refused(run):
    with pytest.raises(cage.LimitReached):
        run(LIMITING + "bytearray(900_000_000)", memory_bytes=500_000_000)


def test_a_child_that_writes_too_much_is_ended(run):
    with pytest.raises(cage.CageError):
        run(LIMITING + "open('big', 'wb').write(bytes(5000))", file_bytes=1000)


def test_a_child_that_dies_is_refused(run):
    with pytest.raises(cage.CageError):
        run("raise SystemExit(3)")


def test_a_child_that_answers_nonsense_is_refused(run):
    with pytest.raises(cage.CageError):
        run("print('not json')")


def test_the_child_knows_nothing_of_our_environment(run, monkeypatch):
    monkeypatch.setenv("BACKSTAGE_SECRET_KEY", "secret")
    answer = run("import json, os; print(json.dumps(dict(os.environ)))")
    assert "BACKSTAGE_SECRET_KEY" not in answer


@pytest.fixture
def start(tmp_path):
    """Runs a shell script on the leash, as a program that is not ours."""

    def act(script, **limits):
        return cage.run_program(["/bin/sh", "-c", script], limits=cage.Limits(**limits), folder=tmp_path)

    return act


def test_a_program_that_is_not_ours_gives_both_its_outputs_and_its_status(start):
    done = start("echo well; echo ill >&2; exit 3")
    assert (done.status, done.out, done.err) == (3, "well\n", "ill\n")


def test_a_program_on_the_leash_has_its_limits(start):
    limits = start("ulimit -f; ulimit -n; ulimit -v", file_bytes=1024**2, open_files=32).out.split()
    assert limits == ["2048", "32", str(3 * 1024**2)]


def test_a_program_on_the_leash_cannot_write_more_than_was_said(start, tmp_path):
    assert start("head -c 5000 /dev/zero > big", file_bytes=1000).status != 0
    assert (tmp_path / "big").stat().st_size == 1000


def test_a_program_that_takes_too_long_is_ended_with_all_that_it_started(start, tmp_path):
    with pytest.raises(cage.CageError):
        start("sleep 60 & echo $! > grandchild; sleep 60", seconds=1)
    assert ends(int((tmp_path / "grandchild").read_text()))


def test_a_program_on_the_leash_knows_nothing_of_our_environment(start, monkeypatch):
    monkeypatch.setenv("BACKSTAGE_SECRET_KEY", "secret")
    assert "SECRET" not in start("env").out


def ends(pid):
    """Whether a process that was killed is gone soon; one that nobody has buried yet is."""
    stat = Path(f"/proc/{pid}/stat")
    for _attempt in range(50):
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def aloud(tmp_path):
    """Runs a shell script on the leash, its lines heard by `told`."""

    def act(script, told, **limits):
        command = ["/bin/sh", "-c", script]
        return cage.run_program(command, limits=cage.Limits(**limits), folder=tmp_path, told=told)

    return act


def test_lines_are_heard_as_they_come(aloud):
    heard = []
    done = aloud("echo one; echo two; echo ill >&2; exit 3", heard.append)
    assert (done.status, heard, done.err) == (3, ["one\n", "two\n"], "ill\n")


def test_a_line_is_heard_while_the_program_works(aloud):
    moments = []
    aloud("echo one; sleep 1", lambda line: moments.append(time.monotonic()))
    assert time.monotonic() - moments[0] > 0.8


def test_a_flood_on_the_second_output_stops_nothing(aloud):
    heard = []
    done = aloud("head -c 3000000 /dev/zero | tr '\\0' x >&2; echo end", heard.append, seconds=30)
    assert (len(done.err), heard) == (3_000_000, ["end\n"])


def test_a_program_that_is_listened_to_is_ended_when_it_takes_too_long(aloud, tmp_path):
    start = time.monotonic()
    with pytest.raises(cage.LimitReached):
        aloud("sleep 60 & echo $! > grandchild; echo; sleep 60", lambda line: None, seconds=1)
    assert time.monotonic() - start < 10
    assert ends(int((tmp_path / "grandchild").read_text()))


def test_who_raises_while_listening_ends_the_program_with_all_that_it_started(aloud, tmp_path):
    def stop(line):
        raise KeyError(line)

    with pytest.raises(KeyError):
        aloud("sleep 60 & echo $! > grandchild; echo; sleep 60", stop)
    assert ends(int((tmp_path / "grandchild").read_text()))


def test_a_program_that_waits_for_words_is_given_none(aloud):
    assert aloud("cat; echo done", lambda line: None, seconds=10).status == 0


STARTING = "import sys; from pathlib import Path; from portfolio.renditions import cage; "
STARTING += "cage.run_program(['/bin/sleep', '60'], limits=cage.Limits(), folder=Path(sys.argv[1]))"


def test_a_program_ends_with_the_worker_that_started_it_however_that_is_killed(tmp_path):
    with subprocess.Popen([sys.executable, "-c", STARTING, str(tmp_path)]) as worker:
        started = sleeping_under(worker.pid)
        worker.kill()
    assert ends(started)


def sleeping_under(parent):
    """The number of the process that `parent` started, once it has become what it is to be."""
    children = Path(f"/proc/{parent}/task/{parent}/children")
    for _attempt in range(100):
        for pid in children.read_text().split():
            if b"sleep" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0]:
                return int(pid)
        time.sleep(0.1)
    raise AssertionError("It never began.")
