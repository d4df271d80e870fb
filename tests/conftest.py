"""What every test may ask for."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse import database


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared samples beside the project; the test is skipped where it is absent."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the shared samples are not beside the project")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _built_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new warehouse is a copy of an empty one, really built: building takes half a second, and hundreds are needed.

    Opening one compares its model with the files of SQL, as ever, and builds it anew where they differ.
    """
    empty = tmp_path_factory.mktemp("empty") / "warehouse.duckdb"
    with database.open_warehouse(empty):
        pass
    connect = database._connect

    def connect_to_copy(path: Path, wait_seconds: float) -> duckdb.DuckDBPyConnection:
        if path.parent.is_dir() and not path.exists():
            shutil.copyfile(empty, path)
        return connect(path, wait_seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_connect", connect_to_copy)
        yield
