"""Settings: `base` is common to all; `development`, `production` and `testing` say what differs."""
