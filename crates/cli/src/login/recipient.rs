//! The recipient of sealed messages: a one-time key, which never leaves the process.
//!
//! HPKE (RFC 9180) in base mode, with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, and AES-256-GCM. A sealed message is
//! base64url of the encapsulated key and the ciphertext.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::DhP256HkdfSha256;
use hpke::{Deserializable as _, Kem, OpModeR, Serializable as _};
use latchkey_core::Secret;
use latchkey_core::login::{LoginRequest, PublicKey, RequestId, binding};
use sha2::{Digest as _, Sha256};

/// The length of an encapsulated key: a point of P-256, not compressed.
const ENCAPSULATED_KEY_LENGTH: usize = 65;

type PrivateKey = <DhP256HkdfSha256 as Kem>::PrivateKey;

/// A request, and the key that opens what is sealed for it.
pub(crate) struct Recipient {
    key: PrivateKey,
    /// The text of the request.
    pub(crate) request: String,
    /// Its hash.
    pub(crate) id: RequestId,
}

impl Recipient {
    /// Generates a key for a request. `None` if the library's public key has another form than that of a request.
    pub(crate) fn new(request: impl FnOnce(PublicKey) -> LoginRequest) -> Option<Self> {
        let (key, public) = DhP256HkdfSha256::gen_keypair();
        let public = PublicKey::new(public.to_bytes().as_slice().try_into().ok()?)?;
        let request = request(public).to_json();
        let id = RequestId::from_digest(&Sha256::digest(binding(&request)))?;
        Some(Self { key, request, id })
    }

    /// Opens a message; `None` if it was not sealed for this request.
    pub(crate) fn open(&self, sealed: &str) -> Option<Secret> {
        let sealed = Base64UrlUnpadded::decode_vec(sealed).ok()?;
        let (encapsulated_key, ciphertext) = sealed.split_at_checked(ENCAPSULATED_KEY_LENGTH)?;
        let opened = open(&self.key, encapsulated_key, &binding(&self.request), ciphertext, &[])?;
        String::from_utf8(opened).ok().map(Secret::new)
    }
}

fn open(
    key: &PrivateKey,
    encapsulated_key: &[u8],
    info: &[u8],
    ciphertext: &[u8],
    additional_data: &[u8],
) -> Option<Vec<u8>> {
    let encapsulated_key = <DhP256HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated_key).ok()?;
    hpke::single_shot_open::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(
        &OpModeR::Base,
        key,
        &encapsulated_key,
        info,
        ciphertext,
        additional_data,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use latchkey_core::{ControllerUrl, Expiry};
    use serde_json::Value;

    use super::*;

    const VECTOR: &str = include_str!("recipient/hpke.json");

    /// The value of this name in the vector.
    fn bytes(name: &str) -> Vec<u8> {
        let vector: Value = serde_json::from_str(VECTOR).unwrap();
        let digits = vector[name].as_str().unwrap();
        let places = (0..digits.len()).step_by(2);
        places.map(|place| u8::from_str_radix(&digits[place..place + 2], 16).unwrap()).collect()
    }

    fn key() -> PrivateKey {
        PrivateKey::from_bytes(&bytes("recipientSecret")).unwrap()
    }

    #[test]
    fn the_vector_of_rfc_9180_is_opened() {
        let opened = open(
            &key(),
            &bytes("ephemeralPoint"),
            &bytes("info"),
            &bytes("ciphertext"),
            &bytes("additionalData"),
        );
        assert_eq!(opened.unwrap(), b"Beauty is truth, truth beauty");
        let other = open(&key(), &bytes("ephemeralPoint"), &bytes("info"), &bytes("ciphertext"), &[]);
        assert_eq!(other, None);
    }

    /// Sealed by Python's `cryptography` 50.0.2 for the key of the vector and the request `{"v":1}`.
    #[test]
    fn a_message_of_another_implementation_is_opened_for_its_request_only() {
        let sealed = "BO1snxvjGy2wZQZX2XsFOcS2YYe3K5iB_BLgO8EKvxgG0bQ8k7G04G1qgim_EA6IsYwp6Z8qSNHQNGEq-Pg-1_V9rKHXDNg2\
                      eOVFug__QSi6_bOsQiGQlLNqbVG6YzCdg6ccBcbfZXs";
        let recipient = |request: &str| Recipient {
            key: key(),
            request: request.to_owned(),
            id: RequestId::from_digest(&[0; 32]).unwrap(),
        };
        assert_eq!(recipient(r#"{"v":1}"#).open(sealed).unwrap().reveal(), "Schönheit ist Wahrheit");
        assert_eq!(recipient(r#"{"v":2}"#).open(sealed), None);
    }

    #[test]
    fn each_recipient_has_a_key_of_its_own() {
        let request = || {
            let root = ControllerUrl::parse("https://ci.example.org").unwrap();
            Recipient::new(|key| LoginRequest {
                root,
                key,
                name: "n".to_owned(),
                expires: Expiry::Never,
                user: None,
            })
        };
        let (one, other) = (request().unwrap(), request().unwrap());
        assert_ne!(one.request, other.request);
        assert_ne!(one.id, other.id);
    }
}
