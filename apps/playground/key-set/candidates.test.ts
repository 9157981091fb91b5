import { expect, test } from 'vitest';
import { candidatesFor } from './candidates.ts';

test.each([
  [
    'https://login.example.com/tenant/',
    [
      'https://login.example.com/tenant/.well-known/openid-configuration',
      'https://login.example.com/.well-known/oauth-authorization-server/tenant',
      'https://login.example.com/tenant/.well-known/jwks.json',
    ],
  ],
  ['https://example.com/oauth/jwks', ['https://example.com/oauth/jwks']],
  ['https://example.com/certs?v=3', ['https://example.com/certs?v=3']],
  [
    'https://a.example/.well-known/openid-configuration',
    ['https://a.example/.well-known/openid-configuration'],
  ],
  ['http://127.0.0.1:8080/jwks.json', ['http://127.0.0.1:8080/jwks.json']],
  ['http://example.com/jwks.json', []],
  ['javascript:alert(1)', []],
  ['file:///etc/jwks.json', []],
  ['example.com', []],
  ['', []],
])('for %j, these could be fetched', (address, urls) => {
  expect(candidatesFor(address).map(({ url }) => url)).toEqual(urls);
});
