"""A definition or a roster that changes, and changes back."""

from datetime import datetime

from flows.facts import facts
from tests.flows.conftest import LEAD, PARTNER
from warehouse import read, write
from warehouse.database import open_warehouse
from warehouse.workspace import Workspace


def register(workspace: Workspace, text: str, at: datetime) -> None:
    (workspace.root / "rokunen.yaml").write_text(text, encoding="utf-8")
    changed = Workspace(workspace.root)
    with open_warehouse(changed.database) as connection:
        write.register(connection, changed, at)


def test_a_roster_that_returns_to_what_it_was_is_in_force_again(planned: Workspace) -> None:
    before = facts(planned)
    text = (planned.root / "rokunen.yaml").read_text(encoding="utf-8")
    register(planned, text.replace("連携大学", "改名大学"), datetime(2025, 4, 1))
    register(planned, text, datetime(2026, 4, 1))
    assert facts(planned) == before
    with open_warehouse(planned.database, datetime(2025, 5, 1)) as connection:
        names = {row["university"]: row["name"] for row in read.rows(connection, "core.university")}
    assert names == {LEAD: "代表大学", PARTNER: "改名大学"}


def test_a_definition_that_returns_to_what_it_was_is_in_force_again(planned: Workspace) -> None:
    before = facts(planned)
    programme = planned.programme
    for changed, at in (
        (programme.model_copy(update={"hash": "other"}), datetime(2025, 4, 1)),
        (programme, datetime(2026, 4, 1)),
    ):
        planned.__dict__["programme"] = changed
        with open_warehouse(planned.database) as connection:
            write.register(connection, planned, at)
    assert facts(planned) == before
