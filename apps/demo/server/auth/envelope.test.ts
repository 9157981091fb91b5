import { tokenBytes } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { EnvelopeError, type KeyEncryptionKeys, keyOf, open, seal } from './envelope.ts';

const SECRET = 'the private half';
const PURPOSE = 'signing key k1';
const first = tokenBytes();
const second = tokenBytes();
const keks = (...named: readonly (readonly [string, Uint8Array])[]): KeyEncryptionKeys => ({
  current: named[0]?.[0] ?? '',
  keys: new Map(named),
});

describe('an envelope', () => {
  test('opens with its key, also when another one is current by now', async () => {
    const sealed = await seal(SECRET, PURPOSE, keks(['2026a', first]));
    expect(sealed).toMatch(/^v1\./);
    expect(sealed).not.toContain(Buffer.from(SECRET).toString('base64url'));
    expect(keyOf(sealed)).toBe('2026a');
    expect(await open(sealed, PURPOSE, keks(['2026b', second], ['2026a', first]))).toBe(SECRET);
  });

  test('is another one each time', async () => {
    const keys = keks(['2026a', first]);
    expect(await seal(SECRET, PURPOSE, keys)).not.toBe(await seal(SECRET, PURPOSE, keys));
  });

  test.each<[string, (sealed: string) => Parameters<typeof open>, RegExp]>([
    [
      'without its key',
      (sealed) => [sealed, PURPOSE, keks(['2026b', second])],
      /"2026a", which is not among those configured \(2026b\)/,
    ],
    [
      'with another key by that name',
      (sealed) => [sealed, PURPOSE, keks(['2026a', second])],
      /does not open with the key-encryption key "2026a"/,
    ],
    [
      'in another row',
      (sealed) => [sealed, 'signing key k2', keks(['2026a', first])],
      /was made for something else/,
    ],
    ['changed', (sealed) => [`${sealed.slice(0, -3)}AAA`, PURPOSE, keks(['2026a', first])], /does not open/],
    [
      'of another version',
      (sealed) => [`v2${sealed.slice(2)}`, PURPOSE, keks(['2026a', first])],
      /unknown version/,
    ],
    ['that is none', () => ['v1.none', PURPOSE, keks(['2026a', first])], /not among those configured/],
  ])('does not open %s, and says why', async (_, argumentsFor, message) => {
    const opening = open(...argumentsFor(await seal(SECRET, PURPOSE, keks(['2026a', first]))));
    await expect(opening).rejects.toThrow(EnvelopeError);
    await expect(opening).rejects.toThrow(message);
  });
});
