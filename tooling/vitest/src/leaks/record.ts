/** A secret in something that was said. */
export interface Leak {
  readonly where: string;
  readonly secret: string;
}

/** Shorter ones occur by chance. */
const LEAST_LENGTH = 8;

/** What must never be said, whoever's it is. */
const NEVER: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}/],
  ['the private half of a JWK', /"d"\s*:\s*"[\w-]{40,}"/],
  [
    'a stored password hash',
    /\$argon2(?:id|i|d)\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]{8,}\$[A-Za-z0-9+/]{16,}/,
  ],
];

interface Utterance {
  readonly where: string;
  readonly text: string;
  readonly isResult: boolean;
}

/** What was said, and what must not have been. */
export class OutputRecord {
  /** By what identifies it: pages load the same files again and again. */
  readonly #heard = new Map<string, Utterance>();
  readonly #planted = new Set<string>();
  readonly #allowed: Leak[] = [];

  plant(secret: string): void {
    if (secret.length >= LEAST_LENGTH) this.#planted.add(secret);
  }

  /** @param isResult whether it is what a command was asked for: a stored hash, for example */
  hear(where: string, text: string, { isResult = false }: { readonly isResult?: boolean } = {}): void {
    if (text !== '') this.#heard.set(`${where}\n${text}`, { where, text, isResult });
  }

  /** Lets a secret be said there, and nowhere else. */
  allow(where: string, secret: string): void {
    this.#allowed.push({ where, secret });
  }

  /** What was allowed and is not said: an allowance that nobody needs hides what it was not meant for. */
  idleAllowances(): readonly Leak[] {
    const heard = [...this.#heard.values()];
    return this.#allowed.filter(
      ({ where, secret }) =>
        !heard.some(
          (said) => said.where === where && formsOf(secret).some((form) => said.text.includes(form)),
        ),
    );
  }

  /** Forgets what was said and planted, and gives the leaks in it. */
  take(): readonly Leak[] {
    const leaks = this.leaks();
    this.#heard.clear();
    this.#planted.clear();
    this.#allowed.length = 0;
    return leaks;
  }

  /** Each secret in each thing said, whatever came first; in the forms that it takes in JSON, in a URL, in markup and in Base64. */
  leaks(): readonly Leak[] {
    const forms = [...this.#planted].flatMap((secret) =>
      [...new Set(formsOf(secret))].map((form) => [secret, form] as const),
    );
    const isAllowed = (where: string, secret: string): boolean =>
      this.#allowed.some((allowed) => allowed.where === where && allowed.secret === secret);
    return [...this.#heard.values()].flatMap(({ where, text, isResult }) => [
      ...forms.flatMap(([secret, form]) =>
        text.includes(form) && !isAllowed(where, secret) ? [{ where, secret }] : [],
      ),
      ...(isResult
        ? []
        : NEVER.flatMap(([secret, pattern]) => (pattern.test(text) ? [{ where, secret }] : []))),
    ]);
  }
}

const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function formsOf(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    secret.replace(/[&<>]/g, (character) => MARKUP[character] ?? ''),
    base64,
    Buffer.from(secret).toString('base64url'),
    Buffer.from(secret).toString('hex'),
  ];
}
