import { randomBytes } from 'node:crypto';
import { findKeyMaterial } from '../keys/formats/disguise.ts';

const word = (): string => randomBytes(4).toString('base64url').toLowerCase();

/** Secrets as people make them: bytes, hexadecimal, Base64 and words. */
const KINDS: readonly (() => Buffer)[] = [
  () => randomBytes(32),
  () => randomBytes(64),
  () => Buffer.from(randomBytes(32).toString('hex')),
  () => Buffer.from(randomBytes(48).toString('base64')),
  () => Buffer.from(Array.from({ length: 6 }, word).join(' ')),
];

/** The random secrets that are mistaken for key material. */
export function falseAlarms(count: number): readonly string[] {
  const alarms: string[] = [];
  for (let index = 0; index < count; index++) {
    const secret = KINDS[index % KINDS.length]?.() ?? randomBytes(32);
    if (findKeyMaterial(secret) !== undefined) alarms.push(secret.toString('hex'));
  }
  return alarms;
}
