import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needs } from '@countersign/vitest-config/counterparts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeUnverified, generateKey, importKey, sign, verify } from './index.ts';

// The examples of the chapter that this package serves, by their numbers.

describe('12: a token encoded and decoded', () => {
  const claims = { payload: 'data', id: 123456789 };
  const token =
    'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJwYXlsb2FkIjoiZGF0YSIsImlkIjoxMjM0NTY3ODl9.WFRY-uoACMoNYX97PXXjEfXFQO1rCyFCyiwxzOVMn40';

  test('a token that PyJWT made with a short secret decodes when the caller allows it', async () => {
    const rules = { algorithms: ['HS256', 'HS512'], allowWeakKey: true } as const;
    expect(await verify(token, 'secret-key', rules)).toEqual(claims);
  });

  test('encoding the same claims gives the same token', async () => {
    expect(await sign(claims, 'secret-key', { algorithm: 'HS256', allowWeakKey: true })).toBe(token);
  });

  test('a short secret is refused with an explanation otherwise', async () => {
    await expect(verify(token, 'secret-key', { algorithms: ['HS256'] })).rejects.toMatchObject({
      code: 'ERR_KEY_INVALID',
      message: expect.stringContaining('allowWeakKey'),
    });
  });

  test('13: header and claims are read without the key, unverified', () => {
    expect(decodeUnverified(token)).toMatchObject({ header: { typ: 'JWT', alg: 'HS256' }, claims });
  });
});

test('14: a verifier that accepts only HS512 refuses HS256', async () => {
  const key = await generateKey('HS512');
  const token = await sign({ id: 1 }, key, { algorithm: 'HS512' });
  expect(await verify(token, key, { algorithms: ['HS512'] })).toEqual({ id: 1 });
  const other = await sign({ id: 1 }, await generateKey('HS256'), { algorithm: 'HS256' });
  await expect(verify(other, key, { algorithms: ['HS512'] })).rejects.toMatchObject({
    code: 'ERR_TOKEN_ALGORITHM',
  });
});

test('15: registered claims are validated, others carried', async () => {
  const key = await generateKey('HS256');
  const token = await sign({ 'https://example.com/role': 'editor', shoe: 43 }, key, {
    algorithm: 'HS256',
    issuer: 'hein',
    subject: 'user-42',
    audience: 'learn-python',
    expiresIn: '1h',
    notBefore: 0,
    issuedAt: true,
    tokenId: 'id-1',
  });
  const rules = {
    algorithms: ['HS256'],
    issuer: 'hein',
    audience: 'learn-python',
    subject: 'user-42',
    tokenId: 'id-1',
  } as const;
  expect(await verify(token, key, rules)).toMatchObject({
    iss: 'hein',
    'https://example.com/role': 'editor',
    shoe: 43,
  });
});

test('16: too early, in time, too late', async () => {
  const key = await generateKey('HS256');
  const start = new Date('2026-01-01T00:00:00Z');
  const token = await sign({ id: 1 }, key, { algorithm: 'HS256', notBefore: 1, expiresIn: 3, now: start });
  const after = (seconds: number) =>
    verify(token, key, { algorithms: ['HS256'], now: new Date(start.getTime() + seconds * 1000) });
  await expect(after(0)).rejects.toMatchObject({
    code: 'ERR_TOKEN_NOT_YET_VALID',
    message: expect.stringContaining('not yet valid (nbf)'),
  });
  expect(await after(2)).toMatchObject({ id: 1 });
  await expect(after(4)).rejects.toMatchObject({
    code: 'ERR_TOKEN_EXPIRED',
    message: expect.stringContaining('expired'),
  });
});

test.each([
  [{}, 'ERR_TOKEN_AUDIENCE'],
  [{ audience: 'learn-python' }, undefined],
  [{ issuer: 'hein' }, 'ERR_TOKEN_AUDIENCE'],
  [{ issuer: 'somebody', audience: 'learn-python' }, 'ERR_TOKEN_ISSUER'],
  [{ issuer: 'hein', audience: 'somebody' }, 'ERR_TOKEN_AUDIENCE'],
  [{ issuer: 'hein', audience: 'learn-python' }, undefined],
])('17: issuer and audience under the rules %j', async (rules, code) => {
  const key = await generateKey('HS256');
  const token = await sign({ iss: 'hein', aud: 'learn-python' }, key, { algorithm: 'HS256' });
  const outcome = await verify(token, key, { algorithms: ['HS256'], ...rules }).then(
    () => undefined,
    (error) => error.code,
  );
  expect(outcome).toBe(code);
});

describe('18: key pairs that ssh-keygen made', needs('ssh-keygen'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-keys-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

  beforeAll(() => {
    for (const [name, ...format] of [['pem', '-m', 'PEM'], ['openssh']]) {
      execFileSync('ssh-keygen', ['-q', '-t', 'rsa', ...format, '-N', '', '-f', join(folder, String(name))]);
    }
  });

  test.each(['pem', 'openssh'])(
    'the two files of the %s format sign and verify as they are',
    async (name) => {
      const token = await sign({ id: 1 }, read(name), { algorithm: 'RS256' });
      expect(await verify(token, read(`${name}.pub`), { algorithms: ['RS256'] })).toEqual({ id: 1 });
    },
  );

  test('an imported key does too', async () => {
    const privateKey = await importKey(read('pem'), { algorithm: 'RS256', keyId: 'one' });
    const token = await sign({ id: 1 }, read('pem'), { algorithm: 'RS256' });
    expect(privateKey).toMatchObject({ kind: 'private', algorithms: ['RS256'], keyId: 'one' });
    const publicKey = await importKey(read('pem.pub'), { algorithm: 'RS256' });
    if (publicKey.kind === 'private') throw new Error('a public key was expected');
    expect(publicKey.kind).toBe('public');
    expect(token.split('.')).toHaveLength(3);
  });
});
