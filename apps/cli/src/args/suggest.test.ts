import { expect, test } from 'vitest';
import { suggestion } from './suggest.ts';

const DIGESTS = [
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'sha3-224',
  'sha3-256',
  'shake128',
  'shake256',
];
const OPTIONS = ['--algorithm', '--help', '--json', '--key-file', '--key-env', '--no-color'];

test.each([
  ['sha265', DIGESTS, ['sha256']],
  ['SHA265', DIGESTS, ['sha256']],
  ['sha2', DIGESTS, ['sha224', 'sha256']],
  ['sha3', DIGESTS, ['sha3-224', 'sha3-256']],
  ['shake', DIGESTS, ['shake128', 'shake256']],
  ['sha1024', DIGESTS, []],
  ['keccak256', DIGESTS, []],
  ['RS257', ['HS256', 'RS256', 'ES256'], ['RS256']],
  ['rs265', ['HS256', 'RS256', 'ES256'], ['RS256']],
  ['--agorithm', OPTIONS, ['--algorithm']],
  ['--alg', OPTIONS, ['--algorithm']],
  ['--key', OPTIONS, ['--key-file', '--key-env']],
  ['--heex', OPTIONS, []],
  ['--raw', OPTIONS, []],
  ['--j', OPTIONS, []],
  ['', OPTIONS, []],
  ['sha256', [], []],
])('suggests for %j of %j: %j', (given, known, expected) => {
  expect([...suggestion(given, known)].sort()).toEqual([...expected].sort());
});
