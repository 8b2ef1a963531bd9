"""What every content store promises."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from dossier.archive.store import ContentStore, FolderStore, MemoryStore, digest_of
from dossier.errors import FixityError
from dossier.model.fixity import Fixity

ABSENT = "sha256:" + "0" * 64


@pytest.fixture(params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ContentStore:
    return FolderStore(tmp_path / "store") if request.param == "folder" else MemoryStore()


@pytest.mark.parametrize("content", [b"", b"x", b"\r\n\x1a" * 700_000])
def test_content_comes_back_as_it_went_in(store: ContentStore, content: bytes) -> None:
    fixity, created = store.put(io.BytesIO(content))
    assert (fixity, created) == (Fixity(digest_of(content), len(content)), True)
    with store.open(fixity.digest, fixity.size) as stream:
        assert stream.read() == content
        assert stream.seek(0) == 0
    with store.local(fixity.digest, fixity.size) as path:
        assert path.read_bytes() == content
    assert fixity.digest in store
    assert store.verify(fixity.digest)


def test_only_the_rest_of_a_stream_is_taken(store: ContentStore) -> None:
    stream = io.BytesIO(b"headcontent")
    stream.seek(4)
    assert store.put(stream)[0].digest == digest_of(b"content")


def test_the_same_bytes_again_are_no_new_content(store: ContentStore) -> None:  # D01
    first = store.put(io.BytesIO(b"same"))
    assert store.put(io.BytesIO(b"same")) == (first[0], False)
    assert list(store.fixities()) == [first[0]]


def test_everything_held_is_listed_in_order(store: ContentStore) -> None:
    put = {store.put(io.BytesIO(bytes([n])))[0] for n in range(20)}
    assert list(store.fixities()) == sorted(put, key=lambda fixity: fixity.digest)


@pytest.mark.parametrize("digest", [ABSENT, "sha256:../../etc/passwd", "md5:00", ""])
def test_missing_content_is_a_fixity_error(store: ContentStore, digest: str) -> None:  # R03
    assert digest not in store
    assert not store.verify(digest)
    with pytest.raises(FixityError) as caught:
        store.open(digest)
    assert caught.value.parameters["digest"] == digest
    with pytest.raises(FixityError), store.local(digest):
        pass


def test_opening_compares_the_size(store: ContentStore) -> None:
    fixity, _created = store.put(io.BytesIO(b"content"))
    with pytest.raises(FixityError) as caught:
        store.open(fixity.digest, 8)
    assert (caught.value.parameters["size"], caught.value.parameters["expected"]) == (7, 8)


def test_a_stream_that_fails_leaves_nothing(store: ContentStore) -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if size is not None and size > 0 and self.tell() == 0:
                return super().read(3)
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        store.put(Failing(b"abcdef"))
    assert list(store.fixities()) == []
    assert store.temporaries() == []
