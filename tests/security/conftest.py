from __future__ import annotations

import pytest

from tests.security.hostile_files import SPECS
from tests.spine.small_municipality import MARCH, SmallMunicipality, make_municipality, update


@pytest.fixture(scope="session")
def inbox_owner(tmp_path_factory: pytest.TempPathFactory) -> SmallMunicipality:
    """March is delivered and published, once for all rows: none of them changes anything."""
    small = make_municipality(tmp_path_factory.mktemp("attacked"))
    for name, spec in SPECS.items():
        small.write_spec(name, spec)
    small.put_masters()
    small.put("posteringer_2026_03.csv", MARCH)
    update(small)
    return small
