// The outputs of the commands and those of openssl, ssh-keygen and Python. Each side reads the other.
import { needs } from '@countersign/vitest-config/counterparts';
import { describe, expect, test } from 'vitest';
import { workbench } from '../test/run.ts';

const { run, file, outputOf } = workbench('counterparts');

describe('hmac', () => {
  // The last byte is a newline, as one random key in 256 has: bytes are taken as they are.
  file('binary', Buffer.from('00ff8041 0a'.replace(' ', ''), 'hex'));
  file('text', 'secret-key\n');
  file('message', Buffer.alloc(1_000_000, 'message'));

  test.each(['sha256', 'sha512', 'sha1', 'sha3-256'])(
    '%s is what openssl makes',
    needs('openssl'),
    async (algorithm) => {
      for (const [key, hex] of [
        ['binary', '00ff80410a'],
        ['text', Buffer.from('secret-key').toString('hex')],
      ] as const) {
        const theirs = outputOf(
          'openssl',
          'dgst',
          `-${algorithm}`,
          '-mac',
          'HMAC',
          '-macopt',
          `hexkey:${hex}`,
          'message',
        );
        const tag = theirs.split('= ')[1] ?? '';
        const args = ['hmac', '-a', algorithm, '--key-file', key, 'message'];
        expect((await run(args)).output).toBe(tag);
        expect(await run([...args, '--verify', tag.trim().toUpperCase()])).toMatchObject({
          exit: 0,
          output: '',
        });
        expect(
          (await run([...args, '--verify', tag.trim().replace(/^./, (digit) => (digit === '0' ? '1' : '0'))]))
            .exit,
        ).toBe(1);
      }
    },
  );

  test('the newline of a text counts only when it is meant', needs('openssl'), async () => {
    const digest = (key: string): string =>
      outputOf('/usr/bin/python3', '-c', `import hmac; print(hmac.digest(b'${key}', b'x', 'sha256').hex())`);
    expect((await run(['hmac', '--key-file', 'text', '--text', 'x'])).output).toBe(digest('secret-key'));
    expect((await run(['hmac', '--key-file', 'text', '--keep-newline', '--text', 'x'])).output).toBe(
      digest('secret-key\\n'),
    );
  });

  test.each<[string, string[], object, number]>([
    ['a file', ['--key-file', 'text'], {}, 0],
    ['standard input', ['--key-file', '-'], { input: 'secret-key' }, 0],
    ['an environment variable', ['--key-env', 'MAC_KEY'], { env: { MAC_KEY: 'secret-key' } }, 0],
    ['standard input’s descriptor', ['--key-fd', '0'], { input: 'secret-key' }, 0],
    ['the command line', ['--insecure-key', 'secret-key'], {}, 0],
    ['nowhere', [], {}, 2],
    ['two places', ['--key-file', 'text', '--insecure-key', 'secret-key'], {}, 2],
    ['a variable that is not set', ['--key-env', 'NOT_SET_ANYWHERE'], {}, 2],
    ['a file that is not there', ['--key-file', 'gone'], {}, 3],
    ['a descriptor that is not open', ['--key-fd', '99'], {}, 3],
  ])('the key comes from %s', async (_, args, options, exit) => {
    const done = await run(['hmac', ...args, '--text', 'Important Message'], options);
    expect(done.exit).toBe(exit);
    expect(done.output).toBe(
      exit === 0 ? '1db5d806d73d76e779b7fd31091e026362a64177368e82e0cab91e0c2fb6435e\n' : '',
    );
    expect(done.error).not.toContain('secret-key');
  });
});

describe('kdf', () => {
  const secret = ['--insecure-password', 'Password123'];
  const salt = '000102030405060708090a0b0c0d0e0f';

  test.each<[string, string[], string[]]>([
    [
      'pbkdf2',
      ['--iterations', '1000', '-a', 'sha512', '-l', '40', '--salt-hex', salt, ...secret],
      [
        '-keylen',
        '40',
        '-kdfopt',
        'digest:SHA512',
        '-kdfopt',
        'pass:Password123',
        '-kdfopt',
        `hexsalt:${salt}`,
        '-kdfopt',
        'iter:1000',
        'PBKDF2',
      ],
    ],
    [
      'scrypt',
      [
        '--cost',
        '1024',
        '--block-size',
        '8',
        '--parallelization',
        '2',
        '-l',
        '64',
        '--salt-hex',
        salt,
        ...secret,
      ],
      [
        '-keylen',
        '64',
        '-kdfopt',
        'pass:Password123',
        '-kdfopt',
        `hexsalt:${salt}`,
        '-kdfopt',
        'n:1024',
        '-kdfopt',
        'r:8',
        '-kdfopt',
        'p:2',
        'SCRYPT',
      ],
    ],
    [
      'hkdf',
      ['-a', 'sha256', '-l', '42', '--salt-hex', salt, '--info', 'mail', '--insecure-key', 'master'],
      [
        '-keylen',
        '42',
        '-kdfopt',
        'digest:SHA2-256',
        '-kdfopt',
        'key:master',
        '-kdfopt',
        `hexsalt:${salt}`,
        '-kdfopt',
        'info:mail',
        'HKDF',
      ],
    ],
  ])('%s is what openssl derives', needs('openssl'), async (name, ours, theirs) => {
    const derived = outputOf('openssl', 'kdf', ...theirs)
      .replaceAll(':', '')
      .toLowerCase()
      .trim();
    expect((await run(['kdf', name, ...ours])).output.trim()).toBe(derived);
  });

  test.each(['argon2id', 'argon2i', 'argon2d'])(
    '%s is what argon2-cffi derives',
    needs('passlib'),
    async (variant) => {
      const type = { argon2id: 'ID', argon2i: 'I', argon2d: 'D' }[variant];
      const python = `from argon2.low_level import hash_secret_raw, Type
print(hash_secret_raw(b'Password123', bytes.fromhex('${salt}'), time_cost=2, memory_cost=1024, parallelism=2, hash_len=24, type=Type.${type}).hex())`;
      const ours = [
        '--variant',
        variant,
        '-m',
        '1024',
        '-t',
        '2',
        '-p',
        '2',
        '-l',
        '24',
        '--salt-hex',
        salt,
        ...secret,
      ];
      expect((await run(['kdf', 'argon2', ...ours])).output).toBe(outputOf('/usr/bin/python3', '-c', python));
    },
  );

  test('kdf pbkdf2 prints the salt that it chose', async () => {
    const { output, error } = await run(['kdf', 'pbkdf2', '--iterations', '1000', ...secret]);
    const salt = /^salt: ([0-9a-f]{32})\n$/.exec(error)?.[1] ?? '';
    expect(await run(['kdf', 'pbkdf2', '--iterations', '1000', '--salt-hex', salt, ...secret])).toEqual({
      exit: 0,
      output,
      error: '',
    });
  });
});
