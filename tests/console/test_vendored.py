"""What other people made is what they published, and its notice says so."""

import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "bot" / "web" / "static" / "vendor"
HELD = {
    "pico-2.1.1.min.css": "fbc9a63fc9fc9f72d12fd7fc9806e11fa9f77ae4f9cad146b27003a1119ba3db",
    "htmx-4.0.1.min.js": "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130",
}


def test_the_files_are_the_published_ones() -> None:
    found = {
        it.name: hashlib.sha256(it.read_bytes()).hexdigest()
        for it in VENDOR.iterdir()
        if it.suffix in (".js", ".css")
    }
    assert found == HELD


def test_the_readme_names_each_with_version_and_hash() -> None:
    told = (VENDOR / "README.md").read_text(encoding="utf-8")
    for name, digest in HELD.items():
        version = re.search(r"\d+\.\d+\.\d+", name)
        assert name in told and digest in told and version and f"| {version[0]} |" in told
