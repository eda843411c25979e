from __future__ import annotations

import ssl
from datetime import UTC, datetime
from pathlib import Path

import trustme
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from celerykit.live.certificates import certificate
from tests.servers.certificates import certificates


def der_of(path: Path) -> bytes:
    return ssl.PEM_cert_to_DER_cert(
        path.read_text().partition("-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----\n"
    )


def test_reads_what_cryptography_reads(tmp_path: Path) -> None:
    until = datetime(2051, 2, 3, 4, 5, 6, tzinfo=UTC)
    der = der_of(certificates(tmp_path, until=until).server_certificate)

    found = certificate(der)

    expected = x509.load_der_x509_certificate(der)
    assert found
    assert found.until == until == expected.not_valid_after_utc
    assert found.since == expected.not_valid_before_utc
    (organisation,) = expected.issuer.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    assert found.issuer == organisation.value


def test_tells_who_signed_it_and_until_when() -> None:
    der = ssl.PEM_cert_to_DER_cert(
        trustme.CA(organization_name="Smith & Sons")
        .issue_cert("host", not_after=datetime(2031, 5, 6, 7, 8, tzinfo=UTC))
        .cert_chain_pems[0]
        .bytes()
        .decode()
    )

    assert str(certificate(der)) == "signed by Smith & Sons, valid until 2031-05-06 07:08 UTC"


@given(st.binary(max_size=200))
def test_is_none_of_what_is_no_certificate(data: bytes) -> None:
    assert certificate(data) is None


@given(st.integers(0, 2000), st.integers(0, 255))
def test_survives_one_that_is_damaged(position: int, byte: int) -> None:
    whole = bytearray(_WHOLE)
    whole[position % len(whole)] = byte

    certificate(bytes(whole[:position]))
    certificate(bytes(whole))


_WHOLE = ssl.PEM_cert_to_DER_cert(trustme.CA().cert_pem.bytes().decode())
