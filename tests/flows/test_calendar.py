"""The office's year as deployments."""

from datetime import datetime
from typing import Any

import pytest
import yaml

from flows.calendar import Deployment, deployments, described_year
from tests.flows.conftest import ROOT
from warehouse.workspace import Workspace, WorkspaceProblem

OFFICE_HOURS_2027 = datetime(2027, 7, 14, 23)  # 08:00 of 15 July in Japan


def by_name(workspace: Workspace, schedule: dict[str, str] | None = None) -> dict[str, Deployment]:
    return {each.name: each for each in deployments(workspace.programme, schedule)}


def test_each_entry_of_the_calendar_is_a_deployment(workspace: Workspace) -> None:
    found = by_name(workspace)
    assert {entry.id.replace("_", "-") for entry in workspace.programme.calendar} < set(found)
    assert (found["may1-round"].flow, found["may1-round"].parameters) == ("collect", {"describes": 0})
    assert found["full-year-round"].parameters == {"describes": -1}
    assert found["interim-documents"].parameters == {"describes": -1, "document": "interim", "only_fy": 2027}
    assert found["lifecycle"].cron is None


def test_the_deployments_of_infra_are_those_that_serve_registers(workspace: Workspace) -> None:
    written = yaml.safe_load((ROOT / "infra" / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]

    def told(each: dict[str, Any]) -> Deployment:
        [schedule] = each.get("schedules") or [{}]
        assert schedule.get("timezone", "Asia/Tokyo") == "Asia/Tokyo"
        parameters = {key: value for key, value in each["parameters"].items() if key != "workspace"}
        file, _, flow = each["entrypoint"].partition(":")
        assert file == "flows/yearly.py"
        return Deployment(each["name"], flow, each["description"], parameters, schedule.get("cron"))

    assert [told(each) for each in written] == deployments(workspace.programme)


def test_the_clock_is_set_by_configuration(workspace: Workspace) -> None:
    found = by_name(workspace, {"today": "2026-05-20", "may1_round": "every 5s", "yearly_check": "off"})
    assert (found["may1-round"].every_seconds, found["may1-round"].cron) == (5, None)
    assert (found["yearly-check"].every_seconds, found["yearly-check"].cron) == (None, None)
    assert by_name(workspace, {"may1_round": "every 2 min"})["may1-round"].every_seconds == 120
    assert by_name(workspace, {"may1_round": "0 5 * * *"})["may1-round"].cron == "0 5 * * *"


def test_a_mistyped_entry_of_the_schedule_is_named_with_the_nearest(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceProblem, match="もしかして may1_round"):
        deployments(workspace.programme, {"may_round": "off"})


def test_in_july_2027_the_year_that_has_ended_is_2026(workspace: Workspace) -> None:
    assert described_year(workspace, OFFICE_HOURS_2027, -1) == 2026
    assert described_year(workspace, OFFICE_HOURS_2027, 0) == 2027
    assert described_year(workspace, OFFICE_HOURS_2027, -1, only_fy=2027) == 2026


def test_there_is_nothing_to_do_in_another_year_or_outside_the_programme(workspace: Workspace) -> None:
    assert described_year(workspace, OFFICE_HOURS_2027, -1, only_fy=2030) is None
    assert described_year(workspace, datetime(2023, 6, 1), 0) is None
    assert described_year(workspace, datetime(2030, 6, 1), 0) is None
    assert described_year(workspace, datetime(2030, 6, 1), -1) == 2029
