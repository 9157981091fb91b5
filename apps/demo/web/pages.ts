/** A page of the site: where it is served, what it is built from, and what it may do beyond showing itself. */
export interface Page {
  /** The folder of its script and the name of its HTML file. */
  readonly name: string;
  readonly path: string;
  /** Other addresses of it: those that mails link to, with a token in the fragment that only the page sees. */
  readonly aliases?: readonly string[];
  readonly title: string;
  /** One sentence under the title. */
  readonly summary: string;
  /** Where it may send requests (`connect-src`): nowhere, to this service, or wherever its visitor says. */
  readonly connects: 'nowhere' | 'to this service' | 'where you say';
  /** The Trusted Types policy by which it starts its one worker. Argon2 and bcrypt are WebAssembly, which only a worker may compile. */
  readonly worker?: string;
}

/** The sources of `connect-src` for each. */
export const CONNECT_SOURCES: Readonly<Record<Page['connects'], string>> = {
  nowhere: "'none'",
  'to this service': "'self'",
  'where you say': 'https: http://localhost:* http://127.0.0.1:*',
};

export const PAGES: readonly Page[] = [
  {
    name: 'token',
    path: '/',
    title: 'Token',
    summary: 'Read a JSON Web Token, verify it, change it and sign it again.',
    connects: 'nowhere',
  },
  {
    name: 'digest',
    path: '/digest',
    title: 'Digest',
    summary: 'The fingerprint of a text or a file, plain or under a key.',
    connects: 'nowhere',
  },
  {
    name: 'password',
    path: '/password',
    title: 'Password',
    summary: 'Make one, judge one, hash one, and read what a stored hash says.',
    connects: 'nowhere',
    worker: 'hashing-worker',
  },
  {
    name: 'key-set',
    path: '/key-set',
    title: 'Key set',
    summary: 'Fetch an issuer’s public keys, and verify a token with them.',
    connects: 'where you say',
  },
  {
    name: 'account',
    path: '/account',
    aliases: ['/reset', '/verify'],
    title: 'Account',
    summary: 'Walk through this service, from registration to a reset, and see every request.',
    connects: 'to this service',
  },
];

/** The pages that connect to nowhere, as one file to keep and to open without a server. */
export const STANDALONE = 'countersign.html';
