import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { hash } from './hash.ts';
import { hashStream } from './stream.ts';

test('hashes a Node.js stream', async () => {
  expect(await hashStream('sha256', Readable.from(['a', Buffer.from('b')]))).toEqual(hash('sha256', 'ab'));
});

test('rejects a Node.js stream that has been read', async () => {
  const stream = Readable.from(['a']);
  for await (const _part of stream);
  await expect(hashStream('sha256', stream)).rejects.toMatchObject({
    code: 'ERR_INVALID_ARGUMENT',
    argument: 'source',
  });
});

test.each([
  ['silent', new Readable({ read() {} })],
  [
    'endless',
    new Readable({
      read() {
        this.push('x');
      },
    }),
  ],
])('destroys a %s Node.js stream when the signal is aborted', async (_kind, stream) => {
  const outcome = hashStream('sha256', stream, { signal: AbortSignal.timeout(50) });
  await expect(outcome).rejects.toMatchObject({ code: 'ERR_ABORTED' });
  expect(stream.destroyed).toBe(true);
});
