//! What `seal.js` seals is HPKE: test vectors hold, and two other implementations open it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::DhP256HkdfSha256;
use hpke::{Deserializable as _, Kem, OpModeR, single_shot_open};
use serde::Deserialize;
use serde_json::json;

use super::Page;
use latchkey_tests::python;

const HARNESS: &str = include_str!("seal.js");

/// The length of an encapsulated key, in bytes.
const ENCAPSULATED: usize = 65;

/// Texts that a message may hold.
const TEXTS: [&str; 4] =
    ["", "{\"receipt\":\"…\"}", "Ünïcödé \u{0}\u{2028}😀", "0123456789abcdef0123456789abcdef"];

/// `crates/cli/src/login/recipient/hpke.json`. All but the text is hexadecimal.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vector {
    info: String,
    recipient_secret: String,
    recipient_point: String,
    ephemeral_secret: String,
    ephemeral_point: String,
    additional_data: String,
    text: String,
    ciphertext: String,
}

impl Vector {
    fn read() -> Self {
        serde_json::from_str(include_str!("../../../crates/cli/src/login/recipient/hpke.json")).unwrap()
    }

    fn info(&self) -> Vec<u8> {
        bytes(&self.info)
    }

    /// Opens a message to the recipient of the vector.
    fn open(&self, message: &[u8]) -> String {
        let secret =
            <DhP256HkdfSha256 as Kem>::PrivateKey::from_bytes(&bytes(&self.recipient_secret)).unwrap();
        let (encapsulated, ciphertext) = message.split_at(ENCAPSULATED);
        let encapsulated = <DhP256HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated).unwrap();
        let opened = single_shot_open::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(
            &OpModeR::Base,
            &secret,
            &encapsulated,
            &self.info(),
            ciphertext,
            &[],
        );
        String::from_utf8(opened.unwrap()).unwrap()
    }
}

fn bytes(hexadecimal: &str) -> Vec<u8> {
    let digits = |at: usize| u8::from_str_radix(&hexadecimal[at..at + 2], 16).unwrap();
    (0..hexadecimal.len()).step_by(2).map(digits).collect()
}

/// Seals each text to the recipient of the vector.
fn sealed(page: &Page, vector: &Vector) -> Vec<Vec<u8>> {
    let Vector { recipient_point, info, .. } = vector;
    let texts = json!(TEXTS);
    let messages = page.run(&format!(
        "const {{ seal }} = await module;
         return Promise.all({texts}.map((text) => seal(bytes('{recipient_point}'), bytes('{info}'), text)));"
    ));
    let messages: Vec<String> = serde_json::from_value(messages).unwrap();
    messages.iter().map(|message| URL_SAFE_NO_PAD.decode(message).unwrap()).collect()
}

#[test]
fn the_vector_of_rfc_9180_holds() {
    let page = Page::new(HARNESS);
    let vector = Vector::read();
    let Vector {
        info,
        recipient_point,
        ephemeral_secret,
        ephemeral_point,
        additional_data,
        text,
        ciphertext,
        ..
    } = &vector;
    let message = page.run(&format!(
        "globalThis.additionalData = bytes('{additional_data}');
         const pair = await keyPair(bytes('{ephemeral_secret}'), bytes('{ephemeral_point}'));
         const {{ seal }} = await module;
         return seal(bytes('{recipient_point}'), bytes('{info}'), '{text}', pair);"
    ));
    let expected = [bytes(ephemeral_point), bytes(ciphertext)].concat();
    assert_eq!(message, URL_SAFE_NO_PAD.encode(expected));
}

#[test]
fn the_crate_of_the_command_line_opens_what_was_sealed() {
    let (page, vector) = (Page::new(HARNESS), Vector::read());
    let messages = sealed(&page, &vector);
    assert_eq!(messages.iter().map(|message| vector.open(message)).collect::<Vec<_>>(), TEXTS);
    let again = sealed(&page, &vector);
    for (one, other) in messages.iter().zip(&again) {
        assert_ne!(one[..ENCAPSULATED], other[..ENCAPSULATED], "each message has a key of its own");
    }
}

#[test]
fn the_hash_is_half_of_sha_256() {
    let page = Page::new(HARNESS);
    let hash = page.run("return (await module).hash(new TextEncoder().encode('abc'));");
    assert_eq!(
        hash,
        json!("ungWv48Bz-pBQUDeXa4iIw"),
        "half of ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

mod by_python {
    use super::*;

    #[test]
    #[ignore = "needs the Python package cryptography: cargo xtask test --long"]
    fn a_third_implementation_opens_and_seals_the_same() {
        let (page, vector) = (Page::new(HARNESS), Vector::read());
        let encoded =
            |messages: &[Vec<u8>]| messages.iter().map(|message| URL_SAFE_NO_PAD.encode(message)).collect();
        let messages: Vec<String> = encoded(&sealed(&page, &vector));
        let Vector { recipient_secret, info, .. } = &vector;
        let input = json!({ "secret": recipient_secret, "info": info, "messages": messages, "texts": TEXTS });
        let output = python::run(include_str!("hpke.py"), &input);
        assert_eq!(output["texts"], json!(TEXTS));
        let messages: Vec<String> = serde_json::from_value(output["messages"].clone()).unwrap();
        let opened: Vec<String> =
            messages.iter().map(|message| vector.open(&URL_SAFE_NO_PAD.decode(message).unwrap())).collect();
        assert_eq!(opened, TEXTS);
    }
}
