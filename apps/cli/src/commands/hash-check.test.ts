import { needs } from '@countersign/vitest-config/counterparts';
import { describe, expect, test } from 'vitest';
import { workbench } from '../test/run.ts';

const { run, file, other, outputOf } = workbench('check');

file('one', 'Hash me now!');
file('two', 'x');
file('new\nline', 'Hash me now!');
file('back\\slash', 'Hash me now!');
file('carriage\rreturn', 'Hash me now!');

const H = '10d561fa94a89a25ea0c7aa47708bdb353bbb062a17820292cd905a3a60d6783';
const ZERO = '0'.repeat(64);
const GOOD = `${H}  one\n`;
const BAD = `${ZERO}  one\n`;
const GONE = `${ZERO}  gone\n`;

/** The warnings on standard error. The two programs word them differently. */
function warnings(error: string): Readonly<Record<string, boolean>> {
  return {
    mismatch: /\d+ computed checksums? did NOT match/.test(error),
    malformed: /\d+ lines? (is|are) improperly formatted/.test(error),
    unreadable: /\d+ listed files? could not be read/.test(error),
    line: /improperly formatted( \S+)? checksum line/.test(error),
    nothing: /no properly formatted checksum lines found/.test(error),
    unverified: /no file was verified/.test(error),
    missing: /no such file/i.test(error),
    directory: /is a directory/i.test(error),
  };
}

describe('beside sha256sum, the same output, exit code and warnings', () => {
  test.each<[string, string, string[]]>([
    ['all match', GOOD, []],
    ['a mismatch', BAD, []],
    ['two mismatches', BAD + BAD, []],
    ['a mismatch, --quiet', GOOD + BAD, ['--quiet']],
    ['a mismatch, --status', BAD, ['--status']],
    ['a match, --status', GOOD, ['--status']],
    ['a malformed line', `${GOOD}rubbish\n`, []],
    ['a malformed line, --strict', `${GOOD}rubbish\n`, ['--strict']],
    ['a malformed line, --strict --status', `${GOOD}rubbish\n`, ['--strict', '--status']],
    ['a malformed line, --warn', `${GOOD}rubbish\n`, ['--warn']],
    ['a malformed line, --status and then --warn', `${GOOD}rubbish\n`, ['--status', '--warn']],
    ['a malformed line, --warn and then --status', `${GOOD}rubbish\n`, ['--warn', '--status']],
    ['a malformed line, --warn and then --quiet', `${GOOD}rubbish\n`, ['--warn', '--quiet']],
    ['a missing file', GOOD + GONE, []],
    ['a missing file, --quiet', GOOD + GONE, ['--quiet']],
    ['a missing file, --status', GOOD + GONE, ['--status']],
    ['a missing file, --ignore-missing', GOOD + GONE, ['--ignore-missing']],
    ['a missing file, --ignore-missing --quiet', GOOD + GONE, ['--ignore-missing', '--quiet']],
    ['a missing file, a mismatch, --ignore-missing', BAD + GONE, ['--ignore-missing']],
    ['nothing left, --ignore-missing', GONE, ['--ignore-missing']],
    ['nothing left, --ignore-missing --status', GONE, ['--ignore-missing', '--status']],
    ['--ignore-missing --strict', `${GOOD}rubbish\n`, ['--ignore-missing', '--strict']],
    ['a folder', `${H}  .\n`, []],
    ['a file below a file', `${H}  one/two\n`, []],
    ['everything wrong', `${BAD}${GONE}rubbish\n`, []],
    ['rubbish alone', 'rubbish\n', []],
    ['rubbish alone, --status', 'rubbish\n', ['--status']],
    ['nothing', '', []],
    ['upper case', GOOD.toUpperCase().replace('ONE', 'one'), []],
    ['CRLF', GOOD.replace('\n', '\r\n'), []],
    ['no newline at the end', GOOD.trimEnd(), []],
    ['empty lines and comments', `\n# a comment\n${GOOD}\n`, ['--strict']],
    ['a star before a binary name', GOOD.replace('  ', ' *'), []],
    ['spaces before the digest', `  ${GOOD}`, []],
    ['a tab before the digest', `\t${GOOD}`, []],
    ['one space, as BSD’s reversed lines have', GOOD.replace('  ', ' '), []],
    ['one space, then two', GOOD.replace('  ', ' ') + GOOD, []],
    ['two spaces, then one', GOOD + GOOD.replace('  ', ' '), []],
    ['a tag', `SHA256 (one) = ${H}\n`, []],
    ['a tag without spaces', `SHA256(one)=${H}\n`, []],
    ['a tag as OpenSSL 1.1 writes it', `SHA256(one)= ${H}\n`, []],
    ['another digest’s tag', `MD5 (one) = ${H.slice(32)}\n`, []],
    ['an odd number of digits', `${H.slice(1)}  one\n`, []],
    ['too many digits', `${H}00  one\n`, []],
    ['an escaped newline', `\\${H}  new\\nline\n`, []],
    ['an escaped backslash', `\\${H}  back\\\\slash\n`, []],
    ['an escaped carriage return', `\\${H}  carriage\\rreturn\n`, []],
    ['an unknown escape', `\\${H}  new\\xline\n`, []],
    ['a backslash that escapes nothing', `${H}  back\\slash\n`, []],
    ['an escaped tag', `\\SHA256 (new\\nline) = ${H}\n`, []],
    ['a long name', `${H}  ${'a'.repeat(300)}\n`, []],
  ])('%s', async (_, list, options) => {
    file('SUMS', list);
    const theirs = other('sha256sum', ['--check', ...options, 'SUMS'], { env: { LC_ALL: 'C.UTF-8' } });
    const ours = await run(['hash', '-a', 'sha256', '--check', ...options, 'SUMS']);
    expect({ ...ours, error: warnings(ours.error) }).toEqual({ ...theirs, error: warnings(theirs.error) });
  });

  test('several lists, one of them missing, and a list on standard input', async () => {
    file('GOOD', GOOD);
    file('BAD', BAD);
    for (const lists of [['no-list', 'GOOD'], ['BAD', 'GOOD'], ['GOOD', 'GOOD'], []]) {
      const input = lists.length === 0 ? { input: GOOD } : {};
      const theirs = other('sha256sum', ['--check', ...lists], input);
      const ours = await run(['hash', '--check', ...lists], input);
      expect({ ...ours, error: warnings(ours.error) }).toEqual({
        ...theirs,
        error: warnings(theirs.error),
      });
    }
  });
});

describe('lists of other tools', () => {
  async function isRead(
    [command = '', ...args]: readonly string[],
    options: readonly string[],
  ): Promise<void> {
    file('SUMS', outputOf(command, ...args));
    expect(await run(['hash', ...options, '--check', '--strict', 'SUMS'])).toMatchObject({
      exit: 0,
      output: 'one: OK\ntwo: OK\n',
    });
  }

  test.each<[string, readonly string[], string[]]>([
    ['sha256sum --tag', ['sha256sum', '--tag', 'one', 'two'], []],
    ['b2sum', ['b2sum', 'one', 'two'], []],
    ['b2sum --length 256, named', ['b2sum', '--length', '256', 'one', 'two'], ['-a', 'blake2b']],
    ['b2sum --length 256 --tag', ['b2sum', '--length', '256', '--tag', 'one', 'two'], []],
    ['cksum -a sha512', ['cksum', '-a', 'sha512', 'one', 'two'], []],
    ['cksum -a blake2b', ['cksum', '-a', 'blake2b', 'one', 'two'], []],
    ['cksum -a sm3', ['cksum', '-a', 'sm3', 'one', 'two'], []],
    ['cksum -a md5 --untagged', ['cksum', '-a', 'md5', '--untagged', 'one', 'two'], []],
  ])('%s', async (_, command, options) => isRead(command, options));

  test.each<[string, readonly string[], string[]]>([
    ['shasum', ['shasum', 'one', 'two'], []],
    ['shasum -a 256 --binary', ['shasum', '-a', '256', '-b', 'one', 'two'], []],
    ['shasum -a 512256, named', ['shasum', '-a', '512256', 'one', 'two'], ['-a', 'sha512/256']],
    ['shasum -a 512 --tag', ['shasum', '-a', '512', '--tag', 'one', 'two'], []],
    ['shasum -a 512224 --tag', ['shasum', '-a', '512224', '--tag', 'one', 'two'], []],
  ])('%s', needs('perl'), async (_, command, options) => isRead(command, options));

  test.each<[string, readonly string[], string[]]>([
    ['openssl dgst -sha256', ['openssl', 'dgst', '-sha256', 'one', 'two'], []],
    ['openssl dgst -sha256 -r', ['openssl', 'dgst', '-sha256', '-r', 'one', 'two'], []],
    ['openssl dgst -sha512-256', ['openssl', 'dgst', '-sha512-256', 'one', 'two'], []],
    ['openssl dgst -sha3-256', ['openssl', 'dgst', '-sha3-256', 'one', 'two'], []],
    ['openssl dgst -blake2b512', ['openssl', 'dgst', '-blake2b512', 'one', 'two'], []],
    ['openssl dgst -blake2s256', ['openssl', 'dgst', '-blake2s256', 'one', 'two'], []],
    ['openssl dgst -shake256', ['openssl', 'dgst', '-shake256', '-xoflen', '32', 'one', 'two'], []],
  ])('%s', needs('openssl'), async (_, command, options) => isRead(command, options));

  // FreeBSD's and macOS's md5, which Debian does not have: md5.c prints these.
  test.each([
    ['BSD', 'MD5 (one) = ', ''],
    ['BSD, reversed', '', ' one'],
  ])('%s', async (_, before, after) => {
    const digest = outputOf('md5sum', 'one').slice(0, 32);
    file('SUMS', `${before}${digest}${after}\n`);
    expect((await run(['hash', '--check', 'SUMS'])).output).toBe('one: OK\n');
  });

  test('distinguishes SHA-512 and BLAKE2b lines by the digest that matches', async () => {
    const lines = [outputOf('sha512sum', 'one'), outputOf('b2sum', 'two'), `${'0'.repeat(128)}  one\n`];
    file('SUMS', lines.join(''));
    expect(await run(['hash', '--check', 'SUMS'])).toMatchObject({
      exit: 1,
      output: 'one: OK\ntwo: OK\none: FAILED\n',
    });
  });
});

test('--check --json reports every file and list', async () => {
  file('SUMS', `${GOOD}${BAD}${GONE}rubbish\n`);
  file('NONE', 'rubbish\n');
  const { exit, output, error } = await run(['hash', '--check', '--json', 'SUMS', 'gone', 'NONE']);
  const told = { list: 'SUMS', algorithm: 'sha256' };
  expect({ exit, error, ...JSON.parse(output) }).toEqual({
    exit: 1,
    error: '',
    matched: false,
    malformed: 2,
    files: [
      { ...told, name: 'one', outcome: 'ok' },
      { ...told, name: 'one', outcome: 'mismatch' },
      { ...told, name: 'gone', outcome: 'unreadable', message: 'gone: no such file or directory' },
    ],
    errors: [
      { list: 'gone', message: 'gone: no such file or directory' },
      { list: 'NONE', message: 'NONE: no properly formatted checksum lines found' },
    ],
  });
});
