import { fromHex, utf8 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import { readArgon2 } from './argon2.ts';
import { toCryptBase64 } from './crypt-base64.ts';
import type { StoredHash } from './derivation.ts';
import type { Format } from './format.ts';
import { type DigestStep, MAX_ITERATIONS, MAX_SALT_BYTES, oldDigest, WRAPPED_DIGESTS } from './old-digest.ts';
import { phpass } from './phpass.ts';
import { wordpressTexts } from './wordpress-texts.ts';

// This package's wrapDigest: Argon2id of an old digest. Before it come the steps from the password to that digest, each
// with its options.
// $wrapped$sha1$salt-before=00ff$argon2id$v=19$m=19456,t=2,p=1$…
// $wrapped$md5$md5$salt-after=736561$argon2id$…     md5(md5(password) + salt)
// $wrapped$sha256$rounds=1000$argon2id$…            SHA-256 a thousand times over bytes; rounds-hex= over text
// $wrapped$phpass=9IQRaTwmf$argon2id$…              phpass, with its count and salt
const INNER = '$argon2id$';
const PHPASS = /^phpass=([./0-9A-Za-z]{9})$/;
const OPTION = /^(salt-before|salt-after|key|rounds|rounds-hex)=([0-9a-f]*)$/;
export const MAX_STEPS = 4;

/** An old digest that is wrapped in Argon2id. */
export const wrapped: Format = (encoded) => {
  if (!encoded.startsWith('$wrapped$')) return undefined;
  const at = encoded.indexOf(INNER);
  const stored = at < 0 ? undefined : readArgon2(encoded.slice(at));
  const segments = encoded.slice('$wrapped$'.length, Math.max(at, 0)).split('$');
  if (!stored) throw malformed();
  const [, setting] = (segments.length === 1 && PHPASS.exec(segments[0] ?? '')) || [];
  return setting === undefined ? readSteps(stored, segments) : readWrappedPhpass(stored, setting);
};

function readSteps(stored: StoredHash, segments: readonly string[]): StoredHash {
  const steps: DigestStep[] = [];
  for (const segment of segments) {
    const digest = WRAPPED_DIGESTS.find((name) => name === segment);
    const last = steps.at(-1);
    if (digest) steps.push({ digest, iterations: 1, iterateOver: 'bytes' });
    else if (last) steps[steps.length - 1] = withOption(last, segment);
    else throw malformed();
  }
  if (steps.length > MAX_STEPS) throw malformed();
  const name = steps.map(({ digest }) => digest).join('-');
  return {
    ...stored,
    scheme: `wrapped-${name}`,
    input: (password) => oldDigest(password, steps),
    inputRounds: steps.reduce((sum, { iterations }) => sum + iterations, 0),
    normalizer: 'none',
  };
}

function withOption(step: DigestStep, segment: string): DigestStep {
  const [, name, value = ''] = OPTION.exec(segment) ?? [];
  switch (name) {
    case 'salt-before':
    case 'salt-after':
    case 'key': {
      if (value.length % 2 === 1 || value.length > MAX_SALT_BYTES * 2 || step.salt) throw malformed();
      if (name === 'key' && value === '') throw malformed();
      const place = name === 'key' ? 'key' : name === 'salt-before' ? 'before' : 'after';
      return { ...step, salt: { place, bytes: fromHex(value) } };
    }
    case 'rounds':
    case 'rounds-hex': {
      const iterations = /^[1-9]\d{0,5}$/.test(value) ? Number(value) : 0;
      if (iterations < 2 || iterations > MAX_ITERATIONS || step.iterations > 1) throw malformed();
      return { ...step, iterations, iterateOver: name === 'rounds' ? 'bytes' : 'hex' };
    }
    default:
      throw malformed();
  }
}

function readWrappedPhpass(stored: StoredHash, setting: string): StoredHash {
  const prefix = `$P$${setting}`;
  const old = phpass(`${prefix}${'.'.repeat(22)}`);
  if (old?.derivation.kind !== 'digest') throw malformed();
  const { compute, iterations } = old.derivation;
  return {
    ...stored,
    scheme: 'wrapped-phpass',
    variants: wordpressTexts,
    input: async (password) => utf8(`${prefix}${toCryptBase64(await compute(utf8(password)))}`),
    inputRounds: iterations,
    normalizer: 'none',
  };
}

function malformed(): MalformedHashError {
  return new MalformedHashError('it is not a wrapped digest, $wrapped$md5$argon2id$…');
}
