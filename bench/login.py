"""What many groups cost somebody who logs in: the whole way, to a real provider on loopback and back to a session.

    python bench/login.py [--rounds 15]

Everything is in one process and on one machine, the provider too: the difference between logins with and without groups
is what counts, and what part of one login it is.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import sys
import tempfile
import time
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.login.installation import install
from tests.login.oidc_provider import OidcProvider
from tests.pages.page_release import publish_page_release

MANY = (0, 100, 300, 1000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    seconds: dict[int, list[float]] = {many: [] for many in MANY}
    with tempfile.TemporaryDirectory() as folder, OidcProvider().running() as provider:
        home = Path(folder)
        (home / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
        publish_page_release(home / "releases")
        os.environ["PEJLING_HOME"] = folder
        visitor = install(home, provider, "http://localhost:8501").visitor()
        for number in range(chosen.rounds + 1):
            for many in MANY:
                groups = [f"00000000-0000-4000-8000-{one:012}" for one in range(many)] + ["Pejling-Center-north"]
                provider.knows("ann", name="Ann", groups=groups)
                began = time.perf_counter()
                visitor.log_in("ann")
                looks = visitor.looks_as()
                if number:  # the first asks the provider for its keys
                    seconds[many].append(time.perf_counter() - began)
                assert looks == [("centre_manager", "north")], looks
    median = {many: statistics.median(found) for many, found in seconds.items()}
    for many, found in median.items():
        print(
            f"{many:5} groups: {found * 1000:6.1f} ms, {(found - median[0]) * 1000:+6.1f} ms, {found / median[0]:.2f} x"
        )


if __name__ == "__main__":
    main()
