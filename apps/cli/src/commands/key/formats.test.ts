// @module-tag openssl
// @module-tag ssh-keygen
// The formats of keys that openssl and ssh-keygen read and write.
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { workbench } from '../../test/run.ts';

const { folder, run, file, other, outputOf } = workbench('key-formats');
file('passphrase', 'correct horse\n');

const PAIRS = ['RS256', 'ES256', 'ES384', 'ES512', 'Ed25519'];
for (const algorithm of PAIRS) await run(['key', 'generate', algorithm, '--out', algorithm]);

const bytes = (name: string): Buffer => readFileSync(join(folder, name));

test.each(PAIRS)('ssh-keygen reads the OpenSSH private key of %s', async (algorithm) => {
  const path = `${algorithm}.ssh`;
  await run(['key', 'convert', algorithm, '--format', 'openssh', '--comment', 'me@host', '--out', path]);
  const line = (await run(['key', 'public', algorithm, '--format', 'openssh'])).output.trim();
  expect(outputOf('ssh-keygen', '-y', '-f', path).trim()).toBe(`${line} me@host`);
  const thumbprints = [algorithm, path].map((name) => run(['key', 'thumbprint', name]));
  const [first, second] = await Promise.all(thumbprints);
  expect(second).toEqual(first);
});

test('ssh-keygen and key inspect print the same fingerprint', async () => {
  file('line.pub', (await run(['key', 'public', 'ES256', '--format', 'openssh'])).output);
  const [bits, fingerprint] = outputOf('ssh-keygen', '-l', '-f', 'line.pub').split(' ');
  for (const name of ['line.pub', 'ES256', 'ES256.pub'])
    expect(JSON.parse((await run(['key', 'inspect', name, '--json'])).output)).toMatchObject({
      curve: `P-${bits}`,
      fingerprint,
    });
});

test.each(PAIRS)('openssl reads the DER of %s, and DER from openssl is accepted', async (algorithm) => {
  await run(['key', 'convert', algorithm, '--format', 'der', '--force', '--out', 'private.der']);
  await run(['key', 'public', algorithm, '--format', 'der', '--force', '--out', 'public.der']);
  expect(outputOf('openssl', 'pkey', '-inform', 'DER', '-in', 'private.der')).toBe(`${bytes(algorithm)}`);
  outputOf('openssl', 'pkey', '-in', algorithm, '-pubout', '-outform', 'DER', '-out', 'theirs.der');
  expect(bytes('public.der')).toEqual(bytes('theirs.der'));
  const { output } = await run(['key', 'thumbprint', algorithm]);
  for (const name of ['private.der', 'theirs.der'])
    expect((await run(['key', 'thumbprint', name])).output).toBe(output);
});

test.each(['generate', 'convert'])('key %s encrypts a key that openssl decrypts', async (command) => {
  const source = command === 'generate' ? 'RS256' : 'ES256';
  const args = ['--new-passphrase-file', 'passphrase', '--out', `${command}.pem`];
  expect(await run(['key', command, source, ...args])).toMatchObject({ exit: 0, error: '' });
  expect(`${bytes(`${command}.pem`)}`).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/);
  outputOf('openssl', 'pkey', '-in', `${command}.pem`, '-passin', 'file:passphrase', '-noout');
  expect(other('openssl', ['pkey', '-in', `${command}.pem`, '-passin', 'pass:no', '-noout']).exit).not.toBe(
    0,
  );
  const sign = ['jwt', 'sign', '--key-file', `${command}.pem`, '-c', 'a=b', '--algorithm'];
  const algorithm = command === 'generate' ? 'RS256' : 'ES256';
  expect(await run([...sign, algorithm, '--passphrase-file', 'passphrase'])).toMatchObject({ exit: 0 });
});

test.each([
  ['a public key', ['ES256.pub']],
  ['DER', ['ES256', '--format', 'der']],
  ['a JWK', ['ES256', '--format', 'jwk']],
  ['OpenSSH', ['ES256', '--format', 'openssh']],
])('a passphrase for %s is an error', async (_, args) => {
  expect(await run(['key', 'convert', ...args, '--new-passphrase-file', 'passphrase'])).toMatchObject({
    exit: 2,
    output: '',
    error: expect.stringContaining('Only a private key with --format pem'),
  });
});

test.each([
  ['RS256', { bits: 3072, weak: false }],
  ['weak.pem', { bits: 1024, weak: true, type: 'RSA' }],
  ['ES512', { curve: 'P-521', weak: false, type: 'EC' }],
  ['Ed25519', { curve: 'Ed25519', weak: false, type: 'OKP' }],
  ['ES256.jwk', { curve: 'P-256', kind: 'private' }],
])('key inspect describes %s', async (name, expected) => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  file('weak.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  file('ES256.jwk', (await run(['key', 'convert', 'ES256', '--format', 'jwk'])).output);
  const { exit, output } = await run(['key', 'inspect', name, '--json']);
  expect({ exit, ...JSON.parse(output) }).toMatchObject({ exit: 0, ...expected });
});

test.each([
  ['text', 'root:x:0:0:root:/root:/bin/bash\n'],
  ['JSON', '{"id":7}'],
  ['an empty file', ''],
  ['a shortened DER file', Buffer.from('3082010a0282', 'hex')],
  ['the start of DER', Buffer.from('30', 'hex')],
  ['a long form without its length', Buffer.from('3084', 'hex')],
])('key inspect rejects %s', async (_, content) => {
  file('ordinary', content);
  expect(await run(['key', 'inspect', 'ordinary'])).toMatchObject({ exit: 1, output: '' });
});

test('key inspect describes a secret that is named as one', async () => {
  file('secret', Buffer.alloc(16, 1).toString('hex'));
  expect(await run(['key', 'inspect', 'secret', '--key-encoding', 'hex', '--json'])).toMatchObject({
    exit: 0,
  });
  const { output } = await run(['key', 'inspect', 'secret', '--key-encoding', 'hex', '--json']);
  expect(JSON.parse(output)).toMatchObject({ kind: 'secret', bits: 128, weak: true });
});
