import { expect, test } from 'vitest';
import { workbench } from '../test/run.ts';

const { run, file } = workbench('webhook');
file('secret', `whsec_${Buffer.alloc(32, 7).toString('base64')}`);
file('body', '{"id":1}');
file('other', '{"id":2}');
const key = ['--key-file', 'secret'];

test.each(['standard', 'github', 'stripe', 'slack', 'shopify'])(
  'verifies the header lines that it makes for %s, and only for their body',
  async (scheme) => {
    const webhook = ['hmac', '--webhook', scheme, ...key];
    const { output } = await run([...webhook, 'body']);
    const verify = [...webhook, '--verify', output];
    expect(await run([...verify, 'body'])).toEqual({ exit: 0, output: '', error: '' });
    expect(await run([...verify, '--text', '{"id":1}', '--json'])).toMatchObject({
      exit: 0,
      output: '{"valid":true}\n',
    });
    expect(await run([...verify, 'other'])).toMatchObject({
      exit: 1,
      error: expect.stringContaining('ERR_WEBHOOK_SIGNATURE'),
    });
    expect(await run([...verify, 'other', '--json'])).toMatchObject({ exit: 1, output: '{"valid":false}\n' });
  },
);

test.each(['github', 'stripe', 'shopify'])('verifies the bare signature of %s', async (scheme) => {
  const webhook = ['hmac', '--webhook', scheme, ...key, 'body'];
  const { headers } = JSON.parse((await run([...webhook, '--json'])).output);
  const [signature] = Object.values<string>(headers);
  expect(await run([...webhook, '--verify', `${signature}`])).toMatchObject({ exit: 0, error: '' });
});

test.each([
  ['an empty value', 'github', ''],
  ['other text', 'stripe', 'nonsense'],
  ['a signature without its timestamp', 'slack', `v0=${'0'.repeat(64)}`],
])('reports %s as a header that does not verify', async (_, scheme, given) => {
  expect(await run(['hmac', '--webhook', scheme, ...key, 'body', `--verify=${given}`])).toMatchObject({
    exit: given === '' ? 2 : 1,
  });
});

test.each([
  ['--algorithm', 'sha1'],
  ['--encoding', 'base64'],
])('rejects %s, which the scheme sets', async (option, value) => {
  expect(await run(['hmac', '--webhook', 'github', ...key, 'body', option, value])).toMatchObject({
    exit: 2,
    error: expect.stringContaining('--webhook sets'),
  });
});
