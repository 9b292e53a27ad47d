//! Random values: session ids, salts, tokens.

/// `LENGTH` random bytes.
pub(crate) fn bytes<const LENGTH: usize>() -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).expect("every system the stand-in runs on provides randomness");
    bytes
}

/// `LENGTH` random bytes in lower-case hexadecimal digits, two a byte.
pub(crate) fn hex_of<const LENGTH: usize>() -> String {
    hex(&bytes::<LENGTH>())
}

/// Bytes in lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
