import { createSign, generateKeyPairSync, type KeyObject, type KeyPairKeyObjectResult } from 'node:crypto';
import type { Algorithm, Rules, VerificationInputKey } from '../../index.ts';
import { b64 } from '../forge.ts';

/** A published attack: what it sends to which verifier, and the code of the error in which it ends. */
interface Attack {
  readonly token: string;
  /** Default: the secret of the forge. */
  readonly key?: VerificationInputKey;
  /** Default: HS256. */
  readonly algorithms?: readonly Algorithm[];
  readonly rules?: Omit<Rules, 'algorithms'>;
  readonly code: string;
}

/** Attacks by their names. */
export type Attacks = Readonly<Record<string, Attack>>;

export const rsa: KeyPairKeyObjectResult = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const attacker: KeyPairKeyObjectResult = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The payload of most attacks. */
export const claims: string = b64(JSON.stringify({ admin: true }));

/** The signed parts: a header, and an encoded payload. */
export function input(header: object, payload: string = claims): string {
  return `${b64(JSON.stringify(header))}.${payload}`;
}

/** A token that is signed with RSA, by default with the right key. */
export function rs(header: object, key: KeyObject = rsa.privateKey): string {
  const text = input(header);
  return `${text}.${createSign('sha256').update(text).sign(key).toString('base64url')}`;
}
