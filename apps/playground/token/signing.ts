import { CountersignError, toBase64Url, tokenBytes } from '@countersign/core';
import {
  type Algorithm,
  exportKey,
  generateKey,
  importKey,
  type Key,
  publicKeyOf,
  type SignOptions,
  sign,
} from '@countersign/jwt';
import type { SecretEncoding } from '../secret-encoding.ts';
import { keySource } from './key-kind.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** How a token is to be signed. */
export interface SigningWishes {
  readonly algorithm: Algorithm;
  /** Empty for none, as `keyId`. */
  readonly type: string;
  readonly keyId: string;
  readonly header: JsonObject;
  readonly allowWeakKey: boolean;
  /** A private key or secret as it was pasted; empty for a key that is made for this one token. */
  readonly key: string;
  readonly secretEncoding: SecretEncoding;
}

/** A token that was signed here, and the key that verifies it. */
export interface Signed {
  readonly token: string;
  readonly algorithm: Algorithm;
  readonly verifyingKey: string;
  readonly secretEncoding: SecretEncoding;
}

const LIFETIME_SECONDS = 3600;

export const EXAMPLE_CLAIMS = {
  iss: 'https://login.example.com',
  sub: 'user-42',
  aud: 'https://api.example.com',
  client_id: 'web',
  scope: 'orders:read profile',
};

/** The claims with an hour to live, and with an id when they have none. */
export function withLifetime(claims: JsonObject, now: Date): JsonObject {
  const iat = Math.floor(now.getTime() / 1000);
  return {
    ...claims,
    iat,
    exp: iat + LIFETIME_SECONDS,
    ...(!('jti' in claims) && { jti: toBase64Url(tokenBytes(9)) }),
  };
}

/** A first token, to have something to look at. */
export function exampleToken(): Promise<Signed> {
  return signToken(withLifetime(EXAMPLE_CLAIMS, new Date()), {
    algorithm: 'ES256',
    type: 'at+jwt',
    keyId: '',
    header: {},
    allowWeakKey: false,
    key: '',
    secretEncoding: 'text',
  });
}

export async function signToken(claims: JsonObject, wishes: SigningWishes): Promise<Signed> {
  const { algorithm, type, keyId, header, allowWeakKey } = wishes;
  const key = await signingKey(wishes);
  const options: SignOptions = {
    algorithm,
    type: type === '' ? null : type,
    header,
    allowWeakKey,
    ...(keyId !== '' && { keyId }),
  };
  const token = await sign(claims, key, options);
  const isOwnSecret = key.kind === 'secret' && wishes.key !== '';
  return {
    token,
    algorithm,
    verifyingKey: isOwnSecret ? wishes.key : await verifyingKey(key, algorithm),
    secretEncoding: isOwnSecret ? wishes.secretEncoding : 'text',
  };
}

type SigningKey = Key<'private'> | Key<'secret'>;

async function signingKey({
  algorithm,
  key,
  secretEncoding,
  allowWeakKey,
}: SigningWishes): Promise<SigningKey> {
  if (key === '') {
    const made = await generateKey(algorithm);
    return 'privateKey' in made ? made.privateKey : made;
  }
  const imported = await importKey(keySource(key, secretEncoding), { algorithm, allowWeakKey });
  if (imported.kind !== 'public') return imported;
  throw new CountersignError('ERR_KEY_INVALID', 'Signing needs the private key, and this is a public key.');
}

/** The key for the verifier: the public half, or the secret itself. */
async function verifyingKey(key: SigningKey, algorithm: Algorithm): Promise<string> {
  if (key.kind === 'secret') return JSON.stringify(await exportKey(key, 'jwk'), null, 2);
  const half = publicKeyOf(key);
  return algorithm.startsWith('ML-DSA')
    ? JSON.stringify(await exportKey(half, 'jwk'), null, 2)
    : exportKey(half, 'pem');
}
