"""What a file is by its first bytes; its name and the type a browser states are only claims."""

JPEG, PNG, WEBP, HEIC = "jpeg", "png", "webp", "heic"
TAKEN = (JPEG, PNG, WEBP)
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif")


def kind_of(head: bytes) -> str:
    """Return what begins with these bytes (12 suffice): jpeg, png, webp, heic, or empty for anything else."""
    if head[:3] == b"\xff\xd8\xff":
        return JPEG
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return HEIC
    return ""
