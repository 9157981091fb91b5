// @module-tag python3
import { execFileSync } from 'node:child_process';
import { countCases, differentialRuns, differentialSeed } from '@countersign/vitest-config/differential';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { algorithmsAvailable, hash, pbkdf2, resolveAlgorithm, scrypt, toHex } from './index.ts';

// Functions that CPython has through OpenSSL only. The tests ask the machine's python3.

const SCRIPT = `
import hashlib, json, sys
def answer(case):
    ask, name, password, salt, *numbers = case
    password, salt = bytes.fromhex(password), bytes.fromhex(salt)
    if ask == 'pbkdf2': return hashlib.pbkdf2_hmac(name, password, salt, *numbers).hex()
    if ask == 'scrypt': return hashlib.scrypt(password, salt=salt, n=numbers[0], r=numbers[1], p=numbers[2], dklen=numbers[3], maxmem=2**30).hex()
    return hashlib.new(name, password).hexdigest()
print(json.dumps([answer(case) for case in json.load(sys.stdin)]))
`;

type Case = readonly [ask: string, name: string, password: string, salt: string, ...numbers: number[]];

function askPython(cases: readonly Case[]): string[] {
  const answers: unknown = JSON.parse(
    execFileSync('python3', ['-c', SCRIPT], {
      input: JSON.stringify(cases),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    }),
  );
  if (!Array.isArray(answers)) throw new Error('python3 must answer with a list');
  return answers.map(String);
}

const hex = fc.uint8Array({ maxLength: 150, size: 'max' }).map((value) => toHex(value));
const secretHex = fc.uint8Array({ minLength: 1, maxLength: 150, size: 'max' }).map((value) => toHex(value));
const fixed = 'md5 sha1 sha224 sha256 sha384 sha512 sha3_256 sha3_512 blake2b blake2s'.split(' ');

test('PBKDF2 and scrypt give what CPython gives', { timeout: 600_000 }, async ({ task }) => {
  const seed = differentialSeed;
  const small = fc.integer({ min: 1, max: 130 });
  const keys: Case[] = fc.sample(
    fc.tuple(
      fc.constant('pbkdf2'),
      fc.constantFrom(...fixed),
      secretHex,
      hex,
      fc.integer({ min: 1, max: 40 }),
      small,
    ),
    { numRuns: differentialRuns(200), seed },
  );
  const memoryHard: Case[] = fc.sample(
    fc.tuple(
      fc.constant('scrypt'),
      fc.constant(''),
      secretHex,
      hex,
      fc.constantFrom(2, 16, 256, 1024),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 4 }),
      small,
    ),
    { numRuns: differentialRuns(60), seed },
  );
  const cases = [...keys, ...memoryHard];
  const theirs = askPython(cases);
  for (const [index, [ask, algorithm, password, salt, ...numbers]] of cases.entries()) {
    const [first = 0, second = 0, third = 0, fourth = 0] = numbers;
    const [secret, random] = [Buffer.from(password, 'hex'), Buffer.from(salt, 'hex')];
    const ours =
      ask === 'pbkdf2'
        ? await pbkdf2(secret, random, { algorithm, iterations: first, length: second })
        : await scrypt(secret, random, {
            cost: first,
            blockSize: second,
            parallelization: third,
            length: fourth,
          });
    expect(toHex(ours), `seed ${seed}, ${ask} ${index}`).toBe(theirs[index]);
  }
  countCases(task, cases.length);
});

test('the digests beyond the guaranteed ones are those of its OpenSSL', () => {
  const names = [...algorithmsAvailable()].filter((name) =>
    ['sha512-224', 'sha512-256', 'ripemd160', 'sm3', 'md5-sha1'].includes(name),
  );
  const spelling = (name: string): string => (name === 'md5-sha1' ? name : name.replace('-', '_'));
  const theirs = askPython(names.map((name) => ['hash', spelling(name), '616263', '']));
  expect(names.map((name) => hash(name, 'abc', { encoding: 'hex' }))).toEqual(theirs);
  expect(names.map((name) => resolveAlgorithm(spelling(name)).name)).toEqual(names);
});
