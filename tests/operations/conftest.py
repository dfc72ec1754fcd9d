from tests.spine.conftest import march, march_once
from tests.store.conftest import database, postgresql_server, postgresql_template

__all__ = ["database", "march", "march_once", "postgresql_server", "postgresql_template"]
