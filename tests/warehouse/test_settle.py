"""Relations worked out once say what the views say."""

from datetime import datetime
from pathlib import Path

import pytest

from flows.demo import consortium
from flows.demo.story import PLAN_DAY
from flows.plan import import_plan
from warehouse import read
from warehouse.database import at_once, open_warehouse, set_as_of, settle

RELATIONS = ("core.datum", "core.row", "out.fact", "out.ratio", "out.requirement", "out.budget_position", "out.course")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = consortium.create(tmp_path_factory.mktemp("settled"))
    import_plan(workspace, [consortium.write_plan(workspace)], datetime(*PLAN_DAY))
    return workspace.database


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_settled_relation_holds_the_rows_of_its_view(database: Path, relation: str) -> None:
    with open_warehouse(database) as connection:
        seen = read.fetch(connection, f"select * from {relation} order by all")
        assert read.rows(connection, relation, order="all") == seen
        settle(connection)
        assert read.rows(connection, relation, order="all") == seen
        assert seen


def test_what_was_known_at_a_moment_is_settled_as_of_that_moment(database: Path) -> None:
    with open_warehouse(database) as connection:
        set_as_of(connection, datetime(2020, 1, 1))
        settle(connection)
        assert read.rows(connection, "out.fact") == []


def test_what_is_settled_stays_when_more_is_settled_later(database: Path) -> None:
    with open_warehouse(database) as connection:
        settle(connection, ["out.university_fact"])
        before = read.rows(connection, "out.university_fact", order="all")
        settle(connection, ["out.fact"])
        assert read.rows(connection, "out.university_fact", order="all") == before
        assert read.rows(connection, "out.fact")


def test_a_single_read_sees_what_was_written_just_before_also_inside_a_transaction(database: Path) -> None:
    with open_warehouse(database) as connection:
        before = len(read.rows(connection, "out.university_fact"))
        with pytest.raises(KeyError), at_once(connection):
            connection.execute("delete from raw.datum where row = '5.A'")
            inside = len(read.rows(connection, "out.university_fact", row="5.A", is_computed=False, state="value"))
            raise KeyError
        assert (inside, len(read.rows(connection, "out.university_fact"))) == (0, before)


def test_nothing_settles_nothing(database: Path) -> None:
    with open_warehouse(database) as connection:
        settle(connection, [])
        assert connection.execute(
            "select count(*) from duckdb_tables() where database_name = 'settled'"
        ).fetchone() == (0,)


def test_writing_still_reaches_the_warehouse(database: Path) -> None:
    with open_warehouse(database) as connection:
        settle(connection)
        connection.execute("insert into raw.check_run values ('x', now()::timestamp, 'plan', 'd', null, null)")
    with open_warehouse(database) as connection:
        assert [row["run"] for row in read.rows(connection, "raw.check_run")] == ["x"]
