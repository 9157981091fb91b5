// @module-tag postgres
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newPostgres } from '../testing/databases.ts';
import { call, PASSWORD, startService, type TestService } from '../testing/harness.ts';

/** A real SMTP server that refuses the first mail that it is given, as servers do that are busy. */
class Mailbox {
  readonly received: string[] = [];
  refused = 0;
  readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, callback) => {
      let text = '';
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      stream.on('end', () => {
        if (this.refused === 0) {
          this.refused += 1;
          callback(Object.assign(new Error('busy'), { responseCode: 451 }));
          return;
        }
        this.received.push(`${session.envelope.rcptTo.map(({ address }) => address).join()}\n${text}`);
        callback();
      });
    },
  });
}

describe('mail by SMTP', () => {
  const mailbox = new Mailbox();
  let service: TestService;
  beforeAll(async () => {
    const { server } = mailbox;
    const address = await new Promise<AddressInfo | string | null>((resolve) => {
      const listening = server.listen(0, '127.0.0.1', () => resolve(listening.address()));
    });
    if (typeof address !== 'object' || address === null) throw new Error('The SMTP server has no port.');
    service = await startService(await newPostgres(), {
      env: { SMTP_URL: `smtp://127.0.0.1:${address.port}`, MAIL_FROM: 'demo@example.com' },
    });
  });
  afterAll(async () => {
    await service.stop();
    await new Promise<void>((resolve) => mailbox.server.close(() => resolve()));
  });

  test('is tried again when the server refuses it', async () => {
    await call(service.url, 'POST', '/v1/register', { email: 'ann@example.com', password: PASSWORD });
    await expect.poll(() => mailbox.received.length).toBe(1);
    expect(mailbox.refused).toBe(1);
    const [mail = ''] = mailbox.received;
    expect(mail).toMatch(/^ann@example.com\n.*From: demo@example.com.*Subject: Confirm your address/s);
    expect(mail.replaceAll('=\r\n', '').replaceAll('=3D', '=')).toMatch(/\/verify#[\w-]{43}/);
    expect(service.logged.join('')).toContain('mail.deferred');
  });
});
