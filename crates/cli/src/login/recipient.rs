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
        let opened = open(&self.key, encapsulated_key, &binding(&self.request), ciphertext)?;
        String::from_utf8(opened).ok().map(Secret::new)
    }
}

fn open(key: &PrivateKey, encapsulated_key: &[u8], info: &[u8], ciphertext: &[u8]) -> Option<Vec<u8>> {
    let encapsulated_key = <DhP256HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated_key).ok()?;
    hpke::single_shot_open::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(
        &OpModeR::Base,
        key,
        &encapsulated_key,
        info,
        ciphertext,
        &[],
    )
    .ok()
}
