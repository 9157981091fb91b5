import type { JsonWebKey } from 'node:crypto';
import { describe, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import {
  type Claims,
  checkClaims,
  createSigner,
  createVerifier,
  exportKey,
  generateKey,
  importKey,
  type Jwk,
  type Key,
  type KeyPair,
  publicKeyOf,
  type RegisteredClaims,
  type SigningKey,
  sign,
  type VerificationKey,
  type VerifiedToken,
  validateClaims,
  verify,
  verifyComplete,
} from './index.ts';
import { signSync, verifySync } from './node.ts';

// Checked by the compiler (`tsc` in `pnpm check`); nothing here runs anything.

declare const privateKey: Key<'private'>;
declare const publicKey: Key<'public'>;
declare const secretKey: Key<'secret'>;

function unused(_check: () => unknown): void {}

describe('rules', () => {
  test('algorithms are required, an array, and of known names', () => {
    // @ts-expect-error algorithms are missing
    unused(() => verify('', secretKey, {}));
    // @ts-expect-error rules are missing
    unused(() => verify('', secretKey));
    // @ts-expect-error not an array
    unused(() => verify('', secretKey, { algorithms: 'HS256' }));
    // @ts-expect-error there is no such algorithm
    unused(() => verify('', secretKey, { algorithms: ['none'] }));
    // @ts-expect-error there is no such rule
    unused(() => verify('', secretKey, { algorithms: ['HS256'], audiance: 'api' }));
    // @ts-expect-error a check that cannot be skipped
    unused(() => verify('', secretKey, { algorithms: ['HS256'], skipChecks: ['signature'] }));
    unused(() => verify('', secretKey, { algorithms: ['HS256'] }));
  });

  test('an algorithm is required for signing', () => {
    // @ts-expect-error no algorithm
    unused(() => sign({}, secretKey, {}));
    // @ts-expect-error no such option
    unused(() => sign({}, secretKey, { algorithm: 'HS256', expriesIn: '1h' }));
  });
});

describe('keys', () => {
  test('the wrong half is a type error', () => {
    // @ts-expect-error a public key cannot sign
    unused(() => sign({}, publicKey, { algorithm: 'ES256' }));
    // @ts-expect-error a public key cannot sign
    unused(() => createSigner(publicKey, { algorithm: 'ES256' }));
    // @ts-expect-error a public key cannot sign
    unused(() => signSync({}, publicKey, { algorithm: 'ES256' }));
    // @ts-expect-error a private key does not verify
    unused(() => verify('', privateKey, { algorithms: ['ES256'] }));
    // @ts-expect-error a private key does not verify
    unused(() => createVerifier(privateKey, { algorithms: ['ES256'] }));
    // @ts-expect-error a private key does not verify
    unused(() => verifySync('', privateKey, { algorithms: ['ES256'] }));
    // @ts-expect-error a secret has no public half
    unused(() => publicKeyOf(secretKey));
    unused(() => sign({}, privateKey, { algorithm: 'ES256' }));
    unused(() => verify('', publicKey, { algorithms: ['ES256'] }));
    expectTypeOf<Key<'secret'>>().toExtend<SigningKey & VerificationKey>();
    expectTypeOf<Key<'private'>>().not.toExtend<VerificationKey>();
    expectTypeOf<Key<'public'>>().not.toExtend<SigningKey>();
  });

  test('importKey and generateKey say which half they give', () => {
    const secret = () => importKey('', { algorithm: 'HS256' });
    const either = () => importKey('', { algorithm: 'ES256' });
    const asked = () => importKey('', { algorithm: 'ES256', kind: 'public' });
    const ofSeveral = () => importKey('', { algorithm: ['ES256', 'Ed25519'] });
    const ofSecrets = () => importKey('', { algorithm: ['HS256', 'HS512'] });
    expectTypeOf(ofSeveral).returns.resolves.toEqualTypeOf<Key<'private'> | Key<'public'>>();
    expectTypeOf(ofSecrets).returns.resolves.toEqualTypeOf<Key<'secret'>>();
    expectTypeOf(secret).returns.resolves.toEqualTypeOf<Key<'secret'>>();
    expectTypeOf(either).returns.resolves.toEqualTypeOf<Key<'private'> | Key<'public'>>();
    expectTypeOf(asked).returns.resolves.toEqualTypeOf<Key<'public'>>();
    // @ts-expect-error HMAC has no public keys
    unused(() => importKey('', { algorithm: 'HS256', kind: 'public' }));
    const generated = () => generateKey('HS512');
    const pair = () => generateKey('EdDSA');
    expectTypeOf(generated).returns.resolves.toEqualTypeOf<Key<'secret'>>();
    expectTypeOf(pair).returns.resolves.toEqualTypeOf<KeyPair>();
  });

  test('exportKey gives an object or a text', () => {
    const jwk = () => exportKey(publicKey, 'jwk');
    const pem = () => exportKey(publicKey, 'pem');
    expectTypeOf(jwk).returns.resolves.toEqualTypeOf<Jwk>();
    expectTypeOf(pem).returns.resolves.toEqualTypeOf<string>();
  });
});

describe('claims', () => {
  const algorithms = ['HS256'] as const;

  test('are typed by the schema', () => {
    const schema = z.object({ role: z.enum(['editor', 'reader']), exp: z.number() });
    interface Expected {
      role: 'editor' | 'reader';
      exp: number;
    }
    type Result = Expected & Omit<RegisteredClaims, keyof Expected>;
    const once = () => verify('', secretKey, { algorithms, schema });
    const complete = () => verifyComplete('', secretKey, { algorithms, schema });
    const kept = () => createVerifier(secretKey, { algorithms, schema });
    const sync = () => verifySync('', secretKey, { algorithms, schema });
    expectTypeOf(once).returns.resolves.toEqualTypeOf<Result>();
    expectTypeOf(complete).returns.resolves.toEqualTypeOf<VerifiedToken<Result>>();
    expectTypeOf(kept).returns.returns.resolves.toEqualTypeOf<Result>();
    expectTypeOf(sync).returns.toEqualTypeOf<Result>();
  });

  test('without one are the registered ones and unknown others', () => {
    const plain = () => verify('', secretKey, { algorithms });
    expectTypeOf(plain).returns.resolves.toEqualTypeOf<Claims & RegisteredClaims>();
    const named = () => verify<{ role: string }>('', secretKey, { algorithms });
    expectTypeOf(named).returns.resolves.toEqualTypeOf<{ role: string } & RegisteredClaims>();
  });
});

interface AppClaims {
  sub: string;
  role: 'admin' | 'user';
}

describe('types of other code', () => {
  test('interfaces without an index signature are claims', () => {
    const claims: AppClaims = { sub: 'user-42', role: 'user' };
    unused(() => sign(claims, secretKey, { algorithm: 'HS256' }));
    unused(() => validateClaims(claims, { subject: 'user-42' }));
    unused(() => checkClaims(claims, { subject: 'user-42' }));
  });

  test('JsonWebKey of node:crypto is a key', () => {
    unused((): Promise<Key> => importKey({} as JsonWebKey, { algorithm: 'ES256' }));
  });

  test('an audience that is an array is a string[]', () => {
    expectTypeOf<Exclude<RegisteredClaims['aud'], string | undefined>>().toEqualTypeOf<string[]>();
  });

  test('the result of a schema keeps the registered claims that the schema does not define', () => {
    const schema = z.object({ exp: z.coerce.date(), role: z.string() });
    const create = () => createVerifier(publicKey, { algorithms: ['ES256'], schema });
    type Result = Awaited<ReturnType<ReturnType<typeof create>>>;
    expectTypeOf<Result['role']>().toEqualTypeOf<string>();
    expectTypeOf<Result['exp']>().toEqualTypeOf<Date>();
    expectTypeOf<Result['sub']>().toEqualTypeOf<string | undefined>();
  });
});
