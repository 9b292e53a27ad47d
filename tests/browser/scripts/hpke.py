# Opens messages and seals texts with another implementation of HPKE: reads JSON from standard input, and writes JSON.
import base64
import json
import sys

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

given = json.load(sys.stdin)
secret = ec.derive_private_key(int(given["secret"], 16), ec.SECP256R1())
info = bytes.fromhex(given["info"])
suite = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def opened(message):
    message = base64.urlsafe_b64decode(message + "=" * (-len(message) % 4))
    return suite.decrypt(message, secret, info=info).decode()


def sealed(text):
    message = suite.encrypt(text.encode(), secret.public_key(), info=info)
    return base64.urlsafe_b64encode(message).decode().rstrip("=")


json.dump({
    "texts": [opened(message) for message in given["messages"]],
    "messages": [sealed(text) for text in given["texts"]],
}, sys.stdout)
