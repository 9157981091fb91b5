import { expect, test } from 'vitest';
import { protectedResourceMetadata } from '../http.ts';

const RESOURCE = 'https://api.example.com/v1';
const SERVERS = ['https://auth.example.com'];

test('protectedResourceMetadata allows the header as the only method', () => {
  expect(protectedResourceMetadata({ resource: RESOURCE, authorizationServers: SERVERS })).toEqual({
    resource: RESOURCE,
    authorization_servers: SERVERS,
    bearer_methods_supported: ['header'],
  });
});

test('protectedResourceMetadata writes the names of RFC 9728', () => {
  expect(
    protectedResourceMetadata({
      resource: RESOURCE,
      authorizationServers: SERVERS,
      scopes: ['read', 'write'],
      name: 'Reports',
      documentation: 'https://api.example.com/docs',
      jwksUri: 'https://api.example.com/jwks.json',
    }),
  ).toEqual({
    resource: RESOURCE,
    authorization_servers: SERVERS,
    bearer_methods_supported: ['header'],
    scopes_supported: ['read', 'write'],
    resource_name: 'Reports',
    resource_documentation: 'https://api.example.com/docs',
    jwks_uri: 'https://api.example.com/jwks.json',
  });
});

test.each([
  ['a plain http address', { resource: 'http://api.example.com', authorizationServers: SERVERS }, 'resource'],
  ['a fragment', { resource: `${RESOURCE}#x`, authorizationServers: SERVERS }, 'resource'],
  ['an empty fragment', { resource: `${RESOURCE}#`, authorizationServers: SERVERS }, 'resource'],
  ['credentials', { resource: 'https://a:b@api.example.com', authorizationServers: SERVERS }, 'resource'],
  ['a relative address', { resource: '/v1', authorizationServers: SERVERS }, 'resource'],
  ['no resource', { authorizationServers: SERVERS }, 'resource'],
  ['no authorization server', { resource: RESOURCE, authorizationServers: [] }, 'authorizationServers'],
  ['an unknown option', { resource: RESOURCE, authorizationServers: SERVERS, scope: 'x' }, 'scope'],
])('protectedResourceMetadata rejects %s', (_name, input, argument) => {
  expect(() => Reflect.apply(protectedResourceMetadata, undefined, [input])).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
  );
});
