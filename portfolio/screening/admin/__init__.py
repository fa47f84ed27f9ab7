"""The desk of private screenings."""

from portfolio.screening.admin import contacts, grants, requests, terms

__all__ = ["contacts", "grants", "requests", "terms"]
