import { expect, test } from 'vitest';
import { checkRecipe, writeWrapped } from './wrapped.ts';

const digest = '88a434c88cca4e900f7874cd98123f43';

test.each([
  [digest.toUpperCase(), { digest: 'md5' }, 'digest', '32 lower-case hexadecimal digits'],
  [digest, { digest: 'sha1' }, 'digest', '40 lower-case hexadecimal digits'],
  [digest.repeat(2), { digest: 'sha512' }, 'digest', '128 lower-case hexadecimal digits'],
  [`${digest.slice(1)}g`, { digest: 'md5' }, 'digest', '32 lower-case hexadecimal digits'],
  [5, { digest: 'md5' }, 'digest', '32 lower-case hexadecimal digits'],
  [digest, { digest: 'md4' }, 'recipe', 'recipe.digest must be md5, sha1, sha256, sha512.'],
  [digest, { digest: 'toString' }, 'recipe', 'recipe.digest must be'],
  [digest, {}, 'recipe', 'recipe.digest must be'],
  [digest, undefined, 'recipe', 'recipe must be an object'],
  [digest, { digest: 'md5', rounds: 2 }, 'rounds', 'rounds is no option'],
  [digest, { digest: 'md5', salt: 'seasalt' }, 'recipe.salt', 'recipe.salt must be an object'],
  [digest, { digest: 'md5', salt: { place: 'within', bytes: 'x' } }, 'recipe', '"before" or "after"'],
  [digest, { digest: 'md5', salt: { place: 'after', bytes: 'x'.repeat(129) } }, 'recipe', '128 bytes'],
  [digest, { digest: 'md5', salt: { place: 'after', bytes: 5 } }, 'recipe.salt', 'recipe.salt must be'],
  [digest, { digest: 'md5', salt: { place: 'after', bytes: '', x: 1 } }, 'x', 'x is no option'],
])('the digest %j is not one of %j', (old, recipe, argument, message) => {
  // @ts-expect-error wrong on purpose
  expect(() => checkRecipe(old, recipe)).toThrow(
    expect.objectContaining({
      code: 'ERR_INVALID_ARGUMENT',
      argument,
      message: expect.stringContaining(message),
    }),
  );
});

test.each([
  ['md5', 32],
  ['sha1', 40],
  ['sha256', 64],
  ['sha512', 128],
] as const)('%s has %d digits, and a salt before or after it, or none', (name, digits) => {
  const old = '0123456789abcdef'.repeat(8).slice(0, digits);
  for (const recipe of [
    { digest: name },
    { digest: name, salt: { place: 'before', bytes: '' } },
    { digest: name, salt: { place: 'after', bytes: new Uint8Array(128) } },
  ] as const)
    expect(() => checkRecipe(old, recipe)).not.toThrow();
  expect(() => checkRecipe(`~${old.slice(1)}`, { digest: name })).toThrow('lower-case hexadecimal digits');
});

test.each([
  [{ digest: 'md5' }, '$wrapped$md5$argon2id$…'],
  [
    { digest: 'sha1', salt: { place: 'before', bytes: 'sea' } },
    '$wrapped$sha1$salt-before=736561$argon2id$…',
  ],
  [
    { digest: 'sha512', salt: { place: 'after', bytes: Uint8Array.of(0, 255) } },
    '$wrapped$sha512$salt-after=00ff$argon2id$…',
  ],
] as const)('%j is written as %s', (recipe, expected) => {
  expect(writeWrapped(recipe, '$argon2id$…')).toBe(expected);
});
