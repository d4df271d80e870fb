"""Collecting from a drop: a file of a server ends in the facts, with a way back to where it was."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.collect import collect
from flows.facts import facts
from flows.trace import telling
from reports.data_book.write import write_data_book
from tests.flows.conftest import LEAD, PARTNER
from tests.warehouse.intake.drops.servers import LOGIN, a_web_server, basic
from warehouse.workspace import Workspace

MAY, JUNE, JULY = datetime(2027, 5, 20), datetime(2027, 6, 20), datetime(2027, 7, 20)
ANSWER = "行,年度,値,状態\n5.A,2026,{value},確定\n"


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    folder = tmp_path / "theirs" / "2026"
    folder.mkdir(parents=True)
    (folder / "回答.csv").write_text(ANSWER.format(value=1300), encoding="utf-8")
    return folder


def with_drops(place: Workspace, **drops: Any) -> Workspace:
    file = place.root / "rokunen.yaml"
    settings = yaml.safe_load(file.read_text(encoding="utf-8"))
    file.write_text(yaml.safe_dump({**settings, "drops": drops}, allow_unicode=True), encoding="utf-8")
    return Workspace(place.root)


def values(place: Workspace) -> dict[str, object]:
    return {e["university"]: e["value"] for e in facts(place, year=2026) if (e["kind"], e["row"]) == ("actual", "5.A")}


def test_a_file_of_a_universitys_drop_is_its_answer_and_is_traced_to_the_server(
    planned: Workspace, theirs: Path
) -> None:
    with a_web_server(theirs.parent, login={basic()}) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}"
        drop = {"url": url + "/{year}/", "university": PARTNER, "secret_from": "DROP"}
        workspace = with_drops(planned, akita=drop)
        done = collect(workspace, 2026, MAY, {"DROP": LOGIN})
        assert [(one.channel, one.university) for one in done.came] == [("csv", PARTNER)], done
        assert collect(workspace, 2026, JUNE, {"DROP": LOGIN}).came == ()
    assert values(workspace)[PARTNER] == 1300
    write_data_book(workspace, JULY, evaluation="interim")
    traced = telling(workspace, "5.A", PARTNER, 2026, "actual", None)
    cells = [cell for entry in traced for fact in entry["facts"] for cell in fact["cells"]]
    assert {(cell["came_from"], cell["file_name"]) for cell in cells} == {
        (f"{url}/2026/回答.csv", f"akita_{PARTNER}/回答.csv")
    }
    assert LOGIN.partition(":")[2] not in str(traced)


def test_a_drop_of_all_holds_a_folder_for_each(planned: Workspace, theirs: Path) -> None:
    for number, code in enumerate((LEAD, PARTNER), 1):
        (theirs / code).mkdir()
        (theirs / code / "a.csv").write_text(ANSWER.format(value=number), encoding="utf-8")
    (theirs / "回答.csv").unlink()
    with a_web_server(theirs.parent) as server:
        workspace = with_drops(planned, minna={"url": f"http://127.0.0.1:{server.server_address[1]}/{{year}}/"})
        collect(workspace, 2026, MAY, {})
    assert (values(workspace)[LEAD], values(workspace)[PARTNER]) == (1, 2)


def test_nobody_answers_for_another_university_in_its_own_drop(planned: Workspace, theirs: Path) -> None:
    (theirs / "回答.csv").rename(theirs / f"{LEAD}.csv")
    with a_web_server(theirs.parent) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}/{{year}}/"
        done = collect(with_drops(planned, akita={"url": url, "university": PARTNER}), 2026, MAY, {})
    assert [(each["rule"], each["university"]) for each in done.findings] == [("drop_of_another", PARTNER)]
    assert values(planned) == {} and LEAD in done.findings[0]["message_ja"]
    assert ANSWER.format(value=1300).encode() in [each.read_bytes() for each in planned.evidence.rglob("*.csv")]


def test_a_drop_that_is_down_stops_nobody_and_is_said_until_it_is_up(planned: Workspace, theirs: Path) -> None:
    planned.inbox(2026).mkdir(parents=True)
    (planned.inbox(2026) / f"{LEAD}.csv").write_text(ANSWER.format(value=7), encoding="utf-8")
    down = with_drops(planned, akita={"url": "http://127.0.0.1:9/{year}/", "university": PARTNER})
    done = collect(down, 2026, MAY, {})
    assert [(each["rule"], each["university"]) for each in done.findings] == [("drop_unreachable", PARTNER)]
    assert values(down)[LEAD] == 7
    with a_web_server(theirs.parent) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}/{{year}}/"
        up = with_drops(planned, akita={"url": url, "university": PARTNER})
        assert collect(up, 2026, JUNE, {}).findings == ()
    assert (values(up)[LEAD], values(up)[PARTNER]) == (7, 1300)


def test_a_drop_is_looked_into_for_its_years_and_while_its_university_takes_part(planned: Workspace) -> None:
    from flows.collect import drops_of

    drops = {
        "always": {"url": "https://drop.example/{year}/"},
        "once": {"url": "https://drop.example/", "year": 2027},
        "partner": {"url": "https://drop.example/p/{year}/", "university": PARTNER},
    }
    workspace = with_drops(planned, **drops)
    text = (workspace.root / "rokunen.yaml").read_text(encoding="utf-8")
    leaving = text.replace(f"- code: {PARTNER}\n", f"- code: {PARTNER}\n  left: 2027-03-31\n")
    (workspace.root / "rokunen.yaml").write_text(leaving, encoding="utf-8")
    workspace = Workspace(workspace.root)
    assert drops_of(workspace, 2026) == ["always", "partner"]
    assert drops_of(workspace, 2027) == ["always", "once"]
