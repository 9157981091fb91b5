import { describe, expect, test } from 'vitest';
import { expectNoSecrets } from './secrets.ts';

const SECRET = 'open <sesame> & "more"';
const bytes = Buffer.from(SECRET);

describe('expectNoSecrets', () => {
  test('accepts output without the secret', () => {
    expectNoSecrets('a login failed for ann@example.com', [SECRET]);
  });

  test.each([
    ['plain text', SECRET],
    ['JSON', JSON.stringify({ password: SECRET })],
    ['a URL', `/?password=${encodeURIComponent(SECRET)}`],
    ['HTML', '<p>open &lt;sesame&gt; &amp; "more"</p>'],
    ['Base64', bytes.toString('base64')],
    ['Base64url', bytes.toString('base64url')],
    ['hexadecimal', bytes.toString('hex')],
  ])('finds the secret in %s', (_, output) => {
    expect(() => expectNoSecrets(`before ${output} after`, [SECRET])).toThrow(/sesame/);
  });

  test.each([
    ['a private key', `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}`],
    ['the private half of a JWK', `{"kty":"OKP","d":"${'a'.repeat(43)}"}`],
    ['a stored password hash', '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNo'],
  ])('finds %s that nobody planted', (name, output) => {
    expect(() => expectNoSecrets(output, [])).toThrow(name);
  });
});
