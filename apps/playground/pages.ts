/** A page of the playground. */
export interface Page {
  /** The folder of its script and the name of its style sheet. */
  readonly name: string;
  /** Its HTML file. */
  readonly file: string;
  readonly title: string;
  /** One sentence under the title. */
  readonly summary: string;
  /** The addresses that it may connect to (`connect-src`). */
  readonly connects: 'nowhere' | 'where you say';
  /** The Trusted Types policy that creates its worker. The worker compiles WebAssembly (Argon2, bcrypt). */
  readonly worker?: string;
}

/** The sources of `connect-src` for each. */
export const CONNECT_SOURCES: Readonly<Record<Page['connects'], string>> = {
  nowhere: "'none'",
  'where you say': 'https: http://localhost:* http://127.0.0.1:*',
};

export const PAGES: readonly Page[] = [
  {
    name: 'token',
    file: 'index.html',
    title: 'Token',
    summary: 'Read a JSON Web Token, verify it, change it and sign it again.',
    connects: 'nowhere',
  },
  {
    name: 'digest',
    file: 'digest.html',
    title: 'Digest',
    summary: 'The fingerprint of a text or a file, plain or under a key.',
    connects: 'nowhere',
  },
  {
    name: 'password',
    file: 'password.html',
    title: 'Password',
    summary: 'Make one, judge one, hash one, and read what a stored hash says.',
    connects: 'nowhere',
    worker: 'hashing-worker',
  },
  {
    name: 'key-set',
    file: 'key-set.html',
    title: 'Key set',
    summary: 'Fetch an issuer’s public keys, and verify a token with them.',
    connects: 'where you say',
  },
];

/** The pages that connect to nowhere in one file, which needs no server. */
export const STANDALONE = 'countersign.html';

/** The Content-Security-Policy of a page. It is in the page itself, so that any static host can serve it. */
export function policyOf({ connects, worker }: Page): string {
  return [
    "default-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    worker === undefined ? "script-src 'self'" : "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${CONNECT_SOURCES[connects]}`,
    `worker-src ${worker === undefined ? "'none'" : 'blob:'}`,
    "require-trusted-types-for 'script'",
    `trusted-types ${worker ?? "'none'"}`,
  ].join('; ');
}
