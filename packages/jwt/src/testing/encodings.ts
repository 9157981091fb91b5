// Encodings of key files, written by hand, so that tests can also write damaged ones.

/** DER: tag, length, content. */
export function der(tag: number, ...content: readonly (Uint8Array | readonly number[])[]): Buffer {
  const body = Buffer.concat(content.map((part) => Uint8Array.from(part)));
  const size = body.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

/** A DER INTEGER that is not negative. */
export function derInteger(bytes: Uint8Array): Buffer {
  return der(2, (bytes[0] ?? 0) >= 0x80 ? [0, ...bytes] : bytes);
}

/** A DER OBJECT IDENTIFIER, from its content as hexadecimal. */
export function derId(hex: string): Buffer {
  return der(6, Buffer.from(hex, 'hex'));
}

/** OpenSSH's wire format: each field follows its length. */
export function wire(...fields: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(fields.flatMap((field) => [uint32(Buffer.from(field).length), Buffer.from(field)]));
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A PEM block. */
export function pemOf(label: string, body: Uint8Array | string): string {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('base64');
  return `-----BEGIN ${label}-----\n${text}\n-----END ${label}-----\n`;
}
