"""TinyDB's tables on a journal: a change writes only the documents that changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any, NoReturn, cast

import orjson
from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Table
from typing_extensions import override

from bot.stores.codec import written
from bot.stores.disk import REAL_DISK, Disk
from bot.stores.journal import ONLY_GROWS, Bodies, JournalStorage
from bot.stores.lines import GONE, Id, Row

Documents = MutableMapping[Any, Mapping[str, Any]]
Updates = Iterable[tuple[Mapping[str, Any] | Callable[[Documents], None], QueryLike]]


class JournalTable(Table):
    """A table that writes only what changed."""

    def __init__(
        self, storage: Storage, name: str, cache_size: int = 10, persist_empty: bool = False
    ) -> None:
        if not (name.isascii() and name.isidentifier()):
            raise ValueError(f"{name!r} is no name for a table")
        if not isinstance(storage, JournalStorage):
            raise TypeError("this table writes only what changed, which takes a journal")
        self._journal = storage
        super().__init__(storage, name, cache_size, persist_empty)

    def bodies(self) -> Bodies:
        """Give the documents as they lie in the file, by id."""
        return self._journal.bodies(self.name)

    def put(self, documents: Mapping[Id, Mapping[str, Any] | None]) -> None:
        """Set these documents, or remove them where None is given, all in one batch."""
        self._update_table(lambda draft: _set(draft, documents))

    def put_anew(self, documents: Mapping[Id, Mapping[str, Any]]) -> None:
        """Have these documents and no others, in a file that holds nothing of those before."""
        bodies = {key: written(document) for key, document in documents.items()}
        self._journal.replace(self.name, bodies)
        self.clear_cache()

    @override
    def update_multiple(self, updates: Updates) -> list[int]:
        return super().update_multiple(list(updates))  # TinyDB goes through it once a document

    @override
    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        lazily = _Documents(self.bodies(), self.document_id_class)
        return cast("dict[str, Mapping[str, Any]]", lazily)

    @override
    def _update_table(self, updater: Callable[[Any], None]) -> None:
        draft = _Draft(self.bodies())
        updater(draft)
        rows = draft.rows(self.name)
        if rows:
            self._journal.append(rows)
            self.clear_cache()


class JournalDB(TinyDB):
    """TinyDB with these tables."""

    table_class = JournalTable

    def __init__(self, path: Path, disk: Disk = REAL_DISK) -> None:
        super().__init__(path, disk, storage=JournalStorage)

    @property
    def journal(self) -> JournalStorage:
        return cast("JournalStorage", self.storage)

    def journal_table(self, name: str) -> JournalTable:
        return cast("JournalTable", self.table(name))


class _Documents(Mapping[str, Mapping[str, Any]]):
    """A table as TinyDB reads it, made into objects one by one."""

    def __init__(self, bodies: Bodies, id_class: Callable[[str], Id]) -> None:
        self._bodies = bodies
        self._id_class = id_class

    @override
    def __getitem__(self, key: str) -> Mapping[str, Any]:
        document: Mapping[str, Any] = orjson.loads(self._bodies[self._id_class(key)])
        return document

    @override
    def __iter__(self) -> Iterator[str]:
        return map(str, self._bodies)

    @override
    def __len__(self) -> int:
        return len(self._bodies)


class _Draft(MutableMapping[Id, Any]):
    """A table while TinyDB changes it: remembers what was touched, leaves the table alone."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies = bodies
        self._touched: dict[Id, Mapping[str, Any] | None] = {}

    def rows(self, table: str) -> list[Row]:
        """Give what is different now; raises ValueError for what is not JSON."""
        now = [(key, GONE if it is None else written(it)) for key, it in self._touched.items()]
        return [Row(table, k, body) for k, body in now if body != self._bodies.get(k, GONE)]

    @override
    def __getitem__(self, key: Id) -> Mapping[str, Any]:
        if key not in self._touched:
            self._touched[key] = orjson.loads(self._bodies[key])
        document = self._touched[key]
        if document is None:
            raise KeyError(key)
        return document

    @override
    def __setitem__(self, key: Id, document: Mapping[str, Any]) -> None:
        self._touched[key] = document

    @override
    def __delitem__(self, key: Id) -> None:
        if key not in self:
            raise KeyError(key)
        self._touched[key] = None

    @override
    def __contains__(self, key: object) -> bool:
        return key in self._bodies if key not in self._touched else self._touched[key] is not None

    @override
    def __iter__(self) -> Iterator[Id]:
        return (key for key in [*{**self._bodies, **self._touched}] if key in self)

    @override
    def __len__(self) -> int:
        return sum(1 for _ in self)

    @override
    def clear(self) -> NoReturn:
        raise NotImplementedError(ONLY_GROWS)


def _set(draft: MutableMapping[Id, Any], documents: Mapping[Id, Mapping[str, Any] | None]) -> None:
    for key, document in documents.items():
        if document is not None:
            draft[key] = document
        else:
            draft.pop(key, None)
