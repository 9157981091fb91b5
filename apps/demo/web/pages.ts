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
    name: 'account',
    path: '/',
    aliases: ['/account', '/reset', '/verify'],
    title: 'Account',
    summary: 'Walk through this service, from registration to a reset, and see every request.',
    connects: 'to this service',
  },
];
