"""What must travel in the wheel: resources, lists, migrations, icons."""

from __future__ import annotations

import sys
import zipfile

NEEDED = (
    "app/_bundled/resources/risk/policy.toml",
    "app/_bundled/resources/styles/tokens.toml",
    "app/_bundled/resources/countries/countries.toml",
    "app/_bundled/resources/icons/",
    "app/_bundled/resources/names/",
    "app/_bundled/lists/catalogue.toml",
    "app/_bundled/lists/demo/un_sc/",
    "app/storage/migrations/versions/",
    "app/cli.py",
)


def main() -> int:
    """Return 1 and name what is missing."""
    names = zipfile.ZipFile(sys.argv[1]).namelist()
    missing = [need for need in NEEDED if not any(name.startswith(need) for name in names)]
    print(f"{len(names)} files in the wheel; missing: {missing or 'none'}")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
