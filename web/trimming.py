"""Leaves out of the design system's style sheet what no page of ours can use.

It is made for every kind of site; ours use a tenth of it, and a phone has to fetch and read it
before it can draw anything. A rule goes when its selector names a class that stands nowhere in our
templates and scripts. A class that they put together counts as used by its beginning: `badge-`.
"""

import re
from collections.abc import Collection, Iterable

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
NOTHING_IN_IT = re.compile(r"@(?:media|supports)[^{}]*\{\s*\}")
BETWEEN = re.compile(r",(?![^(\[]*[)\]])")  # selectors, not what stands in brackets
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
EXCEPT = re.compile(r":not\([^()]*\)")
WORD = re.compile(r"[A-Za-z_][\w-]*")


def words_of(sources: Iterable[str]) -> frozenset[str]:
    """Give all that might be the name of a class in templates and scripts."""
    return frozenset(word for source in sources for word in WORD.findall(source))


def trimmed(css: str, words: Collection[str]) -> str:
    """Give the style sheet, which must be minified, without the rules for other classes."""
    begun = tuple(word for word in words if word.endswith("-"))

    def used(name: str) -> bool:
        return name in words or name.startswith(begun)

    def kept(rule: re.Match[str]) -> str:
        selectors = [
            one for one in BETWEEN.split(rule[1]) if all(map(used, CLASS.findall(_plain(one))))
        ]
        return f"{','.join(selectors)}{{{rule[2]}}}" if selectors else ""

    found = RULE.sub(kept, css)
    while (shorter := NOTHING_IN_IT.sub("", found)) != found:
        found = shorter
    return found


def _plain(selector: str) -> str:
    return EXCEPT.sub("", selector)
