// Seals messages for the terminal that asks for a token. The popup loads this only then.
//
// HPKE (RFC 9180) as its sender, in base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, one message per key.

const KEM = [...bytes('KEM'), 0x00, 0x10];
const SUITE = [...bytes('HPKE'), 0x00, 0x10, 0x00, 0x01, 0x00, 0x02];

// Half of the SHA-256 of these bytes, in base64url: 22 characters.
export async function hash(data) {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', data)).subarray(0, 16));
}

// The encapsulated key and the ciphertext of a text, in base64url, for the recipient with this public key (an uncompressed
// point). Only tests give the ephemeral key pair.
export async function seal(recipient, info, text, ephemeral) {
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  ephemeral ??= await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  const peer = await crypto.subtle.importKey('raw', recipient, curve, true, []);
  const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: peer }, ephemeral.privateKey, 256));
  const encapsulated = new Uint8Array(await crypto.subtle.exportKey('raw', ephemeral.publicKey));
  const context = [...encapsulated, ...recipient];
  const secret = await expand(KEM, await extract(KEM, [], 'eae_prk', shared), 'shared_secret', context, 32);
  const schedule = [0, ...(await extract(SUITE, [], 'psk_id_hash', [])), ...(await extract(SUITE, [], 'info_hash', info))];
  const extracted = await extract(SUITE, secret, 'secret', []);
  const key = await crypto.subtle.importKey('raw', await expand(SUITE, extracted, 'key', schedule, 32), 'AES-GCM', false, ['encrypt']);
  const iv = await expand(SUITE, extracted, 'base_nonce', schedule, 12);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes(text)));
  return base64url([...encapsulated, ...sealed]);
}

// LabeledExtract. HMAC pads its key with zeros, so that no salt is the same as 32 of them, which WebCrypto takes.
function extract(suite, salt, label, material) {
  return hmac(salt.length ? salt : new Uint8Array(32), [...bytes('HPKE-v1'), ...suite, ...bytes(label), ...material]);
}

// LabeledExpand of at most 32 bytes.
async function expand(suite, key, label, info, length) {
  const labeled = [0, length, ...bytes('HPKE-v1'), ...suite, ...bytes(label), ...info];
  return (await hmac(key, [...labeled, 1])).subarray(0, length);
}

async function hmac(key, message) {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, new Uint8Array(message)));
}

function base64url(data) {
  return btoa(String.fromCharCode(...data)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function bytes(text) {
  return new TextEncoder().encode(text);
}
