"""Serving: the deployments of the calendar, run by Prefect as long as this process lives."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flows.calendar import ZONE, Deployment, deployments
from flows.server import server

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.workspace import Workspace


def serve(workspace: Workspace, tell: Callable[[str, list[Deployment]], None]) -> None:
    """Register the calendar's deployments and run them until interrupted; one at a time, for one warehouse.

    `tell` is called once with the server's address and the deployments, before the first run.
    """
    wanted = deployments(workspace.programme, workspace.config.schedule)
    with server(workspace, is_lasting=True) as url:
        from prefect import serve as run_until_interrupted

        tell(url, wanted)
        made = [_made(each, workspace) for each in wanted]
        run_until_interrupted(*made, pause_on_shutdown=False, print_starting_message=False, limit=1)


def _made(deployment: Deployment, workspace: Workspace) -> Any:
    from prefect.schedules import Cron, Interval
    from prefect.types.entrypoint import EntrypointType

    from flows import yearly

    schedules = []
    if deployment.cron:
        schedules.append(Cron(deployment.cron, timezone=ZONE))
    if deployment.every_seconds:
        schedules.append(Interval(timedelta(seconds=deployment.every_seconds), timezone=ZONE))
    return getattr(yearly, deployment.flow).to_deployment(
        name=deployment.name,
        description=deployment.description,
        parameters={"workspace": str(workspace.root), **deployment.parameters},
        schedules=schedules,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
