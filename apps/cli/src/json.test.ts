import { expect, test } from 'vitest';
import { workbench } from './testing/run.ts';
import { COMMANDS } from './tree.ts';
import { everyCommand } from './walk.ts';

const { run, file } = workbench('json');

file('file', 'Hash me now!');
file('SUMS', '10d561fa94a89a25ea0c7aa47708bdb353bbb062a17820292cd905a3a60d6783  file\n');
file('words', 'one\ntwo\n');
file('secret', 'a secret of thirty-two bytes and more');
run(['key', 'generate', 'ES256', '--out', 'key.pem']);
const token = run([
  'jwt',
  'sign',
  '--alg',
  'ES256',
  '--key-file',
  'key.pem',
  '--claim',
  'id:=1',
]).output.trim();
const password = ['--password-file', 'secret'];
const bcrypt = run(['password', 'hash', '-a', 'bcrypt', '--cost', '10', ...password]).output.trim();

/** Every command with the members of its object, which the README promises. */
const SHAPES: readonly (readonly [args: readonly string[], members: readonly string[]])[] = [
  [
    ['hash', 'file'],
    ['algorithm', 'files'],
  ],
  [
    ['hash', '--text', 'x'],
    ['algorithm', 'digest'],
  ],
  [
    ['hash', '--check', 'SUMS'],
    ['matched', 'malformed', 'files'],
  ],
  [
    ['hash', '--list'],
    ['guaranteed', 'added'],
  ],
  [['hmac', '--key-file', 'secret', 'file'], ['tag']],
  [
    ['kdf', 'pbkdf2', '--iterations', '1000', ...password],
    ['key', 'salt'],
  ],
  [
    ['kdf', 'scrypt', '--cost', '16', ...password],
    ['key', 'salt'],
  ],
  [
    ['kdf', 'argon2', '--memory', '64', ...password],
    ['key', 'salt'],
  ],
  [['kdf', 'hkdf', '--key-file', 'secret'], ['key']],
  [
    ['random', 'bytes'],
    ['values', 'encoding'],
  ],
  [['random', 'hex'], ['values']],
  [['random', 'urlsafe'], ['values']],
  [['random', 'int', '6'], ['values']],
  [['random', 'bits', '6'], ['values']],
  [['random', 'choice', 'a', 'b'], ['values']],
  [['random', 'uuid'], ['values']],
  [['jwt', 'sign', '--alg', 'HS256', '--key-file', 'secret'], ['token']],
  [
    ['jwt', 'verify', '--alg', 'ES256', '--key-file', 'key.pem.pub', token],
    ['header', 'claims'],
  ],
  [
    ['jwt', 'decode', token],
    ['verified', 'header', 'claims'],
  ],
  [['jwt', 'lint', token], ['findings']],
  [
    ['key', 'generate', 'ES256'],
    ['key', 'publicKey'],
  ],
  [['key', 'generate', 'ES256', '--out', 'other.pem'], ['written']],
  [['key', 'convert', 'key.pem', '--format', 'jwk'], ['key']],
  [['key', 'public', 'key.pem'], ['key']],
  [
    ['key', 'inspect', 'key.pem'],
    ['kind', 'type', 'algorithm', 'thumbprint'],
  ],
  [['key', 'thumbprint', 'key.pem'], ['thumbprint']],
  [['key', 'jwks', 'key.pem'], ['keys']],
  [
    ['password', 'generate'],
    ['values', 'entropyBits'],
  ],
  [
    ['password', 'passphrase'],
    ['values', 'entropyBits'],
  ],
  [['password', 'hash', '-a', 'bcrypt', '--cost', '10', ...password], ['hash']],
  [['password', 'verify', bcrypt, ...password], ['valid']],
  [
    ['password', 'identify', bcrypt],
    ['scheme', 'parameters', 'isWeak'],
  ],
  [
    ['password', 'strength', '--insecure-password', 'x'],
    ['score', 'guessesLog10', 'suggestions'],
  ],
  [
    ['password', 'check', '--insecure-password', 'x'],
    ['acceptable', 'violations'],
  ],
  [
    ['password', 'calibrate', '--target', '1ms'],
    ['algorithm', 'memory', 'passes', 'parallelism', 'milliseconds'],
  ],
  [
    ['password', 'reset-url', 'https://example.com/reset'],
    ['url', 'digest', 'expiresAt'],
  ],
  [
    ['password', 'blocklist', 'build', 'words', 'filter'],
    ['output', 'bytes'],
  ],
  [['tour', '3'], ['steps']],
  [
    ['completion', 'bash'],
    ['shell', 'script'],
  ],
  [['man'], ['page']],
];

test.each(SHAPES)('%j --json', (args, members) => {
  const { output } = run([...args, '--json']);
  expect(output).toMatch(/^[^\n]+\n$/);
  expect(Object.keys(JSON.parse(output))).toEqual(expect.arrayContaining([...members]));
});

test('no command is without one', async () => {
  const named = SHAPES.map(([args]) => args.join(' '));
  const all = (await everyCommand(COMMANDS)).map(({ path }) => path.join(' '));
  expect(all.filter((name) => !named.some((line) => `${line} `.startsWith(`${name} `)))).toEqual([]);
});
