"""The SQL for sets and the sentences for one work give the same answer, whatever the facts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio.models import Agreement, Appearance, PersonRelease, Photo
from portfolio.models.blockers import why_hidden

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
moments = st.sampled_from([None, NOW - timedelta(days=1), NOW, NOW + timedelta(days=1)])

agreements = st.fixed_dictionaries(
    {
        "public": st.sampled_from(["no", "yes", "yes"]),
        "private": st.sampled_from(["no", "each_time", "yes"]),
        "public_from": moments,
        "withdrawn_at": moments,
        "max_photos": st.sampled_from([None, 0, 1]),
    }
)


def in_order(release):
    """Whether the database would keep it: nothing ends before it was signed."""
    ends = [release[fact] for fact in ("valid_until", "revoked_at") if release[fact]]
    return all(end.date() >= release["signed_on"] for end in ends)


releases = st.fixed_dictionaries(
    {
        "scope": st.sampled_from(["public", "public", "private"]),
        "valid_until": moments,
        "revoked_at": moments,
        "signed_on": st.sampled_from(
            [NOW.date() - timedelta(days=1), NOW.date(), NOW.date() + timedelta(days=1)]
        ),
    }
).filter(in_order)
photos = st.fixed_dictionaries(
    {
        "is_published": st.sampled_from([True, True, False]),
        "people": st.sampled_from(["listed", "none", "unknown"]),
        "killed_at": st.sampled_from([None, None, NOW]),
    }
)


@pytest.mark.django_db
@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(agreement=agreements, release=releases, photo=photos, of_production=st.booleans())
def test_a_photo_is_in_the_public_set_exactly_where_nothing_blocks_it(
    portrait, production, agreement, release, photo, of_production
):
    by = "editor" if agreement["withdrawn_at"] else ""
    Agreement.objects.update(**agreement, withdrawn_by=by)
    PersonRelease.objects.update(**release)
    Photo.objects.update(**photo, production=production if of_production else None)
    assert Appearance.objects.count() == 1
    work = Photo.objects.get()
    assert Photo.objects.public(NOW).exists() == (not why_hidden(work, NOW))
