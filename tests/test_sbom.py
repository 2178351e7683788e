"""The bill of materials names all that is installed, with licences that may be passed on."""

import json

import pytest

from tests.sbom import (
    OF_ITS_FILES,
    PERMISSIVE,
    ROOT,
    licences,
    normal,
    page_packages,
    pinned,
    python_packages,
)


@pytest.fixture(scope="module")
def bills() -> dict[str, dict]:
    return {"python": python_packages(), "pages": page_packages()}


def test_each_pinned_package_is_in_the_bill_with_its_version_and_nothing_else(bills):
    found = {normal(one["name"]): one["version"] for one in bills["python"]["components"]}

    assert found == pinned()
    assert len(found) > 60


def test_each_package_of_the_pages_is_in_the_bill(bills):
    lock = json.loads((ROOT / "web" / "package-lock.json").read_bytes())["packages"]
    wanted = {
        (path.rpartition("node_modules/")[2], package["version"])
        for path, package in lock.items()
        if path and not package.get("dev")
    }

    parts = bills["pages"]["components"]
    found = {
        ("/".join(filter(None, (one.get("group"), one["name"]))), one["version"]) for one in parts
    }
    assert found == wanted


def test_every_licence_is_known_and_may_be_passed_on(bills):
    told = {one["name"]: licences(one) for bill in bills.values() for one in bill["components"]}

    assert {name for name, found in told.items() if not found} == set()
    unknown = {name: found - PERMISSIVE - OF_ITS_FILES for name, found in told.items()}
    assert {name: found for name, found in unknown.items() if found} == {}
    assert {name for name, found in told.items() if found & OF_ITS_FILES} == {"certifi", "orjson"}


def test_a_licence_that_takes_more_is_found_out():
    strict = {"licenses": [{"expression": "AGPL-3.0-only AND (MIT OR Apache-2.0)"}]}
    named = {"licenses": [{"license": {"name": "License :: OSI Approved :: BSD License"}}]}

    assert licences(strict) == {"AGPL-3.0-only", "MIT", "Apache-2.0"}
    assert licences(named) == {"BSD-3-Clause"}
    assert licences(strict) - PERMISSIVE == {"AGPL-3.0-only"}
