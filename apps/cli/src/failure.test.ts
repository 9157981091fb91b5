import { expect, test } from 'vitest';
import { workbench } from './testing/run.ts';

const { run } = workbench('failure');
const key = ['--alg', 'HS256', '--insecure-key', '0123456789abcdef0123456789abcdef'];
const password = ['--insecure-password', 'x'];
const token = run(['jwt', 'sign', ...key]).output.trim();
const forApi = run(['jwt', 'sign', ...key, '--aud', 'api']).output.trim();

test.each([
  [['kdf', 'scrypt', ...password, '--cost', '1048576'], 'raise --max-memory if you mean it'],
  [
    ['kdf', 'scrypt', ...password, '--cost', '65536', '--block-size', '1'],
    '--cost must be less than 2^16 with a --block-size of 1',
  ],
  [
    ['kdf', 'scrypt', ...password, '--cost', '1048576'],
    '--cost, --block-size and --parallelization would take',
  ],
  [['kdf', 'scrypt', ...password, '--parallelization', '0'], '--parallelization must be'],
  [['kdf', 'argon2', ...password, '--memory', '1'], '--memory must be'],
  [['kdf', 'pbkdf2', ...password, '--iterations', '0'], '--iterations must be'],
  [['jwt', 'sign', ...key, '--exp', 'soon'], '--exp must be'],
  [['jwt', 'sign', ...key, '--nbf', 'soon'], '--nbf must be'],
  [['jwt', 'sign', ...key, '--kid', 'k'.repeat(2000)], '--kid must have at most'],
  [
    ['jwt', 'sign', '--alg', 'HS256', '--insecure-key', 'short'],
    'countersign key generate, or say --allow-weak-key',
  ],
  [['jwt', 'verify', ...key, '--alg', 'RS256', token], '--alg must be all HMAC'],
  [['jwt', 'verify', ...key, forApi], 'Say with --aud who you are'],
  [['jwt', 'verify', ...key, '--max-age', '1h', token], 'which --max-age needs'],
  [['jwt', 'verify', ...key, '--leeway', 'some', token], '--leeway must be'],
  [
    ['jwt', 'verify', '--alg', 'ES256', '--jwks', 'http://example.com', token],
    '--jwks must be an https: URL',
  ],
  [['key', 'generate', 'RS256', '--bits', '1024'], '--bits must be'],
  [['hash', '--text', 'x', '--length', '5'], '--length must be'],
  [['hash', '--text', 'x', '--algorithm', 'sha0'], '--algorithm must be a digest'],
  [['password', 'generate', '--length', '2', '--upper', '3'], '--length'],
])('%j speaks of options as they are given', (args, words) => {
  const { exit, output, error } = run(args);
  expect({ exit: exit !== 0, output }).toEqual({ exit: true, output: '' });
  expect(error).toContain(words);
  // A name of a function or option of the packages, which nobody can type here.
  expect(error).not.toMatch(/\b[a-z]+[A-Z][a-z]+/);
});
