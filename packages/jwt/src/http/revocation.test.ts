import { expect, test } from 'vitest';
import { createRevocationList } from '../http.ts';
import { createVerifier, sign } from '../index.ts';
import { SECRET } from '../testing/forge.ts';

const NOW = 1_767_225_600;
const claims = { iss: 'https://auth.example.com', jti: 'one', exp: NOW + 60 };

test.each([
  ['the same token', claims, true],
  ['another id', { ...claims, jti: 'two' }, false],
  ['another issuer', { ...claims, iss: 'https://other.example.com' }, false],
  ['no issuer', { jti: 'one', exp: claims.exp }, false],
  ['no id', { iss: claims.iss, exp: claims.exp }, false],
  ['an id that contains the separator', { ...claims, iss: 'https://auth.example.com","one' }, false],
])('a revocation list finds a token by issuer and id: %s', (_name, other, isRevoked) => {
  const list = createRevocationList();
  list.revoke(claims);
  expect(list.isRevoked(other)).toBe(isRevoked);
});

test.each([
  ['no id', { iss: claims.iss, exp: claims.exp }],
  ['an id that is a number', { ...claims, jti: 5 }],
  ['no expiry', { iss: claims.iss, jti: 'one' }],
  ['an infinite expiry', { ...claims, exp: Number.POSITIVE_INFINITY }],
])('a revocation list rejects a token with %s', (_name, bad) => {
  const list = createRevocationList();
  expect(() => list.revoke(bad)).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'claims' }),
  );
});

test('a revocation list forgets tokens after exp and leeway, and no others', () => {
  let seconds = NOW;
  const list = createRevocationList({ leeway: '30s', now: () => new Date(seconds * 1000) });
  for (let index = 0; index < 900; index++) list.revoke({ ...claims, jti: `short ${index}` });
  const long = { ...claims, jti: 'long', exp: NOW + 3600 };
  list.revoke(long);
  seconds = claims.exp + 30;
  for (let index = 0; index < 99; index++) list.revoke({ ...long, jti: `later ${index}` });
  expect(list.size).toBe(1000);
  seconds += 1;
  for (let index = 99; index < 1100; index++) list.revoke({ ...long, jti: `later ${index}` });
  expect(list.size).toBe(1101);
  expect(list.isRevoked(long)).toBe(true);
  expect(list.isRevoked({ ...claims, jti: 'short 0' })).toBe(false);
});

test('a revocation list keeps the later expiry of an entry', () => {
  let seconds = NOW;
  const list = createRevocationList({ leeway: 0, now: () => new Date(seconds * 1000) });
  list.revoke({ ...claims, exp: NOW + 3600 });
  list.revoke(claims);
  seconds += 600;
  for (let index = 0; index < 1000; index++) list.revoke({ ...claims, jti: `other ${index}` });
  expect(list.isRevoked(claims)).toBe(true);
});

test('a verifier rejects a token after its revocation', async () => {
  const { isRevoked, revoke } = createRevocationList();
  const verify = createVerifier(SECRET, { algorithms: ['HS256'], require: ['jti', 'exp'] }, { isRevoked });
  const token = await sign({}, SECRET, { algorithm: 'HS256', tokenId: 'one', expiresIn: '5m' });
  revoke(await verify(token));
  await expect(verify(token)).rejects.toMatchObject({ code: 'ERR_TOKEN_REVOKED' });
});

test('a revocation list adds a hundred thousand entries in linear time', () => {
  const list = createRevocationList();
  const started = performance.now();
  for (let index = 0; index < 100_000; index++)
    list.revoke({ iss: 'a', jti: String(index), exp: Date.now() / 1000 + 60 });
  expect(list.size).toBe(100_000);
  expect(performance.now() - started).toBeLessThan(3000);
});
