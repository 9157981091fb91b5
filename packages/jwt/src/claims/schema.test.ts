import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { validateClaims, verify } from '../index.ts';
import { forge, SECRET } from '../testing/forge.ts';

const schemas = {
  zod: z.object({ sub: z.string(), role: z.enum(['editor', 'reader']) }),
  valibot: v.object({ sub: v.string(), role: v.picklist(['editor', 'reader']) }),
  arktype: type({ sub: 'string', role: "'editor' | 'reader'" }),
};

const algorithms = ['HS256'] as const;

describe.each(Object.entries(schemas))('a schema of %s', (_name, schema) => {
  test('types and returns the claims that it accepts', async () => {
    const { role } = await verify(forge({ sub: 'u1', role: 'editor' }), SECRET, { algorithms, schema });
    expect(role).toBe('editor');
  });

  test('refuses others, and names the claim', async () => {
    await expect(
      verify(forge({ sub: 'u1', role: 'king' }), SECRET, { algorithms, schema }),
    ).rejects.toMatchObject({ name: 'InvalidClaimError', code: 'ERR_TOKEN_CLAIM', claim: 'role' });
  });

  test('works without a token', () => {
    expect(() => validateClaims({ sub: 'u1' }, { schema })).toThrow(
      expect.objectContaining({ claim: 'role' }),
    );
  });
});

test('the registered claims are checked before the schema', async () => {
  const schema = z.object({ role: z.string() });
  await expect(verify(forge({ exp: 1 }), SECRET, { algorithms, schema })).rejects.toMatchObject({
    code: 'ERR_TOKEN_EXPIRED',
  });
});

test('what a schema makes of the claims is the result', async () => {
  const schema = z.object({ exp: z.number().transform((seconds) => new Date(seconds * 1000)) });
  const { exp } = await verify(forge({ exp: 4_000_000_000, more: 1 }), SECRET, { algorithms, schema });
  expect(exp).toEqual(new Date(4_000_000_000_000));
});

test('an asynchronous schema is waited for, and refused where nothing can wait', async () => {
  const schema = z.object({ sub: z.string().refine(async (sub) => sub !== 'blocked') });
  await expect(verify(forge({ sub: 'blocked' }), SECRET, { algorithms, schema })).rejects.toMatchObject({
    claim: 'sub',
  });
  expect(() => validateClaims({ sub: 'u1' }, { schema })).toThrow();
});

test('a schema that answers later is an argument error where nothing can wait, and its rejection is nobody’s', () => {
  const schema = {
    '~standard': { version: 1, vendor: 'test', validate: () => Promise.reject(new Error('later')) },
  } as const;
  expect(() => validateClaims({}, { schema })).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'schema' }),
  );
});
