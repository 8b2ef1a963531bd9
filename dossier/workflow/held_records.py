"""The archive's records as they are at one moment, on disk while a bundle is made of them.

A plan and its lists must speak of the same records, though the archive goes on; and however many
there are, only those that are being looked at are in memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from dossier.codec.plain_json import Reader, dumps
from dossier.model.records import Record, record_id, record_number

_READER: Reader[Record] = Reader(Record)


class HeldRecords(Mapping[str, Record]):
    """Records by id, in the order in which they were given, which must be that of their ids.

    They lie in a new file at ``path`` until it is closed. One thread uses it.
    """

    def __init__(self, path: Path, records: Iterable[Record]) -> None:
        self._places: dict[int, int] = {}
        self._ends = array("Q", [0])
        self._stream = path.open("w+b")
        try:
            for place, record in enumerate(records):
                self._places[record_number(record.id)] = place
                self._ends.append(self._ends[-1] + self._stream.write(dumps(record)))
        except BaseException:
            self._stream.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()

    def __getitem__(self, record: str) -> Record:
        try:
            place = self._places[record_number(record)]
        except ValueError:
            raise KeyError(record) from None
        start, end = self._ends[place : place + 2]
        self._stream.seek(start)
        return _READER.loads(self._stream.read(end - start))

    def __iter__(self) -> Iterator[str]:
        return map(record_id, self._places)

    def __len__(self) -> int:
        return len(self._places)
