"""How a figure is told: one JSON object a line, beside what it is compared with."""

import orjson


def say(name: str, value: float, unit: str, baseline: float) -> None:
    figure = {"name": name, "value": round(value, 2), "unit": unit}
    ratio = {"baseline": round(baseline, 2), "ratio": round(value / baseline, 3)}
    print(orjson.dumps(figure | ratio).decode(), flush=True)
