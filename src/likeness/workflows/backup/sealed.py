"""A file that nobody reads or changes without the passphrase.

A header, then chunks of 1 MiB under AES-256-GCM, the last one shorter or as long. The key is drawn
from the passphrase by scrypt with a salt of its own for each file, so that a counter is a nonce.
Each chunk is bound to the header, to its number and to whether it is the last: what is cut off, put
in another order or changed is refused (Rogaway and others call this construction STREAM).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import struct
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from likeness.errors import BackupError, PassphraseError

MAGIC = b"likeness sealed\n"
VERSION = 1

CHUNK = 2**20  # bytes of content
TAG = 16  # bytes that AES-GCM adds to each chunk
KEY = 32  # bytes

SHORTEST = 8  # characters of a passphrase for a new backup
LONGEST = 1024  # characters of any

MOST_MEMORY = 512 * 2**20
"""Bytes that a header may make us spend on the key."""

FORM = struct.Struct(">16sBBII32s32s")  # magic, version, log2 n, r, p, salt, check


@dataclass(frozen=True, slots=True)
class Cost:
    """What trying one passphrase costs: 128 MiB of memory, by default."""

    log_n: int = 17
    r: int = 8
    p: int = 1

    @property
    def bytes(self) -> int:
        """How much memory it takes."""
        return 128 * self.r * (1 << self.log_n)

    def is_bearable(self) -> bool:
        """Whether a header may ask for so much."""
        sane = 10 <= self.log_n <= 22 and 1 <= self.r <= 32 and 1 <= self.p <= 4
        return sane and self.bytes <= MOST_MEMORY


def is_sealed(beginning: bytes) -> bool:
    """Return whether a file that begins so, of at least 16 bytes, is a sealed one."""
    return beginning.startswith(MAGIC)


def require_strong(passphrase: str) -> None:
    """Refuse a passphrase that is too short or too long for a new file. Raises `BackupError`."""
    if not SHORTEST <= len(passphrase) <= LONGEST:
        raise PassphraseError(
            f"A passphrase has {SHORTEST} to {LONGEST} characters, got {len(passphrase)}. "
            "Take several words that do not belong together."
        )


class Sealer:
    """Writes one sealed file; `finish` it, or nobody will open it.

    Args:
        file: Where to; the header is written at once.
        passphrase: That will open it.
        cost: Of the key.
    """

    def __init__(self, file: BinaryIO, passphrase: str, cost: Cost = Cost()) -> None:
        salt = secrets.token_bytes(32)
        key, check = _keys(passphrase, salt, cost)
        self._header = FORM.pack(MAGIC, VERSION, cost.log_n, cost.r, cost.p, salt, check)
        self._cipher = AESGCM(key)
        self._file = file
        self._waiting = bytearray()
        self._number = 0
        file.write(self._header)

    def write(self, data: bytes) -> None:
        """Take more content."""
        self._waiting += data
        while len(self._waiting) > CHUNK:  # one chunk stays: it may be the last
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        """Write the last chunk."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, data: bytes, *, last: bool) -> None:
        bound = _bound(self._header, self._number, last=last)
        self._file.write(self._cipher.encrypt(_nonce(self._number), data, bound))
        self._number += 1


class Opener:
    """Reads one sealed file.

    Args:
        file: At its beginning.
        passphrase: That opens it.

    Raises:
        PassphraseError: It does not.
        BackupError: The header is none.
    """

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        self._header = file.read(FORM.size)
        self._cipher = AESGCM(_key_of(self._header, passphrase))
        self._file = file
        self._next = file.read(CHUNK + TAG)
        self._number = 0
        self._opened = bytearray()

    def read(self, size: int) -> bytes:
        """Return the next *size* bytes; fewer only where the content ends.

        Raises:
            BackupError: The file was changed or cut off.
        """
        while len(self._opened) < size and self._open():
            pass
        data = bytes(self._opened[:size])
        del self._opened[:size]
        return data

    def _open(self) -> bool:
        """Open one more chunk; False: there is none."""
        sealed = self._next
        if not sealed and self._number:
            return False
        self._next = self._file.read(CHUNK + TAG)
        bound = _bound(self._header, self._number, last=not self._next)
        try:
            self._opened += self._cipher.decrypt(_nonce(self._number), sealed, bound)
        except (InvalidTag, ValueError) as exc:  # ValueError: shorter than a tag
            raise BackupError(
                "The backup is damaged, cut off or was changed: its content does not fit its seal. "
                "Use another copy of it."
            ) from exc
        self._number += 1
        return True


def _key_of(header: bytes, passphrase: str) -> bytes:
    """Return the key that a header and a passphrase make."""
    if len(header) < FORM.size:
        raise BackupError("The backup is cut off: not even its beginning is whole.")
    magic, version, log_n, r, p, salt, check = FORM.unpack(header)
    cost = Cost(log_n, r, p)
    if magic != MAGIC or version != VERSION or not cost.is_bearable():
        raise BackupError(
            "The backup is sealed in a way that this Likeness does not know: it was changed, or a "
            "newer Likeness wrote it."
        )
    key, wanted = _keys(passphrase, salt, cost)
    if not hmac.compare_digest(check, wanted):
        raise PassphraseError(
            "This is not the passphrase of the backup (or the beginning of the file is damaged)."
        )
    return key


def _keys(passphrase: str, salt: bytes, cost: Cost) -> tuple[bytes, bytes]:
    """Return the key, and what tells whether a passphrase is the right one."""
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    both = hashlib.scrypt(
        secret,
        salt=salt,
        n=2**cost.log_n,
        r=cost.r,
        p=cost.p,
        maxmem=2 * cost.bytes + 2**20,
        dklen=2 * KEY,
    )
    return both[:KEY], both[KEY:]


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _bound(header: bytes, number: int, *, last: bool) -> bytes:
    """Return what a chunk is bound to."""
    return header + number.to_bytes(8, "big") + bytes([last])
