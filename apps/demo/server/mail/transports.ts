import { appendFile } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import type { Mail } from './messages.ts';

/** Sends a mail, or fails; then it is tried again. */
export interface Transport {
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** Appends mails to a file that only its owner may read: they hold tokens. */
export function fileTransport(file: string): Transport {
  return {
    send: ({ to, subject, text }) =>
      appendFile(file, `To: ${to}\nDate: ${new Date().toISOString()}\nSubject: ${subject}\n\n${text}\n`, {
        mode: 0o600,
      }),
    close: () => {},
  };
}

/** Shows mails on the console, for development. */
export function consoleTransport(write: (text: string) => void): Transport {
  return {
    send: async ({ to, subject, text }) =>
      write(`\n  mail to ${to}: ${subject}\n  ${text.trim().replaceAll('\n', '\n  ')}\n\n`),
    close: () => {},
  };
}

/** Sends mails by SMTP. */
export function smtpTransport(url: string, from: string): Transport {
  const smtp = createTransport({
    url,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    pool: true,
  });
  return {
    send: async (mail) => void (await smtp.sendMail({ from, ...mail })),
    close: () => smtp.close(),
  };
}

/** The last mails, in memory, for the page that shows them in development. */
export interface RecentMails extends Transport {
  latest(): readonly (Mail & { readonly sentAt: Date })[];
}

const KEPT = 50;

export function recentMails(): RecentMails {
  const mails: (Mail & { readonly sentAt: Date })[] = [];
  return {
    send: async (mail) => {
      mails.unshift({ ...mail, sentAt: new Date() });
      mails.length = Math.min(mails.length, KEPT);
    },
    close: () => {},
    latest: () => [...mails],
  };
}
