#!/usr/bin/env python
"""Runs Django's commands for this site; the settings are those of development unless told otherwise."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backstage.settings.development")
    execute_from_command_line(sys.argv)
