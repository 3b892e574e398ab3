"""The Chromium that is installed, and how to start it so that it only looks at our pages."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")

# Without these it phones home while we test.
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)
