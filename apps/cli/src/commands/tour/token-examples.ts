import type { Example } from './example.ts';

const TOKEN =
  'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJwYXlsb2FkIjoiZGF0YSIsImlkIjoxMjM0NTY3ODl9.WFRY-uoACMoNYX97PXXjEfXFQO1rCyFCyiwxzOVMn40';
const weakKey = ['--insecure-key', 'secret-key', '--allow-weak-key'];
const identity = ['--iss', 'hein', '--aud', 'learn-python'];
const verifyIdentity = (...rules: readonly string[]): readonly string[] => [
  'jwt',
  'verify',
  '--algorithm',
  'HS256',
  ...weakKey,
  ...rules,
];
const at = (second: string): string => `2026-01-01T00:00:${second}Z`;

/** The examples of tokens and keys, 12 to 18. */
export const TOKEN_EXAMPLES: readonly Example[] = [
  {
    number: 12,
    title: 'Sign and verify a token',
    steps: [
      {
        args: [
          'jwt',
          'sign',
          '--algorithm',
          'HS256',
          ...weakKey,
          '--claim',
          'payload=data',
          '--claim',
          'id:=123456789',
        ],
        output: `${TOKEN}\n`,
      },
      {
        args: ['jwt', 'verify', '--algorithm', 'HS256', '--algorithm', 'HS512', ...weakKey, TOKEN],
        output: '{\n  "payload": "data",\n  "id": 123456789\n}\n',
      },
      {
        args: ['jwt', 'verify', '--algorithm', 'HS256', '--insecure-key', 'secret-key', TOKEN],
        output: '',
        exit: 1,
        error: /ERR_KEY_INVALID/,
      },
    ],
  },
  {
    number: 13,
    title: 'Read a token without the key',
    steps: [
      {
        args: ['jwt', 'decode', TOKEN],
        output: /"alg": "HS256"[\s\S]*"id": 123456789/,
        error: /Not verified/,
      },
    ],
  },
  {
    number: 14,
    title: 'A verifier that accepts only HS512',
    steps: [
      {
        args: ['jwt', 'sign', '--algorithm', 'HS512', ...weakKey, '--claim', 'id:=1'],
        output: /^ey/,
        saveAs: 'HS512',
      },
      { args: ['jwt', 'verify', '--algorithm', 'HS512', ...weakKey, '$HS512'], output: '{\n  "id": 1\n}\n' },
      {
        args: ['jwt', 'verify', '--algorithm', 'HS512', ...weakKey, TOKEN],
        output: '',
        exit: 1,
        error: /ERR_TOKEN_ALGORITHM/,
      },
    ],
  },
  {
    number: 15,
    title: 'Registered and custom claims',
    steps: [
      {
        args: [
          'jwt',
          'sign',
          '--algorithm',
          'HS256',
          ...weakKey,
          ...identity,
          '--sub',
          'user-42',
          '--jti',
          'id-1',
          '--exp',
          '1h',
          '--iat',
          '--claim',
          'role=editor',
        ],
        output: /^ey/,
        saveAs: 'REGISTERED',
      },
      {
        args: verifyIdentity(
          ...identity,
          '--sub',
          'user-42',
          '--jti',
          'id-1',
          '--require',
          'exp',
          '$REGISTERED',
        ),
        output: /"role": "editor"/,
      },
    ],
  },
  {
    number: 16,
    title: 'Too early, valid, expired',
    steps: [
      {
        args: [
          'jwt',
          'sign',
          '--algorithm',
          'HS256',
          ...weakKey,
          '--nbf',
          '1',
          '--exp',
          '3',
          '--now',
          at('00'),
        ],
        output: /^ey/,
        saveAs: 'TIMED',
      },
      {
        args: verifyIdentity('--now', at('00'), '$TIMED'),
        output: '',
        exit: 1,
        error: /not yet valid \(nbf\).*ERR_TOKEN_NOT_YET_VALID/,
      },
      { args: verifyIdentity('--now', at('02'), '$TIMED'), output: /"exp"/ },
      {
        args: verifyIdentity('--now', at('04'), '$TIMED'),
        output: '',
        exit: 1,
        error: /expired.*ERR_TOKEN_EXPIRED/,
      },
    ],
  },
  {
    number: 17,
    title: 'Issuer and audience',
    steps: [
      {
        args: ['jwt', 'sign', '--algorithm', 'HS256', ...weakKey, ...identity],
        output: /^ey/,
        saveAs: 'IDENTITY',
      },
      { args: verifyIdentity('$IDENTITY'), output: '', exit: 1, error: /ERR_TOKEN_AUDIENCE/ },
      { args: verifyIdentity('--aud', 'learn-python', '$IDENTITY'), output: /hein/ },
      {
        args: verifyIdentity('--iss', 'hein', '$IDENTITY'),
        output: '',
        exit: 1,
        error: /ERR_TOKEN_AUDIENCE/,
      },
      {
        args: verifyIdentity('--iss', 'somebody', '--aud', 'learn-python', '$IDENTITY'),
        output: '',
        exit: 1,
        error: /ERR_TOKEN_ISSUER/,
      },
      {
        args: verifyIdentity('--iss', 'hein', '--aud', 'somebody', '$IDENTITY'),
        output: '',
        exit: 1,
        error: /ERR_TOKEN_AUDIENCE/,
      },
      { args: verifyIdentity(...identity, '$IDENTITY'), output: /hein/ },
    ],
  },
  {
    number: 18,
    title: 'Sign and verify with a key pair',
    steps: [
      { args: ['key', 'generate', 'RS256', '--out', '$DIRECTORY/key'], output: '' },
      {
        args: ['jwt', 'sign', '--algorithm', 'RS256', '--key-file', '$DIRECTORY/key', '--claim', 'id:=1'],
        output: /^ey/,
        saveAs: 'RS256',
      },
      {
        args: ['jwt', 'verify', '--algorithm', 'RS256', '--key-file', '$DIRECTORY/key.pub', '$RS256'],
        output: '{\n  "id": 1\n}\n',
      },
    ],
  },
];
