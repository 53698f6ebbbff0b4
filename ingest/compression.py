"""Decompression that stops as soon as the output passes the limit: a zip bomb costs what the limit costs."""

import zlib

import zstandard

from ingest.errors import NotOtlp, TooLarge, UnsupportedMedia

CHUNK = 256 * 1024
ZSTD_FEED = 256
# gzip or zlib by its header; some clients send raw deflate under that name.
GZIP, ZLIB, RAW_DEFLATE = 31, 15, -15


def decompress(body: bytes, encoding: str, limit: int) -> bytes:
    """The plain body. Raises TooLarge, NotOtlp (corrupt) or UnsupportedMedia."""
    match encoding:
        case "" | "identity":
            return body
        case "gzip":
            return _inflate(body, GZIP, limit)
        case "deflate":
            looks_like_zlib = len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0
            return _inflate(body, ZLIB if looks_like_zlib else RAW_DEFLATE, limit)
        case "zstd":
            return _zstd(body, limit)
    raise UnsupportedMedia(
        f"Content-Encoding {encoding!r} is not supported. Use gzip, deflate, zstd or none."
    )


def too_large(limit: int) -> TooLarge:
    """The refusal of a body over the limit."""
    return TooLarge(
        f"The decompressed request is larger than {limit // 1_048_576} MiB. Send smaller batches."
    )


def _inflate(body: bytes, window: int, limit: int) -> bytes:
    """Handles several gzip members, as the format allows."""
    parts: list[bytes] = []
    size, rest = 0, body
    try:
        while rest:
            stream = zlib.decompressobj(window)
            while not stream.eof:
                part = stream.decompress(rest, CHUNK)
                rest = stream.unconsumed_tail
                size += len(part)
                if size > limit:
                    raise too_large(limit)
                if not part and not rest and not stream.eof:
                    raise NotOtlp("The compressed body is cut off.")
                parts.append(part)
            rest = stream.unused_data if window == GZIP else b""
    except zlib.error as error:
        raise NotOtlp(f"The body cannot be decompressed: {error}") from None
    return b"".join(parts)


def _zstd(body: bytes, limit: int) -> bytes:
    """Fed in small pieces: zstandard cannot bound its output, and 256 bytes never hold more than 8 MiB."""
    # 8 MiB is the window that RFC 8878 asks decoders to support; larger ones only cost memory.
    decompressor = zstandard.ZstdDecompressor(max_window_size=8 * 1_048_576)
    stream = decompressor.decompressobj()
    parts: list[bytes] = []
    size = 0
    try:
        for start in range(0, len(body), ZSTD_FEED):
            rest = body[start : start + ZSTD_FEED]
            while rest:
                if stream.eof:
                    stream = decompressor.decompressobj()
                parts.append(stream.decompress(rest))
                size += len(parts[-1])
                if size > limit:
                    raise too_large(limit)
                rest = stream.unused_data
    except zstandard.ZstdError as error:
        raise NotOtlp(f"The body cannot be decompressed: {error}") from None
    if body and not stream.eof:
        raise NotOtlp("The compressed body is cut off.")
    return b"".join(parts)
