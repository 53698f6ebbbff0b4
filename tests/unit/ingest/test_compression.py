"""Bodies are unpacked up to the limit and not a byte further."""

import gzip
import tracemalloc
import zlib

import pytest
import zstandard

from ingest.compression import decompress
from ingest.errors import NotOtlp, TooLarge, UnsupportedMedia

PLAIN = b"spanledger " * 1000
LIMIT = 1_048_576


def raw_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


ENCODED = {
    "gzip": gzip.compress(PLAIN),
    "deflate": zlib.compress(PLAIN),
    "zstd": zstandard.compress(PLAIN),
    "identity": PLAIN,
    "": PLAIN,
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_every_supported_encoding_is_unpacked(encoding: str) -> None:
    assert decompress(ENCODED[encoding], encoding, LIMIT) == PLAIN


def test_raw_deflate_and_several_gzip_members_are_understood() -> None:
    assert decompress(raw_deflate(PLAIN), "deflate", LIMIT) == PLAIN
    assert decompress(gzip.compress(PLAIN) * 2, "gzip", LIMIT) == PLAIN * 2


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, zstandard.compress])
def test_a_bomb_is_refused_as_soon_as_its_output_passes_the_limit(pack: object) -> None:
    bomb = pack(bytes(200 * LIMIT))  # type: ignore[operator]
    encoding = {"gzip": "gzip", "zlib": "deflate"}.get(getattr(pack, "__module__", ""), "zstd")
    tracemalloc.start()
    with pytest.raises(TooLarge, match="1 MiB"):
        decompress(bomb, encoding, LIMIT)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 * LIMIT  # the bomb would be 200; zstd works in pieces of up to 8


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "zstd"])
def test_corrupt_and_cut_off_bodies_are_refused(encoding: str) -> None:
    for body in (b"not compressed at all", ENCODED[encoding][:20]):
        with pytest.raises(NotOtlp):
            decompress(body, encoding, LIMIT)


def test_other_encodings_are_not_supported() -> None:
    with pytest.raises(UnsupportedMedia, match="br"):
        decompress(PLAIN, "br", LIMIT)
