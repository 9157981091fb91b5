// OpenSSL reads and writes ECDSA signatures in DER; JWS has r and s side by side (RFC 7518 section 3.4). node:crypto can convert,
// and takes longer for it than these lines do.

/** r and s, each as long as the curve's order, from the DER that OpenSSL wrote. */
export function fromDer(der: Uint8Array, length: number): Buffer {
  const raw = Buffer.alloc(length);
  const half = length / 2;
  // A sequence's length takes a second byte from 128 on, which P-521 reaches.
  let at = der[1] === 0x81 ? 3 : 2;
  for (const end of [half, length]) {
    const size = der[at + 1] ?? 0;
    const integer = der.subarray(at + 2, at + 2 + size);
    const digits = integer[0] === 0 ? integer.subarray(1) : integer;
    raw.set(digits, end - digits.length);
    at += 2 + size;
  }
  return raw;
}

/** The DER of r and s, of which each is half of the bytes. */
export function toDer(raw: Uint8Array): Buffer {
  const half = raw.length / 2;
  const [r, s] = [startOf(raw, 0, half), startOf(raw, half, raw.length)];
  const [rPad, sPad] = [padding(raw, r), padding(raw, s)];
  const [rSize, sSize] = [half - r + rPad, raw.length - s + sPad];
  const body = rSize + sSize + 4;
  const head = body > 127 ? 3 : 2;
  const der = Buffer.alloc(head + body);
  der[0] = 0x30;
  if (head === 3) der[1] = 0x81;
  der[head - 1] = body;
  der[head] = 0x02;
  der[head + 1] = rSize;
  der.set(raw.subarray(r, half), head + 2 + rPad);
  const second = head + 2 + rSize;
  der[second] = 0x02;
  der[second + 1] = sSize;
  der.set(raw.subarray(s), second + 2 + sPad);
  return der;
}

/** Where an integer's digits begin; a zero keeps one. */
function startOf(raw: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end - 1 && raw[at] === 0) at += 1;
  return at;
}

/** DER's integers have a sign: a first bit that is set needs a zero before it. */
function padding(raw: Uint8Array, at: number): 0 | 1 {
  return (raw[at] ?? 0) >= 0x80 ? 1 : 0;
}
