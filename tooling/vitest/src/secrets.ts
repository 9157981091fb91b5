import { expect } from 'vitest';

/** Output that must never appear in any test. */
const NEVER: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}/],
  ['the private half of a JWK', /"d"\s*:\s*"[\w-]{40,}"/],
  ['a stored password hash', /\$argon2(?:id|i|d)\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]{8,}/],
];

/**
 * Checks that an output (a log, an HTTP answer, a page) contains none of the secrets that the test planted: not as text,
 * in JSON, in a URL, in HTML, in Base64 or in hexadecimal. It must contain no private key and no stored hash either.
 */
export function expectNoSecrets(output: string, secrets: readonly string[]): void {
  const found = secrets.filter((secret) => formsOf(secret).some((form) => output.includes(form)));
  const forbidden = NEVER.filter(([, pattern]) => pattern.test(output)).map(([name]) => name);
  expect([...found, ...forbidden]).toEqual([]);
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    secret.replace(/[&<>]/g, (character) => HTML[character] ?? ''),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
}
