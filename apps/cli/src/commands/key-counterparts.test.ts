// Keys and tokens of the commands, and those of openssl, ssh-keygen and PyJWT. Each side reads the other.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { needs } from '@countersign/vitest-config/counterparts';
import { describe, expect, test } from 'vitest';
import { workbench } from '../test/run.ts';

const { folder, run, file, outputOf } = workbench('key-counterparts');

describe('keys', () => {
  const pairs = ['RS256', 'PS512', 'ES256', 'ES384', 'ES512', 'Ed25519'];

  test.each(pairs)(
    '%s: openssl and ssh-keygen read what is made, and it reads theirs',
    needs('openssl', 'ssh-keygen'),
    async (algorithm) => {
      const name = `${algorithm}.pem`;
      expect(await run(['key', 'generate', algorithm, '--out', name])).toEqual({
        exit: 0,
        output: '',
        error: '',
      });
      expect([name, `${name}.pub`].map((path) => statSync(join(folder, path)).mode & 0o777)).toEqual([
        0o600, 0o644,
      ]);
      outputOf('openssl', 'pkey', '-in', name, '-noout', '-check');
      // Through openssl and back, and through OpenSSH's line and back: the same key.
      outputOf('openssl', 'pkey', '-in', name, '-pubout', '-out', 'theirs.pub');
      file(
        'line.pub',
        (await run(['key', 'public', name, '--algorithm', algorithm, '--format', 'openssh'])).output,
      );
      expect(outputOf('ssh-keygen', '-l', '-f', 'line.pub')).toMatch(/SHA256:/);
      file('jwk', (await run(['key', 'convert', name, '--algorithm', algorithm, '--format', 'jwk'])).output);
      const forms = [name, `${name}.pub`, 'theirs.pub', 'line.pub', 'jwk'];
      const prints = await Promise.all(
        forms.map((path) => run(['key', 'thumbprint', path, '--algorithm', algorithm])),
      );
      expect(new Set(prints.map(({ output }) => output)).size).toBe(1);
      file(
        'token',
        (await run(['jwt', 'sign', '--algorithm', algorithm, '--key-file', 'jwk', '-c', 'id:=1'])).output,
      );
      expect(
        (await run(['jwt', 'verify', 'x', '--algorithm', algorithm, '--key-file', 'line.pub'])).exit,
      ).toBe(1);
      expect(
        await run(['jwt', 'verify', '--algorithm', algorithm, '--key-file', 'line.pub'], {
          input: readFileSync(join(folder, 'token')),
        }),
      ).toMatchObject({ exit: 0, output: '{\n  "id": 1\n}\n' });
    },
  );

  test('PyJWT verifies what is signed, and signs what is verified', needs('pyjwt'), async () => {
    const key = '0123456789abcdef0123456789abcdef';
    const env = { KEY: key };
    const token = (
      await run(
        [
          'jwt',
          'sign',
          '--algorithm',
          'HS256',
          '--key-env',
          'KEY',
          '-c',
          'role=editor',
          '--exp',
          '15m',
          '--aud',
          'api',
        ],
        { env },
      )
    ).output.trim();
    expect(
      outputOf(
        '/usr/bin/python3',
        '-c',
        `import jwt; print(jwt.decode('${token}', '${key}', algorithms=['HS256'], audience='api')['role'])`,
      ),
    ).toBe('editor\n');
    const theirs = outputOf(
      '/usr/bin/python3',
      '-c',
      `import jwt; print(jwt.encode({'role': 'editor'}, '${key}', algorithm='HS256'))`,
    );
    expect(
      await run(['jwt', 'verify', '--algorithm', 'HS256', '--key-env', 'KEY', theirs.trim(), '--json'], {
        env,
      }),
    ).toMatchObject({
      exit: 0,
      output: expect.stringContaining('"claims":{"role":"editor"}'),
    });
  });

  test('a file that is there is kept, and with --force replaced only by a whole one', async () => {
    file('kept', 'kept');
    expect(await run(['key', 'generate', 'ES256', '--out', 'kept'])).toMatchObject({
      exit: 3,
      error: expect.stringContaining('--force'),
    });
    file('half.pub', 'kept');
    expect((await run(['key', 'generate', 'ES256', '--out', 'half'])).exit).toBe(3);
    expect(['kept', 'half.pub'].map((path) => readFileSync(join(folder, path), 'utf8'))).toEqual([
      'kept',
      'kept',
    ]);
    expect(() => statSync(join(folder, 'half'))).toThrow('ENOENT');
    expect((await run(['key', 'generate', 'HS256', '--out', 'kept', '--force'])).exit).toBe(0);
    expect(statSync(join(folder, 'kept')).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(join(folder, 'kept'), 'utf8'))).toMatchObject({ kty: 'oct' });
  });
});

test('a key file without end is refused', async () => {
  expect(await run(['key', 'inspect', '/dev/zero'])).toMatchObject({ exit: 3, output: '' });
});

describe('a token', () => {
  const token =
    'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJwYXlsb2FkIjoiZGF0YSIsImlkIjoxMjM0NTY3ODl9.WFRY-uoACMoNYX97PXXjEfXFQO1rCyFCyiwxzOVMn40';

  test.each([
    ['an argument', [token], ''],
    ['standard input', [], `${token}\n`],
    ['-', ['-'], token],
    ['a header line', [], `Authorization: Bearer ${token}\r\n`],
    ['a header’s value', [`Bearer ${token}`], ''],
  ])('is read from %s', async (_, args, input) => {
    const done = await run(['jwt', 'decode', '--json', ...args], { input });
    expect(JSON.parse(done.output)).toEqual({
      verified: false,
      header: { typ: 'JWT', alg: 'HS256' },
      claims: { payload: 'data', id: 123456789 },
    });
    expect(done.error).toContain('Not verified');
  });

  test('that is not valid leaves nothing on standard output, and the code of the error', async () => {
    const verify = [
      'jwt',
      'verify',
      '--algorithm',
      'HS256',
      '--allow-weak-key',
      '--insecure-key',
      'wrong',
      token,
    ];
    expect(await run(verify)).toEqual({
      exit: 1,
      output: '',
      error: expect.stringContaining('(ERR_TOKEN_SIGNATURE)'),
    });
    const { exit, output, error } = await run([...verify, '--json']);
    expect({ exit, output, ...JSON.parse(error) }).toMatchObject({
      exit: 1,
      output: '',
      error: { code: 'ERR_TOKEN_SIGNATURE' },
    });
  });

  test('shows its times for people', async () => {
    const made = await run([
      'jwt',
      'sign',
      '--algorithm',
      'HS256',
      '--allow-weak-key',
      '--insecure-key',
      'k',
      '--exp',
      '1h',
      '--now',
      '2026-01-01T00:00:00Z',
    ]);
    expect((await run(['jwt', 'decode', made.output.trim()])).error).toMatch(
      /exp: 2026-01-01T01:00:00.000Z \(.* ago\)/,
    );
  });
});
