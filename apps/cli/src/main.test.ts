import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { needs } from '@countersign/vitest-config/counterparts';
import { describe, expect, inject, test } from 'vitest';
import { everyCommand } from './args/command.ts';
import { COMMANDS } from './commands/tree.ts';
import { IN_BASH, workbench } from './test/run.ts';

const { folder, run, runInstalled, file } = workbench('main');

describe('every command', async () => {
  const commands = await everyCommand(COMMANDS);

  test.each(commands.map(({ path, command }) => ({ name: path.join(' '), command })))(
    '$name has a help with two examples of itself',
    ({ name, command }) => {
      expect(command.examples.length).toBeGreaterThanOrEqual(2);
      expect(command.examples.filter((example) => !example.includes(`countersign ${name}`))).toEqual([]);
      expect(command.summary).not.toMatch(/\.$/);
    },
  );

  test('is in the manual, which man can show', needs('man'), async () => {
    const { output } = await run(['man']);
    for (const { path } of commands)
      expect(output).toContain(`countersign ${path.join(' ').replaceAll('-', '\\-')}`);
    file('countersign.1', output);
    const shown = spawnSync('man', ['--warnings', '-l', 'countersign.1'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, MANWIDTH: '100', LC_ALL: 'C.UTF-8' },
    });
    expect(shown).toMatchObject({ status: 0, stderr: '' });
    for (const { path } of commands) expect(shown.stdout).toContain(`countersign ${path.join(' ')}`);
  });
});

describe('the command line', () => {
  test.each([
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/, /^$/],
    [['--help'], 0, /Commands:/, /^$/],
    [['jwt', '--help'], 0, /verify/, /^$/],
    [['jwt', 'verify', '--help'], 0, /Examples:/, /^$/],
    [['help', 'password', 'hash'], 0, /Hash a password/, /^$/],
    [[], 2, /^$/, /Commands:/],
    [['hsah'], 2, /^$/, /Did you mean countersign hash\?/],
    [['jwt', 'verfy'], 2, /^$/, /Did you mean countersign jwt verify\?/],
    [['hash', '--algoritm', 'md5'], 2, /^$/, /Did you mean --algorithm\?/],
    [['password', 'blocklist', 'biuld'], 2, /^$/, /Did you mean countersign password blocklist build\?/],
    [['decode'], 2, /^$/, /Did you mean countersign jwt decode\?/],
    [['verify'], 2, /^$/, /Did you mean countersign jwt verify or countersign password verify\?/],
    [['help', 'jwt', 'sgin'], 2, /^$/, /Did you mean countersign jwt sign\?/],
    [['--hlep'], 2, /^$/, /Did you mean --help\?/],
    [['jwt', '--hlep'], 2, /^$/, /Did you mean --help\?/],
    [['jwt', 'verify', '--algorthm', 'RS256'], 2, /^$/, /Did you mean --algorithm\?/],
    [['jwt', 'verify', '--audience=api'], 2, /^$/, /Did you mean --aud\?/],
    [['jwt', 'sign', '--key', 'a-secret'], 2, /^$/, /^(?!.*a-secret).*Did you mean --key-file\?/],
    [['jwt', 'sign', '--key=a-secret'], 2, /^$/, /^(?!.*a-secret).*Did you mean --key-file\?/],
    [['password', 'hash', 'a-secret'], 2, /^$/, /^(?!.*a-secret).*takes no arguments/],
    [['hash', '--qqqqqqqq'], 2, /^$/, /See --help/],
    [[''], 2, /^$/, /See countersign --help/],
    [['hash', '--length'], 2, /^$/, /--length needs a value/],
    [['hash', '--algorithm', 'sha257', '--text', 'x'], 2, /^$/, /must be a digest.*not "sha257"/],
    [['hash', '--length', 'many', '--algorithm', 'blake2b', '--text', 'x'], 2, /^$/, /must be an integer/],
    [['hash', 'no-such-file'], 3, /^$/, /no such file or directory/],
    [['random', 'int', '0'], 2, /^$/, /at least 1/],
    [['random', 'int'], 2, /^$/, /LIMIT/],
    [['random', 'uuid', 'x'], 2, /^$/, /no arguments/],
    [['random', 'hex', '1', '2'], 2, /^$/, /The argument "2" is unexpected/],
    [['jwt', 'verify', 'x.y.z', '--insecure-key', 'k'], 2, /^$/, /--algorithm is missing/],
    [['jwt', 'decode', 'not-a-token'], 1, /^$/, /ERR_TOKEN_MALFORMED/],
    [
      ['jwt', 'sign', '--algorithm', 'none', '--insecure-key', 'x'],
      2,
      /^$/,
      /--algorithm must be one of.*not "none"/,
    ],
    [['hmac', '--text', 'x'], 2, /^$/, /--key-file/],
    [['hmac', '--text', 'x', '--key-env', 'NOT_SET_ANYWHERE'], 2, /^$/, /not set/],
    [['password', 'verify', 'nonsense', '--insecure-password', 'x'], 1, /^$/, /ERR_HASH_MALFORMED/],
    [['key', 'inspect', 'no-such-key'], 3, /^$/, /no such file/],
    [['password', 'reset-url', 'javascript:alert(1)'], 2, /^$/, /http or https/],
  ])('%j ends with %i', async (args, exit, output, error) => {
    const done = await run(args);
    expect(done).toEqual({
      exit,
      output: expect.stringMatching(output),
      error: expect.stringMatching(error),
    });
    if (args.length > 0) expect(done.error).toMatch(/^([^\n]*\n)?$/);
  });

  test('prints one JSON object with --json, errors too', async () => {
    expect(JSON.parse((await run(['hash', '--text', 'Hash me now!', '--json'])).output)).toHaveProperty(
      'digest',
    );
    for (const args of [['hash', 'file', '--text', 'x'], ['hsah'], ['jwt'], [], ['hash', '--lenght', '5']]) {
      const { exit, output, error } = await run([...args, '--json']);
      expect({ exit, output }).toEqual({ exit: 2, output: '' });
      expect(JSON.parse(error)).toEqual({ error: { code: 'USAGE', message: expect.any(String) } });
    }
  });

  const noMatches = Array.from({ length: 5000 }, (_, index) => `${'0'.repeat(64)}  missing${index}\n`).join(
    '',
  );
  file('LIST', noMatches);

  test.each([
    ['what has no verdict ends well', 'random hex --count 100000', 0],
    ['what writes piece by piece, too', 'hash --recursive .', 0],
    ['raw bytes, too', 'random bytes 100000 --count 50', 0],
    ['a check that was not finished has not succeeded', 'hash --check LIST 2>/dev/null', 1],
    ['a verdict is not lost', 'password check --insecure-password x', 1],
    ['nor one in JSON', 'hash --check LIST --json', 1],
  ])('does not mind a reader that leaves: %s', (_, line, exit) => {
    // The reader has gone before anything is written.
    const script = `${IN_BASH}; { sleep 0.1; countersign ${line}; echo $? > exit; } | true`;
    const done = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
    expect(done).toMatchObject({ stdout: '', stderr: '' });
    expect(readFileSync(join(folder, 'exit'), 'utf8')).toBe(`${exit}\n`);
  });

  test('gives a reader that takes one line that line', async () => {
    const script = `${IN_BASH}; countersign random hex --count 100000 | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const done = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect(done.stdout).toMatch(/^[0-9a-f]{64}\n0\n$/);
    expect(done.stderr).toBe('');
  });

  test('says so when what it writes to is full', async () => {
    const script = `${IN_BASH}; countersign hash --list > /dev/full`;
    const { status, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 3, stderr: expect.stringContaining('no space left') });
  });

  test('says which Node.js it needs to one that is older', async () => {
    file(
      'older.cjs',
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.11.0' } });`,
    );
    const done = spawnSync(
      process.execPath,
      ['--require', './older.cjs', inject('countersign'), '--version'],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    expect(done).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/22\.12 or newer.*22\.11\.0/),
    });
  });
});

describe('keys', () => {
  test('private files get mode 0600 and are not overwritten', async () => {
    expect(await run(['key', 'generate', 'ES256', '--out', 'ec.pem'])).toEqual({
      exit: 0,
      output: '',
      error: '',
    });
    expect(statSync(join(folder, 'ec.pem')).mode & 0o777).toBe(0o600);
    expect(await run(['key', 'generate', 'ES256', '--out', 'ec.pem'])).toMatchObject({
      exit: 3,
      error: expect.stringContaining('--force'),
    });
    expect((await run(['key', 'generate', 'ES256', '--out', 'ec.pem', '--force'])).exit).toBe(0);
  });

  test.each(['RS256', 'ES256', 'ES384', 'ES512', 'Ed25519'])(
    'OpenSSL and ssh-keygen read the %s keys that are made',
    needs('openssl', 'ssh-keygen'),
    async (algorithm) => {
      const name = `${algorithm}.pem`;
      await run(['key', 'generate', algorithm, '--out', name]);
      execFileSync('openssl', ['pkey', '-in', name, '-noout', '-check'], { cwd: folder, stdio: 'pipe' });
      file(`${name}.ssh`, (await run(['key', 'public', name, '--format', 'openssh'])).output);
      expect(
        execFileSync('ssh-keygen', ['-l', '-f', `${name}.ssh`], { cwd: folder, encoding: 'utf8' }),
      ).toMatch(/SHA256:/);
    },
  );

  test(
    'a token signed with an encrypted ssh-keygen key verifies by JWK Set',
    needs('ssh-keygen'),
    async () => {
      // More rounds than a server would run for a key.
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-a', '129', '-N', 'open sesame', '-f', 'ssh'], {
        cwd: folder,
      });
      const sign = [
        'jwt',
        'sign',
        '--algorithm',
        'Ed25519',
        '--key-file',
        'ssh',
        '--passphrase-env',
        'PASSPHRASE',
        '--claim',
        'id:=1',
      ];
      const token = (await run(sign, { env: { PASSPHRASE: 'open sesame' } })).output.trim();
      file('jwks.json', (await run(['key', 'jwks', 'ssh.pub', '--algorithm', 'Ed25519'])).output);
      expect(
        await run(['jwt', 'verify', '--algorithm', 'Ed25519', '--jwks', 'jwks.json'], {
          input: `Authorization: Bearer ${token}\n`,
        }),
      ).toMatchObject({ exit: 0, output: '{\n  "id": 1\n}\n' });
      // Its key derivation is bundled.
      expect(runInstalled(sign, { env: { PASSPHRASE: 'open sesame' } })).toMatchObject({
        exit: 0,
        error: '',
      });
      expect(await run(sign, { env: { PASSPHRASE: 'wrong' } })).toMatchObject({
        exit: 1,
        error: expect.stringContaining('ERR_KEY_INVALID'),
      });
    },
  );
});

describe('passwords', () => {
  test('a hash is made, identified and verified without the password on the command line', async () => {
    const env = { PASSWORD: 'correct horse' };
    const hash = (await run(['password', 'hash', '--password-env', 'PASSWORD'], { env })).output.trim();
    expect(hash).toMatch(/^\$argon2id\$/);
    expect(await run(['password', 'verify', hash, '--password-env', 'PASSWORD'], { env })).toMatchObject({
      exit: 0,
      output: '',
    });
    expect(
      (
        await run(['password', 'verify', '--password-env', 'PASSWORD'], {
          env: { PASSWORD: 'wrong' },
          input: hash,
        })
      ).exit,
    ).toBe(1);
    expect((await run(['password', 'identify', hash])).output).toBe(
      'argon2id version=19 memory=19456 passes=2 parallelism=1\n',
    );
  });

  test.each(['words.txt', 'blocklist'])('password check reads the blocklist %s', async (blocklist) => {
    file('words.txt', 'purple monkey dishwasher\nanother one\n');
    expect((await run(['password', 'blocklist', 'build', 'words.txt', 'blocklist', '--force'])).exit).toBe(0);
    const check = ['password', 'check', '--blocklist', blocklist, '--password-env', 'PASSWORD'];
    expect(await run(check, { env: { PASSWORD: 'purple monkey dishwasher' } })).toMatchObject({
      exit: 1,
      output: expect.stringContaining('breaches'),
    });
    expect((await run(check, { env: { PASSWORD: 'purple monkey dishwater' } })).exit).toBe(0);
  });
});
