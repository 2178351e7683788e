"""Reads YAML as a tree that knows its lines. Its keys are plain words.

A key that is a list or a mapping has no meaning here, and comparing those that stand in each other
takes the reader more than twice as long for each (16 of them, which is 32 letters: a minute).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import ConstructorError, RoundTripConstructor
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from typing_extensions import override


class _PlainKeys(RoundTripConstructor):
    @override
    def construct_document(self, node: Any) -> Any:
        for key in _keys(node):
            if not isinstance(key, ScalarNode):
                told = "a name before the colon, not a list"
                raise ConstructorError(problem=told, problem_mark=key.start_mark)
        return super().construct_document(node)


def _keys(node: Node) -> Iterator[Node]:
    """Give all keys of the tree, those of a part that is repeated by an alias once."""
    waiting, seen = [node], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, MappingNode):
            yield from (key for key, _ in node.value)
            waiting += (value for _, value in node.value)
        elif isinstance(node, SequenceNode):
            waiting += node.value


def read_tree(text: str) -> Mapping[object, object]:
    """Give what the text says; nothing where it is no mapping. Raises what the reader raises."""
    yaml = YAML(typ="rt")
    yaml.Constructor = _PlainKeys
    tree = yaml.load(text)
    return tree if isinstance(tree, Mapping) else {}
