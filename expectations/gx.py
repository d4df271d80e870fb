"""Whether each rule is met: the one door to Great Expectations. Importing it costs 4 to 12 seconds, so it is lazy."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy

BRIEFLY = {"result_format": "BOOLEAN_ONLY"}
IN_FULL = {"result_format": "COMPLETE", "include_unexpected_rows": False}


SITE = "rokunen"
Chapter = tuple[Mapping[str, numpy.ndarray], Mapping[str, str]]  # whether each thing is met, and the sentence, by rule


@dataclass(frozen=True, slots=True)
class Decision:
    """What Great Expectations says of a rule: the numbers of the things that breach it, or None where it could not say."""

    not_met: tuple[int, ...] | None
    detail: str = ""


def load() -> Any:
    """Return the library, with its usage statistics and progress bars off and its own warnings silent, by name."""
    os.environ["GX_ANALYTICS_ENABLED"] = (
        "false"  # it reads this once, while it is imported, and then waits on the network
    )
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning)  # sre_constants, marshmallow fields
        warnings.filterwarnings("ignore", message=r".*marshmallow.*")
        import great_expectations
    return great_expectations


def expectations_for(rules: Sequence[str]) -> list[Any]:
    """Return one generated expectation a rule: each thing that it examines is met."""
    library = load()
    return [
        library.expectations.ExpectColumnValuesToBeInSet(column=rule, value_set=[1.0], meta={"rule": rule})
        for rule in rules
    ]


def decide(is_met: Mapping[str, numpy.ndarray], expectations: Sequence[Any] | None = None) -> dict[str, Decision]:
    """Return what Great Expectations says of each rule that has an expectation.

    `is_met` holds one value for each thing that a rule examines, never none at all: an empty column would be called
    a success. All rules are columns of one frame, and one suite is made in one constructor (adding one by one is
    quadratic). `expectations` are those generated for the rules; a rule without one gets no decision. Each is asked
    whether it is met, and only those that are not which of the things breach it: half the time of asking all of both.
    """
    if not is_met:
        return {}
    frame = _frame(is_met)
    expected = expectations_for(list(is_met)) if expectations is None else list(expectations)
    results = _results(frame, expected, BRIEFLY)
    breached = [one for one in expected if not results[one.meta["rule"]].success]
    if breached:
        results |= _results(frame, breached, IN_FULL)
    return {rule: _decision(result) for rule, result in results.items()}


def _results(frame: Any, expectations: list[Any], result_format: Mapping[str, Any]) -> dict[str, Any]:
    results = _validate(frame, expectations, result_format).results
    return {result.expectation_config.meta["rule"]: result for result in results}


def _frame(is_met: Mapping[str, numpy.ndarray]) -> Any:
    import pandas

    return pandas.DataFrame({rule: pandas.Series(values, dtype="float64") for rule, values in is_met.items()})


def _validate(frame: Any, expectations: list[Any], result_format: Mapping[str, Any]) -> Any:
    library = load()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"great_expectations.*")
        context = library.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False}
        suite = library.ExpectationSuite(name="rules", expectations=expectations)
        asset = context.data_sources.add_pandas("warehouse").add_dataframe_asset("examined")
        batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": frame})
        return batch.validate(suite, result_format=dict(result_format))


def _decision(result: Any) -> Decision:
    if result.exception_info and result.exception_info.get("raised_exception"):
        return Decision(None, str(result.exception_info.get("exception_message")))
    if result.success:
        return Decision(())
    return Decision(tuple(sorted(int(number) for number in result.result["unexpected_index_list"])))


def write_data_docs(folder: Path, chapters: Mapping[str, Chapter]) -> Path:
    """Write Great Expectations' own pages (Data Docs) into a folder and return their first page.

    A chapter is one page of results, by its name: a page of thousands would hang the browser. The pages fetch some of their
    styles and scripts from the network when they are opened; writing them asks for nothing.
    """
    library = load()
    store = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)}
    index = {"class_name": "DefaultSiteIndexBuilder"}
    site = {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": store,
        "site_index_builder": index,
    }
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"great_expectations.*")
        context = library.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False}
        context.delete_data_docs_site("local_site")  # of a folder that nobody looks into
        context.add_data_docs_site(SITE, site)
        asset = context.data_sources.add_pandas("warehouse").add_dataframe_asset("examined")
        batches = asset.add_batch_definition_whole_dataframe("whole")
        for name, (is_met, sentences) in chapters.items():
            told = [_told(rule, sentences.get(rule, rule)) for rule in is_met]
            suite = context.suites.add(library.ExpectationSuite(name=name, expectations=told))
            definition = library.ValidationDefinition(name=name, data=batches, suite=suite)
            validations = [context.validation_definitions.add(definition)]
            checkpoint = library.Checkpoint(name=name, validation_definitions=validations, result_format="BASIC")
            context.checkpoints.add(checkpoint).run(batch_parameters={"dataframe": _frame(is_met)})
        context.build_data_docs(site_names=[SITE])
    return folder / "index.html"


def _told(rule: str, sentence: str) -> Any:
    (expectation,) = expectations_for([rule])
    expectation.description = sentence
    return expectation
