// Post-quantum signatures (FIPS 204): keys made, converted, told of, and tokens signed and verified with each form.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { workbench } from '../test/run.ts';

const { folder, run, file } = workbench('ml-dsa');

/** Bytes of a public key and of a signature: FIPS 204, table 2. */
const SIZES = [
  ['ML-DSA-44', 1312, 2420],
  ['ML-DSA-65', 1952, 3309],
  ['ML-DSA-87', 2592, 4627],
] as const;

const bytesOf = (base64Url: string): number => Buffer.from(base64Url, 'base64url').length;

describe.each(SIZES)('%s', (algorithm, publicBytes, signatureBytes) => {
  const name = `${algorithm}.pem`;
  const jwt = async (action: string, keyFile: string, ...args: string[]) =>
    await run(['jwt', action, '--algorithm', algorithm, '--key-file', keyFile, ...args]);

  test('a pair is made, and is the same key in every form', async () => {
    expect(await run(['key', 'generate', algorithm, '--out', name])).toEqual({
      exit: 0,
      output: '',
      error: '',
    });
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    const jwk = JSON.parse(kept('jwk', (await run(['key', 'convert', name, '--format', 'jwk'])).output));
    expect(jwk).toMatchObject({ kty: 'AKP', alg: algorithm, priv: expect.any(String) });
    expect(bytesOf(jwk.pub)).toBe(publicBytes);
    kept('again.pem', (await run(['key', 'convert', `${algorithm}-jwk`])).output);
    kept('public.jwk', (await run(['key', 'public', name, '--format', 'jwk'])).output);
    const forms = [
      name,
      `${name}.pub`,
      `${algorithm}-jwk`,
      `${algorithm}-again.pem`,
      `${algorithm}-public.jwk`,
    ];
    const prints = await Promise.all(
      forms.map(async (path) => (await run(['key', 'thumbprint', path])).output),
    );
    expect(new Set(prints)).toEqual(new Set([`${jwk.kid}\n`]));
    const inspected = await Promise.all(
      forms.map(async (path) => JSON.parse((await run(['key', 'inspect', path, '--json'])).output)),
    );
    expect(inspected).toEqual(
      ['private', 'public', 'private', 'private', 'public'].map((kind) =>
        expect.objectContaining({ kind, algorithm, thumbprint: jwk.kid }),
      ),
    );
    const { keys } = JSON.parse(kept('jwks', (await run(['key', 'jwks', name])).output));
    expect(keys).toEqual([expect.not.objectContaining({ priv: expect.anything() })]);
  });

  test('tokens are signed and verified with PEM, JWK and JWK Set', async () => {
    for (const signing of [name, `${algorithm}-jwk`]) {
      const token = (await jwt('sign', signing, '--claim', 'id:=1')).output.trim();
      expect(bytesOf(token.split('.')[2] ?? '')).toBe(signatureBytes);
      for (const verifying of [`${name}.pub`, `${algorithm}-public.jwk`])
        expect(await jwt('verify', verifying, token)).toMatchObject({ exit: 0, output: '{\n  "id": 1\n}\n' });
    }
    const { kid } = JSON.parse((await run(['key', 'public', name, '--format', 'jwk'])).output);
    const token = (await jwt('sign', name, '--kid', kid)).output.trim();
    const bySet = ['jwt', 'verify', '--algorithm', algorithm, '--jwks', `${algorithm}-jwks`];
    expect((await run([...bySet, token])).exit).toBe(0);
    const forged = `${token.slice(0, -8)}AAAAAAAA`;
    expect(await run([...bySet, forged])).toMatchObject({ exit: 1, output: '' });
  });

  test('another set of parameters does not take the key', async () => {
    const [other] = SIZES.find(([candidate]) => candidate !== algorithm) ?? ['ML-DSA-44'];
    expect(await run(['jwt', 'sign', '--algorithm', other, '--key-file', name])).toMatchObject({
      exit: 1,
      output: '',
      error: expect.stringContaining('ERR_KEY_INVALID'),
    });
  });

  test('OpenSSH has no form for it', async () => {
    expect(await run(['key', 'public', name, '--format', 'openssh'])).toMatchObject({ exit: 1, output: '' });
  });

  /** Writes a file of this algorithm, and gives its content. */
  function kept(suffix: string, content: string): string {
    file(`${algorithm}-${suffix}`, content);
    return content;
  }
});
