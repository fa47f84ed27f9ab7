"""The desk of private screenings."""

from portfolio.screening.admin import agreements, contacts, grants, requests, terms

__all__ = ["agreements", "contacts", "grants", "requests", "terms"]
