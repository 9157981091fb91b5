import { type Bytes, hash, hmac, utf8 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import type { StoredHash } from '../hashing/derivation.ts';
import { namedParameters, toPhcBase64 } from '../hashing/phc.ts';
import type { Format } from './format.ts';

const ENCODED = /^\$2([abxy])\$(\d\d)\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/;

const ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** bcrypt: `$2b$`, and the same function under PHP's `$2y$` and the older `$2a$`; `$2x$` was a broken one and is refused. */
export const bcrypt: Format = (encoded) => (/^\$2[a-z]?\$/.test(encoded) ? readBcrypt(encoded) : undefined);

/** Reads a bcrypt string that stands alone or inside another. */
export function readBcrypt(encoded: string): StoredHash {
  const [, variant, costText, salt = '', digest = ''] = ENCODED.exec(encoded) ?? [];
  if (variant === undefined) throw new MalformedHashError('it is not a bcrypt string');
  if (variant === 'x') throw new MalformedHashError('it was made by the broken bcrypt that $2x$ marks');
  const cost = Number(costText);
  if (cost < 4 || cost > 31) throw new MalformedHashError('its cost is not from 04 to 31');
  // Of the salt's last character two bits count; some software left the others set, and some engines mind.
  const last = ALPHABET.charAt(ALPHABET.indexOf(salt.charAt(21)) & 0b110000);
  const repaired = `$2b$${costText}$${salt.slice(0, 21)}${last}${digest}`;
  return {
    scheme: 'bcrypt',
    parameters: { cost },
    derivation: { kind: 'bcrypt', cost, encoded: repaired },
    expected: new Uint8Array(),
    isCanonical: repaired === encoded,
  };
}

/** passlib's bcrypt over a digest, which has no limit of 72 bytes: `$bcrypt-sha256$v=2,t=2b,r=12$salt$digest`, and its first version. */
export const bcryptSha256: Format = (encoded) => {
  if (!encoded.startsWith('$bcrypt-sha256$')) return undefined;
  const [, parameterText = '', salt = '', digest = ''] =
    /^\$bcrypt-sha256\$([a-z0-9=,]+)\$([./A-Za-z0-9]{22})\$([./A-Za-z0-9]{31})$/.exec(encoded) ?? [];
  const [, oldType, oldCost] = /^(2[ab]),(\d{1,2})$/.exec(parameterText) ?? [];
  const named =
    oldType === undefined && parameterText !== ''
      ? namedParameters(parameterText, ['v', 't', 'r'])
      : undefined;
  const type = oldType ?? named?.get('t');
  const cost = oldCost ?? named?.get('r');
  if ((type !== '2a' && type !== '2b') || cost === undefined || (named && named.get('v') !== '2')) {
    throw new MalformedHashError('it is not a bcrypt-sha256 string');
  }
  const stored = readBcrypt(`$${type}$${cost.padStart(2, '0')}$${salt}${digest}`);
  const input = named
    ? (password: string) => keyedDigest(salt, utf8(password))
    : (password: string) => utf8(hash('sha256', utf8(password), { encoding: 'base64' }));
  const isCanonical =
    stored.isCanonical && encoded.startsWith(`$bcrypt-sha256$v=2,t=2b,r=${stored.parameters['cost']}$`);
  return { ...stored, scheme: 'bcrypt-sha256', input, isCanonical };
};

/** What bcrypt gets in version 2 of bcrypt-sha256: 44 characters without a NUL, whatever the password is. */
export function keyedDigest(salt: string, password: Bytes): Bytes {
  return utf8(hmac('sha256', utf8(salt), password, { encoding: 'base64' }));
}

/** Bytes in bcrypt's own Base64, without padding. */
export function toBcryptBase64(bytes: Uint8Array): string {
  const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return toPhcBase64(bytes).replace(/./g, (character) => ALPHABET.charAt(standard.indexOf(character)));
}

/** Writes a bcrypt string. */
export function writeBcrypt(cost: number, salt: string, digest: string): string {
  return `$2b$${String(cost).padStart(2, '0')}$${salt}${digest}`;
}

/** Writes version 2 of bcrypt-sha256 around what bcrypt made of the keyed digest: `$2b$12$`, salt and digest. */
export function writeBcryptSha256(cost: number, encoded: string): string {
  return `$bcrypt-sha256$v=2,t=2b,r=${cost}$${encoded.slice(7, 29)}$${encoded.slice(29)}`;
}
