import { describe, expect, test } from 'vitest';
import { workbench } from '../test/run.ts';

const { run, file } = workbench('jwt-sign');
const key = ['--algorithm', 'HS256', '--insecure-key', '0123456789abcdef0123456789abcdef'];

describe('claims that could be read in two ways are not signed', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['a member twice', '{"admin":false,"admin":true}', 'has a member twice'],
    ['a member twice, escaped', '{"admin":false,"\\u0061dmin":true}', 'has a member twice'],
    ['a member named __proto__', '{"__proto__":{"admin":true}}', '__proto__'],
    ['a lone surrogate', '{"name":"\\udc00"}', 'lone surrogate'],
    ['bytes that are not UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d), 'not UTF-8'],
    ['an array', '[]', 'not a JSON object'],
    ['no JSON', 'role=editor', 'not valid JSON'],
  ])('a file with %s', async (_, content, reason) => {
    file('claims.json', content);
    const told = { exit: 2, output: '', error: expect.stringContaining(reason) };
    expect(await run(['jwt', 'sign', ...key, 'claims.json'])).toEqual(told);
    expect(await run(['jwt', 'sign', ...key, '-'], { input: content })).toEqual(told);
  });

  test.each([
    ['user:={"id":1,"id":2}', 'The value of user:='],
    ['user:=1,"admin":true', 'The value of user:= is not JSON.'],
    ['user:=', 'The value of user:= is not JSON.'],
    ['user', 'name=text or name:=json'],
  ])('an argument %s', async (claim, reason) => {
    expect(await run(['jwt', 'sign', ...key, '--claim', claim])).toEqual({
      exit: 2,
      output: '',
      error: expect.stringContaining(reason),
    });
  });

  test('rejects a claim given twice, by --claim or by its option', async () => {
    file('claims.json', '{"iss":"one"}');
    for (const more of [
      ['-c', 'a=1', '-c', 'a=2'],
      ['claims.json', '--iss', 'two'],
      ['-c', 'iss=one', '--iss', 'two'],
    ])
      expect(await run(['jwt', 'sign', ...key, ...more])).toEqual({
        exit: 2,
        output: '',
        error: expect.stringContaining('given twice'),
      });
  });
});

test('an argument takes the place of a claim of the file', async () => {
  file('claims.json', '{"role":"editor","id":7}');
  const token = (await run(['jwt', 'sign', ...key, 'claims.json', '-c', 'role=reader'])).output.trim();
  expect(JSON.parse((await run(['jwt', 'verify', ...key, '--json', token])).output).claims).toEqual({
    role: 'reader',
    id: 7,
  });
});
