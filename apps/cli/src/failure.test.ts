import { expect, test } from 'vitest';
import { workbench } from './test/run.ts';

const { run } = workbench('failure');
const key = ['--algorithm', 'HS256', '--insecure-key', '0123456789abcdef0123456789abcdef'];
const password = ['--insecure-password', 'x'];
const token = (await run(['jwt', 'sign', ...key])).output.trim();
const forApi = (await run(['jwt', 'sign', ...key, '--aud', 'api'])).output.trim();

test.each([
  [['kdf', 'scrypt', ...password, '--cost', '1048576'], '--max-memory'],
  [['kdf', 'scrypt', ...password, '--cost', '65536', '--block-size', '1'], '--cost'],
  [['kdf', 'scrypt', ...password, '--parallelization', '0'], '--parallelization'],
  [['kdf', 'argon2', ...password, '--memory', '1'], '--memory'],
  [['jwt', 'sign', ...key, '--kid', 'k'.repeat(2000)], '--kid'],
  [['jwt', 'verify', ...key, '--algorithm', 'RS256', token], '--algorithm'],
  [['jwt', 'verify', '--algorithm', 'ES256', '--jwks', 'http://example.com', token], '--jwks'],
  [['key', 'generate', 'RS256', '--bits', '1024'], '--bits'],
  [['hash', '--text', 'x', '--length', '5'], '--length'],
])('%j names the option that is wrong', async (args, option) => {
  const { exit, output, error } = await run([...args, '--json']);
  expect({ exit, output }).toEqual({ exit: 2, output: '' });
  expect(JSON.parse(error).error.option).toBe(option);
  expect((await run(args)).error).toContain(`countersign: ${option}: `);
});

test('an audience that is not expected is an error of the token', async () => {
  const { exit, error } = await run(['jwt', 'verify', ...key, forApi, '--json']);
  expect({ exit, code: JSON.parse(error).error.code }).toEqual({ exit: 1, code: 'ERR_TOKEN_AUDIENCE' });
});
