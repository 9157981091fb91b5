import type { Example } from './example.ts';
import { TOKEN_EXAMPLES } from './token-examples.ts';

const SHA256 = '10d561fa94a89a25ea0c7aa47708bdb353bbb062a17820292cd905a3a60d6783';
const BLAKE2B =
  '56441b566db9aafcf8cdad3a4729fa4b2bfaab0ada36155ece29f52ff70e1e9d7f54cacfe44bc97c7e904cf79944357d023877929430bc58eb2dae168e73cedf';
const TAG = '1db5d806d73d76e779b7fd31091e026362a64177368e82e0cab91e0c2fb6435e';
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

/** The eighteen examples of the tour. */
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
  ...TOKEN_EXAMPLES,
];
