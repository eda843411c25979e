"""Signed messages."""

from __future__ import annotations

from celerykit.catalogue.setting import Setting

__all__ = ["SETTINGS"]

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "security_key",
        "path",
        None,
        "File with the private key that signs messages.",
        optional=True,
        old=("CELERY_SECURITY_KEY",),
    ),
    Setting(
        "security_key_password",
        "bytes",
        None,
        "Password of the private key.",
        optional=True,
        old=("CELERY_SECURITY_KEY_PASSWORD",),
        secret=True,
    ),
    Setting(
        "security_certificate",
        "path",
        None,
        "File with the certificate that belongs to the key.",
        optional=True,
        old=("CELERY_SECURITY_CERTIFICATE",),
    ),
    Setting(
        "security_cert_store",
        "path",
        None,
        "Directory, or pattern, of the certificates that are trusted.",
        optional=True,
        old=("CELERY_SECURITY_CERT_STORE",),
    ),
    Setting(
        "security_digest", "string", "sha256", "Digest that signatures are made with.", old=("CELERY_SECURITY_DIGEST",)
    ),
)
