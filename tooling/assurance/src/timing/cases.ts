import { createHmac, randomBytes } from 'node:crypto';
import { compareDigest, hmac, verifyHmac } from '@countersign/core';
import { createVerifier, TokenError } from '@countersign/jwt';
import { verifySync } from '@countersign/jwt/node';
import { PasswordHasher } from '@countersign/password';
import type { TimingCase } from './measure.ts';
import { quickHasher } from './quick-hasher.ts';

const EARLY_OR_LATE = ['differs in the first byte', 'differs in the last byte'] as const;

/** A copy of bytes with one bit turned over, in the first byte or the last. The copy is always in the same memory. */
function tampering(right: Uint8Array): (which: 0 | 1) => Uint8Array {
  const scratch = new Uint8Array(right.length);
  return (which) => {
    scratch.set(right);
    const place = which === 0 ? 0 : right.length - 1;
    scratch[place] = (scratch[place] ?? 0) ^ 0x10;
    return scratch;
  };
}

const secret = randomBytes(32);
const tamper = tampering(secret);

/** A comparison that stops at the first difference. The harness must detect it. */
export const leakyComparison: TimingCase = {
  name: 'a comparison that stops at the first difference (must be caught)',
  classes: EARLY_OR_LATE,
  prepare(which) {
    const given = tamper(which);
    return () => {
      for (let at = 0; at < secret.length; at++) if (secret[at] !== given[at]) return false;
      return true;
    };
  },
};

const message = randomBytes(64);
const tamperTag = tampering(hmac('sha256', secret, message));
const hex = secret.toString('hex');

const input = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${Buffer.from('{"sub":"user-42","exp":4102444800}').toString('base64url')}`;
const tamperSignature = tampering(createHmac('sha256', secret).update(input).digest());
const verifier = createVerifier(secret, { algorithms: ['HS256'] });

/** The token as it comes from the network: one flat string, new each time. */
function tamperedToken(which: 0 | 1): string {
  const text = `${input}.${Buffer.from(tamperSignature(which)).toString('base64url')}`;
  return Buffer.from(text).toString('latin1');
}

function refused(act: () => unknown): boolean {
  try {
    act();
  } catch (error) {
    if (error instanceof TokenError) return true;
    throw error;
  }
  throw new Error('A token that was tampered with was accepted.');
}

const hasher = new PasswordHasher({ concurrency: 1 });
const quick = await quickHasher();

export const TIMING_CASES: readonly TimingCase[] = [
  {
    name: 'compareDigest of 32 bytes',
    classes: EARLY_OR_LATE,
    prepare(which) {
      const given = tamper(which);
      return () => compareDigest(secret, given);
    },
  },
  {
    name: 'compareDigest of equal and different bytes',
    classes: ['equal', 'differs in the last byte'],
    prepare(which) {
      const given = tamper(1);
      if (which === 0) given.set(secret);
      else given.set(given);
      return () => compareDigest(secret, given);
    },
  },
  {
    name: 'compareDigest of hexadecimal text',
    classes: EARLY_OR_LATE,
    prepare(which) {
      const given = Buffer.from(tamper(which)).toString('hex');
      return () => compareDigest(hex, given);
    },
  },
  {
    name: 'verifyHmac',
    classes: EARLY_OR_LATE,
    prepare(which) {
      const tag = tamperTag(which);
      return () => verifyHmac('sha256', secret, message, tag);
    },
  },
  {
    name: 'verifySync of an HS256 token',
    classes: EARLY_OR_LATE,
    prepare(which) {
      const token = tamperedToken(which);
      return () => refused(() => verifySync(token, secret, { algorithms: ['HS256'] }));
    },
  },
  {
    name: 'a verifier of createVerifier, HS256',
    classes: EARLY_OR_LATE,
    prepare(which) {
      const token = tamperedToken(which);
      return () => verifier(token).then(fail, () => true);
    },
  },
  {
    ...dummyVerification(hasher, await hasher.hash('the right password')),
    name: 'dummyVerify and a real verification',
    // One takes about ten milliseconds.
    samples: 18_000,
  },
  {
    ...dummyVerification(quick, await quick.hash('the right password')),
    name: 'dummyVerify and a real verification, but for the derivation',
  },
];

function dummyVerification(of: PasswordHasher, stored: string): Omit<TimingCase, 'name'> {
  return {
    classes: ['no such account', 'a wrong password'],
    prepare: (which) => () =>
      which === 0 ? of.dummyVerify('not the password') : of.isValid('not the password', stored),
  };
}

function fail(): never {
  throw new Error('A token that was tampered with was accepted.');
}
