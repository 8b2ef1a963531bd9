"""Whoosh itself, imported quietly.

Whoosh 2.7.4 was finished in 2016: compiling it warns of invalid escapes and of comparing literals
with ``is``. That is harmless, and neither a person nor ``python -W error`` should meet it.
"""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh.codec.base import Codec, FieldWriter, PerDocumentWriter
    from whoosh.codec.whoosh3 import W3Segment
    from whoosh.fields import STORED, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.filedb.structfile import StructFile
    from whoosh.index import EmptyIndexError, FileIndex, IndexVersionError, LockError
    from whoosh.index import IndexError as WhooshIndexError
    from whoosh.util.filelock import try_for
    from whoosh.writing import IndexingError, SegmentWriter

__all__ = [
    "STORED",
    "Codec",
    "EmptyIndexError",
    "FieldWriter",
    "FileIndex",
    "FileStorage",
    "IndexVersionError",
    "IndexingError",
    "LockError",
    "PerDocumentWriter",
    "Schema",
    "SegmentWriter",
    "StructFile",
    "W3Segment",
    "WhooshIndexError",
    "try_for",
]
