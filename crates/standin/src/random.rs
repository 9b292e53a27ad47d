//! Random values: session IDs, salts, tokens.

/// `LENGTH` random bytes.
pub(crate) fn bytes<const LENGTH: usize>() -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).expect("every system the stand-in runs on provides randomness");
    bytes
}

/// `LENGTH` random bytes as lowercase hexadecimal digits.
pub(crate) fn hex_of<const LENGTH: usize>() -> String {
    hex(&bytes::<LENGTH>())
}

/// Bytes as lowercase hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
