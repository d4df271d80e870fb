"""How long the plain verbs take, whoever calls them: so that what Prefect adds can be told apart."""

from __future__ import annotations

import importlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

VERBS = {  # module and functions that do a command's work; the last ones do the universities'
    "flows.plan": ("import_plan",),
    "reports.collection.form": ("write_forms",),
    "flows.collect": ("unread", "receive", "ask", "load"),
    "flows.check": ("check",),
    "flows.publish": ("report",),
    "flows.demo.simulated": ("answer_may1", "answer", "replace_answers"),
    "flows.demo.consortium": ("write_plan",),
}


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    """Yield the seconds spent in each verb so far, by `module.function`; afterwards the verbs are as they were."""
    seconds: dict[str, float] = {}
    lock = threading.Lock()
    plain: list[tuple[Any, str, Callable[..., Any]]] = []
    for name, functions in VERBS.items():
        module = importlib.import_module(name)
        for function in functions:
            plain.append((module, function, getattr(module, function)))
    for module, function, verb in plain:
        setattr(module, function, _timed(verb, f"{module.__name__}.{function}", seconds, lock))
    try:
        yield seconds
    finally:
        for module, function, verb in plain:
            setattr(module, function, verb)


def _timed(verb: Callable[..., Any], name: str, seconds: dict[str, float], lock: threading.Lock) -> Callable[..., Any]:
    @wraps(verb)
    def run(*given: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return verb(*given, **named)
        finally:
            with lock:
                seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - start

    return run
