import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { algorithmsAvailable, algorithmsGuaranteed } from '@countersign/core';
import { needs } from '@countersign/vitest-config/counterparts';
import { describe, expect, test } from 'vitest';
import { workbench } from '../test/run.ts';

const { folder, run, file, outputOf } = workbench('hash');

file('one', 'Hash me now!');
file('empty', '');
file('bytes', Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 256)));
const names = ['one', 'empty', 'bytes'];
const SHA256 = '10d561fa94a89a25ea0c7aa47708bdb353bbb062a17820292cd905a3a60d6783';

test.each([
  ['sha256sum', ['--algorithm', 'sha256']],
  ['sha512sum', ['--algorithm', 'SHA-512']],
  ['sha384sum', ['-a', 'sha384']],
  ['sha224sum', ['-asha224']],
  ['sha1sum', ['--algorithm=sha1']],
  ['md5sum', ['--algorithm', 'md5']],
  ['b2sum', ['--algorithm', 'blake2b']],
])('writes and checks what %s writes and checks', async (command, args) => {
  const theirs = outputOf(command, ...names);
  expect((await run(['hash', ...args, ...names])).output).toBe(theirs);
  const tagged = outputOf(command, '--tag', ...names);
  expect((await run(['hash', ...args, '--tag', ...names])).output).toBe(tagged);
  const matches = { exit: 0, output: 'one: OK\nempty: OK\nbytes: OK\n', error: '' };
  for (const list of [theirs, tagged]) {
    file('SUMS', list);
    expect(await run(['hash', ...args, '--check', 'SUMS'])).toEqual(matches);
    // The tag or the length shows the digest.
    expect(await run(['hash', '--check', 'SUMS'])).toMatchObject({ exit: 0, output: matches.output });
  }
  file('OURS', (await run(['hash', ...args, ...names])).output);
  expect(outputOf(command, '--check', 'OURS')).toBe(matches.output);
});

describe('every digest', () => {
  const python = `import hashlib, sys, json
data = open('bytes', 'rb').read()
names = {'sha512-224': 'sha512_224', 'sha512-256': 'sha512_256'}
def digest(name):
    made = hashlib.new(names.get(name, name.replace('-', '_')), data)
    return made.hexdigest(32) if name == 'shake128' else made.hexdigest(64) if name == 'shake256' else made.hexdigest()
print(json.dumps({name: digest(name) for name in sys.argv[1:]}))`;
  const known = [...algorithmsGuaranteed].filter((name) => name !== 'blake3');

  test('is what Python makes', needs('python3'), async () => {
    const theirs: Record<string, string> = JSON.parse(outputOf('python3', '-c', python, ...known));
    const ours = Object.fromEntries(
      await Promise.all(
        known.map(async (name) => [name, (await run(['hash', '-a', name, 'bytes'])).output.split(' ')[0]]),
      ),
    );
    expect(ours).toEqual(theirs);
  });

  test('BLAKE3 is that of its test vectors', async () => {
    const input = Buffer.from(Array.from({ length: 1025 }, (_, index) => index % 251));
    expect((await run(['hash', '-a', 'blake3', '-l', '16'], { input })).output).toBe(
      'd00278ae47eb27b34faecf67b4fe263f  -\n',
    );
  });

  test('is listed', async () => {
    const { guaranteed, added } = JSON.parse((await run(['hash', '--list', '--json'])).output);
    expect([...guaranteed, ...added]).toEqual([...algorithmsAvailable()]);
    const { output } = await run(['hash', '--list']);
    for (const name of algorithmsAvailable()) expect(output).toContain(name);
  });

  test('takes the parameters that it has', needs('python3'), async () => {
    file('key', 'key');
    const parameters = ['-l', '16', '--key-file', 'key', '--salt', 'salt', '--personalization', 'person'];
    const theirs = outputOf(
      'python3',
      '-c',
      `import hashlib
for make in (hashlib.blake2b, hashlib.blake2s):
    print(make(b'Hash me now!', digest_size=16, key=b'key', salt=b'salt', person=b'person').hexdigest())`,
    );
    const ours = await Promise.all(
      ['blake2b', 'blake2s'].map((name) =>
        run(['hash', '-a', name, ...parameters, '--text', 'Hash me now!']),
      ),
    );
    expect(ours.map(({ output }) => output).join('')).toBe(theirs);
    expect((await run(['hash', '-a', 'blake3', '--context', 'a test', '--text', 'x'])).output).toMatch(
      /^[0-9a-f]{64}\n$/,
    );
    expect(await run(['hash', '--salt', 'x', '--text', 'x'])).toMatchObject({ exit: 2, output: '' });
  });
});

test('standard input is read without a file, for -, and for nothing else', async () => {
  const input = 'Hash me now!';
  expect((await run(['hash'], { input })).output).toBe(`${SHA256}  -\n`);
  expect((await run(['hash', '-', 'one'], { input })).output).toBe(`${SHA256}  -\n${SHA256}  one\n`);
  expect((await run(['hash', '--text', input], { input: 'other' })).output).toBe(`${SHA256}\n`);
  expect(await run(['hash', '-', '-'], { input })).toMatchObject({ exit: 2 });
});

test('truncated BLAKE2 tags carry their length', async () => {
  const theirs = outputOf('b2sum', '--length', '128', '--tag', 'one');
  expect((await run(['hash', '--algorithm', 'blake2b', '--length', '16', '--tag', 'one'])).output).toBe(
    theirs,
  );
  file('SUMS', theirs);
  expect((await run(['hash', '--check', 'SUMS'])).output).toBe('one: OK\n');
});

test('odd names are written as coreutils write them', async () => {
  const odd = ['new\nline', 'back\\slash', 'carriage\rreturn', ' space ', '*star', 'ünïcode', '(x) = y'];
  for (const name of odd) file(name, name);
  for (const args of [[], ['--tag'], ['--zero'], ['--zero', '--tag']]) {
    const theirs = outputOf('sha256sum', ...args, ...odd);
    expect((await run(['hash', ...args, ...odd])).output).toBe(theirs);
    if (args.includes('--zero')) continue;
    file('SUMS', theirs);
    expect((await run(['hash', '--check', 'SUMS'])).output).toBe(outputOf('sha256sum', '--check', 'SUMS'));
  }
  file('ZERO', (await run(['hash', '--zero', ...odd])).output);
  expect(await run(['hash', '--check', '--zero', 'ZERO'])).toMatchObject({ exit: 0, error: '' });
});

describe('folders', () => {
  test('are hashed with --recursive, in order, without following links', async () => {
    mkdirSync(join(folder, 'tree/b'), { recursive: true });
    for (const name of ['tree/z', 'tree/a', 'tree/b/c']) file(name, name);
    symlinkSync('..', join(folder, 'tree/b/up'));
    expect(await run(['hash', 'tree'])).toEqual({
      exit: 3,
      output: '',
      error: expect.stringContaining('--recursive'),
    });
    expect((await run(['hash', '--recursive', 'tree', 'one'])).output).toBe(
      outputOf('sha256sum', 'tree/a', 'tree/b/c', 'tree/z', 'one'),
    );
  });
});

test('an unreadable file does not stop the others', async () => {
  expect(await run(['hash', 'gone', 'one', folder])).toEqual({
    exit: 3,
    output: `${SHA256}  one\n`,
    error: expect.stringMatching(/gone: no such file or directory\n.*is a directory/),
  });
});

test('large files are worked on together, and printed in order', needs('python3'), async () => {
  const large = mkdtempSync(join(folder, 'large-'));
  const paths = Array.from({ length: 9 }, (_, index) => join(large, `file-${index}`));
  for (const [index, path] of paths.entries()) {
    const size = index % 3 === 0 ? 1000 : 3_000_000 + index;
    outputOf('python3', '-c', `open('${path}', 'wb').write(bytes([${index}]) * ${size})`);
  }
  for (const algorithm of ['sha256', 'blake3', 'blake2b'])
    expect((await run(['hash', '-a', algorithm, '-l', '32', ...paths])).output).toBe(
      (await Promise.all(paths.map((path) => run(['hash', '-a', algorithm, '-l', '32', path]))))
        .map(({ output }) => output)
        .join(''),
    );
  expect((await run(['hash', ...paths])).output).toBe(outputOf('sha256sum', ...paths));
  rmSync(large, { recursive: true });
});

test('files that say that they are empty are read to their end', async () => {
  expect((await run(['hash', '/proc/self/mountinfo'])).output).not.toContain('e3b0c44298fc1c14');
});

test.each([
  [['one', '--verify', SHA256], '', 0, ''],
  [['one', '--verify', SHA256.toUpperCase()], '', 0, ''],
  [['empty', '--verify', SHA256], '', 1, ''],
  [['empty', '--verify', SHA256, '--json'], '', 1, '{"matched":false,"errors":[]}\n'],
  [['--text', 'Hash me now!', '--verify', SHA256], '', 0, ''],
  [['gone', '--verify', SHA256], '', 3, ''],
  [['one', '--verify', '10d5'], '', 1, ''],
  [['one', '--verify', 'z'.repeat(64)], '', 1, ''],
])('hash %j compares', async (args, input, exit, output) => {
  expect(await run(['hash', ...args], { input })).toMatchObject({ exit, output });
});

test.each([
  ['--quiet', []],
  ['--status', []],
  ['--warn', []],
  ['--strict', []],
  ['--ignore-missing', []],
  ['--tag', ['--check']],
  ['--length', ['--check', '16']],
])('%s is rejected where it has no effect', async (option, more) => {
  const [check = '', value = ''] = more;
  const args = ['hash', ...(check === '' ? [] : [check]), option, ...(value === '' ? [] : [value]), 'one'];
  expect(await run(args)).toMatchObject({
    exit: 2,
    output: '',
    error: expect.stringMatching(/with --check/),
  });
});

test('hash --json reports files that cannot be read', async () => {
  const { exit, output, error } = await run(['hash', 'gone', '--json', '.']);
  expect({ exit, error, ...JSON.parse(output) }).toEqual({
    exit: 3,
    error: '',
    algorithm: 'sha256',
    files: [],
    errors: [
      { name: 'gone', message: 'gone: no such file or directory' },
      { name: '.', message: '.: is a directory; --recursive hashes its files' },
    ],
  });
});
