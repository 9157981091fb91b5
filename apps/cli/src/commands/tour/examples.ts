/** The expected outcome of a step. */
interface Expectation {
  /** Standard output, or a pattern for it. */
  readonly output?: string | RegExp;
  /** The exit code. Default 0. */
  readonly exit?: number;
  /** A pattern for standard error. */
  readonly error?: RegExp;
}

/** One command of the tour. */
export interface Step extends Expectation {
  /** The arguments of `countersign`. */
  readonly args: readonly string[];
  /** Standard input. */
  readonly input?: string;
  /** Saves the output. Later steps use it as `$NAME`. */
  readonly saveAs?: string;
}

/** One of the eighteen examples. */
export interface Example {
  readonly number: number;
  readonly title: string;
  readonly steps: readonly Step[];
}

const TOKEN =
  'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJwYXlsb2FkIjoiZGF0YSIsImlkIjoxMjM0NTY3ODl9.WFRY-uoACMoNYX97PXXjEfXFQO1rCyFCyiwxzOVMn40';
const SHA256 = '10d561fa94a89a25ea0c7aa47708bdb353bbb062a17820292cd905a3a60d6783';
const BLAKE2B =
  '56441b566db9aafcf8cdad3a4729fa4b2bfaab0ada36155ece29f52ff70e1e9d7f54cacfe44bc97c7e904cf79944357d023877929430bc58eb2dae168e73cedf';
const TAG = '1db5d806d73d76e779b7fd31091e026362a64177368e82e0cab91e0c2fb6435e';
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
const personalised = (person: readonly string[]): readonly string[] => [
  'hash',
  '--algorithm',
  'blake2b',
  '--length',
  '16',
  ...person,
  '--text',
  'Important data',
];

/** The eighteen examples with their expected outcomes: the source of `countersign tour`, of TOUR.md and of tests. */
export const EXAMPLES: readonly Example[] = [
  {
    number: 1,
    title: 'List the digests',
    steps: [{ args: ['hash', '--list'], output: /blake2b.*\n.*/ }],
  },
  {
    number: 2,
    title: 'A BLAKE2b digest of standard input',
    steps: [{ args: ['hash', '--algorithm', 'blake2b'], input: 'Hash me now!', output: `${BLAKE2B}  -\n` }],
  },
  {
    number: 3,
    title: 'A SHA-256 digest',
    steps: [{ args: ['hash', '--text', 'Hash me now!'], output: `${SHA256}\n` }],
  },
  {
    number: 4,
    title: 'A digest personalized for two purposes',
    steps: [
      { args: personalised(['--personalization', 'part-1']), output: 'c06b9af95d5aa6307e7e3fd025a15646\n' },
      { args: personalised(['--personalization', 'part-2']), output: '9cb03be8f3114d0f06bddaedce2079c4\n' },
      { args: personalised([]), output: '7d35308ca3b042b5184728d2b1283d0d\n' },
    ],
  },
  {
    number: 5,
    title: 'Derive a key from a password',
    steps: [
      {
        args: [
          'kdf',
          'pbkdf2',
          '--iterations',
          '100000',
          '--salt-hex',
          '000102030405060708090a0b0c0d0e0f',
          '--insecure-password',
          'Password123',
        ],
        output: 'cd15a1ad56c17c1e6e47787342543cd0a9194cfd3b7ad3b7189fa3e1d26aaa80\n',
      },
    ],
  },
  {
    number: 6,
    title: 'Make and verify an HMAC tag',
    steps: [
      { args: ['hmac', '--insecure-key', 'secret-key', '--text', 'Important Message'], output: `${TAG}\n` },
      {
        args: ['hmac', '--insecure-key', 'secret-key', '--text', 'Important Message', '--verify', TAG],
        output: '',
      },
      {
        args: ['hmac', '--insecure-key', 'secret-key', '--text', 'Another Message', '--verify', TAG],
        output: '',
        exit: 1,
      },
    ],
  },
  {
    number: 7,
    title: 'A random choice, integer and bits',
    steps: [
      { args: ['random', 'choice', 'heads', 'tails'], output: /^(heads|tails)\n$/ },
      { args: ['random', 'int', '1000000'], output: /^\d{1,6}\n$/ },
      { args: ['random', 'bits', '32'], output: /^\d{1,10}\n$/ },
    ],
  },
  {
    number: 8,
    title: 'Random tokens',
    steps: [
      { args: ['random', 'bytes', '16', '--encoding', 'hex'], output: /^[0-9a-f]{32}\n$/ },
      { args: ['random', 'hex', '32'], output: /^[0-9a-f]{64}\n$/ },
      { args: ['random', 'urlsafe', '32'], output: /^[\w-]{43}\n$/ },
    ],
  },
  {
    number: 9,
    title: 'Generate passwords',
    steps: [
      {
        args: ['password', 'generate', '--length', '8', '--upper', '0', '--lower', '0', '--digits', '0'],
        output: /^[A-Za-z0-9]{8}\n$/,
      },
      {
        args: ['password', 'generate', '--length', '16', '--upper', '3', '--digits', '3', '--lower', '1'],
        output: /^(?=(.*[A-Z]){3})(?=(.*\d){3})(?=.*[a-z])[A-Za-z0-9]{16}\n$/,
      },
      {
        args: ['password', 'generate', '--length', '6', '--upper', '3', '--digits', '3', '--lower', '1'],
        output: '',
        exit: 2,
        error: /7 characters/,
      },
    ],
  },
  {
    number: 10,
    title: 'A reset link, and the digest to store',
    steps: [
      {
        args: ['password', 'reset-url', '--bytes', '16', 'https://example.com/reset-pwd'],
        output: /^https:\/\/example\.com\/reset-pwd\/[\w-]{22}\n$/,
        error: /^store: digest [0-9a-f]{64}/,
      },
    ],
  },
  {
    number: 11,
    title: 'Compare digests in constant time',
    steps: [
      { args: ['hash', '--text', 'Hash me now!', '--verify', SHA256], output: '' },
      { args: ['hash', '--text', 'Hash me now?', '--verify', SHA256], output: '', exit: 1 },
    ],
  },
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
