// Loads `seal.js`. A test can let the messages have the additional data of a test vector, which those for a terminal do not.
(relay, background, seal) => {
  const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
  crypto.subtle.encrypt = (algorithm, ...rest) =>
    encrypt(globalThis.additionalData ? { ...algorithm, additionalData } : algorithm, ...rest);
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (digits) => parseInt(digits, 16));
  // The key pair of a private key and its public point.
  const keyPair = async (secret, point) => {
    const curve = { name: 'ECDH', namedCurve: 'P-256' };
    const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    const [x, y] = [point.slice(1, 33), point.slice(33)].map(base64url);
    const jwk = { kty: 'EC', crv: 'P-256', x, y };
    const privateKey = await crypto.subtle.importKey('jwk', { ...jwk, d: base64url(secret) }, curve, false, ['deriveBits']);
    return { privateKey, publicKey: await crypto.subtle.importKey('jwk', jwk, curve, true, []) };
  };
  const module = import(URL.createObjectURL(new Blob([seal], { type: 'text/javascript' })));
  Object.assign(globalThis, { bytes, keyPair, module });
}
