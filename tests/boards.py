"""What the files for operators ask of /metrics, and what a page of it tells."""

import json
import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

DEPLOY = Path(__file__).parent.parent / "deploy"
PARTS = {"histogram": ("_bucket", "_sum", "_count")}


def rules() -> list[dict[str, Any]]:
    read = YAML(typ="safe").load(DEPLOY / "prometheus" / "ordstyrer.rules.yml")
    return [rule for group in read["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    board = json.loads((DEPLOY / "grafana" / "ordstyrer.json").read_text(encoding="utf-8"))
    return [panel for panel in board["panels"] if panel["type"] != "row"]


def expressions() -> dict[str, str]:
    """Every query of the board and of the alerts, by where it stands."""
    asked = {
        f"{panel['title']} {target['refId']}": str(target["expr"])
        for panel in panels()
        for target in panel["targets"]
    }
    return asked | {rule["alert"]: str(rule["expr"]) for rule in rules()}


def asked_in(expression: str) -> set[str]:
    return set(re.findall(r"\b(?:ordstyrer|process)_\w+\b", expression))


def told_in(metrics: str) -> set[str]:
    """Every metric of a page, whether it has a value at the moment or not."""
    found = re.findall(r"^# TYPE (\S+) (\S+)$", metrics, re.MULTILINE)
    return {name + part for name, kind in found for part in PARTS.get(kind, ("",))}
