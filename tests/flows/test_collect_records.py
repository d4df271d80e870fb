"""Student records, counted where they are, end in the facts with a way back to the statement that counted them."""

import json
import shutil
from datetime import datetime

import sqlalchemy as sa

from flows.collect import collect
from flows.facts import facts
from tests.flows.conftest import PARTNER
from tests.warehouse.intake.records.people import HERE, into_database, marked
from warehouse.workspace import Workspace

MAY = datetime(2027, 5, 20)


def test_a_university_is_counted_in_its_own_records(planned: Workspace) -> None:
    text = (planned.root / "rokunen.yaml").read_text(encoding="utf-8")
    channel = "  channel: {kind: records, file: channels/partner.yaml}\n"
    (planned.root / "rokunen.yaml").write_text(text.rstrip() + "\n" + channel, encoding="utf-8")
    shutil.copy(HERE / "channel.yaml", planned.root / "channels" / "partner.yaml")
    url = f"sqlite:///{planned.root / 'gakumu.sqlite'}"
    into_database(sa.create_engine(url))
    workspace = Workspace(planned.root)
    done = collect(workspace, 2026, MAY, {"GAKUMU_URL": url})
    assert [each.channel for each in done.came] == ["records"]
    told = {e["row"]: e for e in facts(workspace, year=2026) if (e["kind"], e["university"]) == ("actual", PARTNER)}
    for row in ("1.F", "2.C", "4.C", "5.A", "5.B", "6.u"):
        assert told[row]["value"] == marked()[row], row
    [kept] = [path for path in planned.evidence.rglob("*.json") if b'"records"' in path.read_bytes()]
    [query] = [query for query in json.loads(kept.read_bytes())["queries"] if query["key"] == "5.B"]
    assert query["count"] == told["5.B"]["value"] and query["sql"].startswith("SELECT count(")
