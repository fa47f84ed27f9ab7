"""The child process keeps to its limits, whatever it is given."""

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
    with pytest.raises(cage.CageError):
        run("while True: pass", seconds=1)


def test_a_child_that_wants_too_much_memory_is_refused(run):
    with pytest.raises(cage.CageError):
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
