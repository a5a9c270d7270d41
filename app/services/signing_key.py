"""The key that signs the audit trail: an Ed25519 key in the data folder, readable by its owner."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import IntegrityFault

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FOLDER = "keys"
FILE = "audit-signing.pem"


class SigningKey:
    """A private key that signs; only its public half is ever shown."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private

    @property
    def public_key(self) -> str:
        """The public key as 64 hex digits."""
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        """The signature as 128 hex digits."""
        return self._private.sign(message).hex()


def load_key(data_dir: Path) -> SigningKey | None:
    """The key of a data folder, None if there is none yet.

    Raises IntegrityFault for a file that holds no such key.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    path = data_dir / FOLDER / FILE
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        private = load_pem_private_key(text, password=None)
    except (ValueError, TypeError) as error:
        raise _broken(path) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise _broken(path)
    return SigningKey(private)


def make_key(data_dir: Path) -> SigningKey:
    """A new key, stored with mode 0600 in a folder with mode 0700; never over one that is there.

    Raises FileExistsError if another process made one just now.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    private = Ed25519PrivateKey.generate()
    text = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    folder = data_dir / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    descriptor, part = tempfile.mkstemp(prefix=f"{FILE}.", dir=folder)  # mode 0600
    with os.fdopen(descriptor, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(part, folder / FILE)  # at once, and never over another
    finally:
        Path(part).unlink()
    return SigningKey(private)


def verifier() -> Callable[[str, str, bytes], bool]:
    """A function (public key, signature, message) that tells whether they belong together."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    def is_signed(public_key: str, signature: str, message: bytes) -> bool:
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
            key.verify(bytes.fromhex(signature), message)
        except (InvalidSignature, ValueError):
            return False
        return True

    return is_signed


def _broken(path: Path) -> IntegrityFault:
    return IntegrityFault(
        f"{path.name} holds no key that can sign the audit trail.",
        safe="What was signed before is still checked with the keys that the trail names.",
        todo=f"Put the key back from a backup, or move {path} away: a new one is made then.",
    )
