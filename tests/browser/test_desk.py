"""The editing half of the first journey: from a file to the wall, at the desk, in Chromium."""

import pytest
from playwright.sync_api import expect


