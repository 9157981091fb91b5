import { fromUtf8 } from '@countersign/core';
import { expect, test } from 'vitest';
import type { StoredHash } from '../formats/derivation.ts';
import { passwordBytes } from '../normalize.ts';
import { type CandidateOptions, candidatesOf } from './candidates.ts';

// Which bytes a password may have been when it was hashed, without hashing.

const OPTIONS: CandidateOptions = {
  normalizer: 'opaque',
  legacyNormalizers: [],
  maxPasswordBytes: 1024,
  legacyTruncation: 'reject',
};
const common = { scheme: '', parameters: {}, expected: new Uint8Array() };
const BCRYPT: StoredHash = { ...common, derivation: { kind: 'bcrypt', cost: 4, encoded: '' } };
const PBKDF2: StoredHash = {
  ...common,
  derivation: { kind: 'pbkdf2', digest: 'sha256', iterations: 1, salt: new Uint8Array(), length: 32 },
};
const PREPARED: StoredHash = { ...BCRYPT, input: (text) => passwordBytes(`<${text}>`) };
const NFKC: StoredHash = { ...PBKDF2, normalizer: 'nfkc' };

const LONG = 'x'.repeat(73);
const CUT = 'x'.repeat(72);
// hashlib: base64.b64encode(sha512(b'x' * 73).digest())[:72], and of b'ab\0cd'
const SYMFONY = 'jia7Nf+QT/Y112C44oLasVVbRyp+96JAKwhPwOBXv69yzsA3Wnv2OkR78bFUY3+crW1nCsJy';
const SYMFONY_NUL = 'b3S5cB7UIghZ+HlTPbtLZgLcOBrKvEc1PuJtCUEwV8L/vEvpT1vgmrOj/njuh1A1+QT+Sl+t';
const truncate = { legacyTruncation: 'truncate' } as const;
const sha512 = { legacyTruncation: 'sha512' } as const;

type Row = readonly [text: string, mayMatch: boolean, isLegacy: boolean];

const CASES: readonly (readonly [name: string, string, StoredHash, Partial<CandidateOptions>, ...Row[]])[] = [
  ['72 bytes are whole for bcrypt', CUT, BCRYPT, {}, [CUT, true, false]],
  ['hashes a text that does not count for 73 bytes', LONG, BCRYPT, {}, ['x'.repeat(72), false, true]],
  ['cut, where the policy says so', LONG, BCRYPT, truncate, [CUT, true, true]],
  ['digested, where it says so', LONG, BCRYPT, sha512, [SYMFONY, true, true]],
  ['what is whole is neither cut', CUT, BCRYPT, truncate, [CUT, true, false]],
  ['nor digested', CUT, BCRYPT, sha512, [CUT, true, false]],
  ['bytes count, not characters', 'ä'.repeat(37), BCRYPT, truncate, ['ä'.repeat(36), true, true]],
  ['a NUL may have ended it', 'ab\0cd', BCRYPT, truncate, ['ab\0cd', true, true], ['ab', true, true]],
  ['or its first byte', 'a\0', BCRYPT, truncate, ['a\0', true, true], ['a', true, true]],
  ['but of nothing there is no password', '\0ab', BCRYPT, truncate, ['\0ab', true, true]],
  ['a NUL is digested', 'ab\0cd', BCRYPT, sha512, [SYMFONY_NUL, true, true]],
  ['a NUL after the cut is cut', `${CUT}\0`, BCRYPT, truncate, [CUT, true, true], [CUT, true, true]],
  ['a NUL is kept if passwords are not cut', 'ab\0cd', BCRYPT, {}, ['ab\0cd', true, true]],
  ['no other function cuts', `${LONG}\0y`, PBKDF2, truncate, [`${LONG}\0y`, true, false]],
  ['nor is cut what is prepared otherwise', LONG, PREPARED, truncate, [`<${LONG}>`, true, false]],
  ['an empty password does the work, for nothing', '', PBKDF2, {}, ['no password', false, false]],
  ['a lone surrogate does the work, for nothing', '\ud800', BCRYPT, sha512, ['no password', false, false]],
  [
    'a password that is too long does the work, for nothing',
    LONG,
    PBKDF2,
    { maxPasswordBytes: 72 },
    ['no password', false, false],
  ],
  [
    'composed letters are the same either way',
    'é',
    PBKDF2,
    { legacyNormalizers: ['none'] },
    ['é', true, false],
  ],
  [
    'decomposed ones may have been hashed as they came',
    'e\u0301',
    PBKDF2,
    { legacyNormalizers: ['none'] },
    ['é', true, false],
    ['e\u0301', true, true],
  ],
  [
    'each normaliser is tried once, in turn',
    'e\u0301\u00a0ﬁ',
    PBKDF2,
    { legacyNormalizers: ['nfkc', 'opaque', 'none'] },
    ['é ﬁ', true, false],
    ['é fi', true, true],
    ['e\u0301\u00a0ﬁ', true, true],
  ],
  [
    'a hash that says who made it is read as they did',
    'ﬁ',
    NFKC,
    { legacyNormalizers: ['none'] },
    ['fi', true, false],
  ],
  [
    'a legacy reading is cut as well',
    `e\u0301${LONG}`,
    BCRYPT,
    { ...truncate, legacyNormalizers: ['none'] },
    [`é${'x'.repeat(70)}`, true, true],
    [`e\u0301${'x'.repeat(69)}`, true, true],
  ],
];

test.each(CASES.map((row) => [row[0], row] as const))(
  '%s',
  async (_name, [, password, stored, options, ...expected]) => {
    const candidates = await candidatesOf(password, stored, { ...OPTIONS, ...options });
    expect(candidates.map(({ input, mayMatch, isLegacy }) => [fromUtf8(input), mayMatch, isLegacy])).toEqual(
      expected,
    );
  },
);

test('a password that is not a string is an error of the caller', async () => {
  // @ts-expect-error wrong on purpose
  await expect(candidatesOf(5, PBKDF2, OPTIONS)).rejects.toMatchObject({
    code: 'ERR_INVALID_ARGUMENT',
    argument: 'password',
  });
});
