"""The hub's TLS certificate: self-made, since no authority vouches for a machine in an office's own network.

Laptops know it by its fingerprint, which stands in the enrolment code, and trust exactly it.
"""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_YEARS = 20


def make(hub: str, now: datetime) -> tuple[bytes, bytes, bytes]:
    """Return certificate (DER), certificate (PEM) and private key (PEM) of a new hub.

    Args:
        hub: its id, 32 hex digits; it is the name in the certificate.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    host = f"hub-{hub}.inspector.internal"
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    begin = now - timedelta(days=1)  # the laptops' clocks may be behind
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=365 * _YEARS))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return made.public_bytes(Encoding.DER), made.public_bytes(Encoding.PEM), private
