"""A film on a page: played, sought and left. Each waits with an end, and tells what the film says."""

import time

import pytest

SAYS = """film => ({
    source: film.currentSrc, at: film.currentTime, paused: film.paused, seeking: film.seeking,
    ready: film.readyState, network: film.networkState, error: film.error && film.error.message,
})"""


def until(film, condition, seconds=30):
    """Waits until this is so of `film`.

    Asked from outside: the private pages' policy lets nobody evaluate a string inside them, and a promise of
    the page that nobody keeps would be waited for without end.
    """
    end = time.monotonic() + seconds
    while not film.evaluate(f"film => {condition}"):
        if time.monotonic() > end:
            pytest.fail(f"It never came to: {condition}. The film says {film.evaluate(SAYS)}.")
        film.page.wait_for_timeout(100)


def now(film):
    """Where it is, in seconds."""
    return film.evaluate("film => film.currentTime")


def play(film):
    """Plays it until its picture moves."""
    film.evaluate("film => { film.muted = true; film.play() }")
    until(film, "!film.seeking && film.currentTime > 0.5")
    return film


def seek(film, seconds):
    """Shows that moment."""
    film.evaluate("(film, seconds) => { film.currentTime = seconds }", seconds)
    until(film, f"!film.seeking && film.readyState > 1 && film.currentTime >= {seconds}")
    return film


def leave_at(film, seconds):
    """As who has seen it so far and stops."""
    seek(play(film), seconds)
    film.evaluate("film => film.pause()")
    until(film, "film.paused")
