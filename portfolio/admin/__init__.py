"""The works on the editors' desk, one module a subject."""

from portfolio.admin import (  # noqa: F401 - each registers its own
    films,
    log,
    members,
    organizations,
    people_rights,
    photos,
    productions,
    site_profile,
    testimonies,
)
