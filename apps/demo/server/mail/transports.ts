import { appendFile } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import type { Config } from '../config.ts';
import type { Mail } from './messages.ts';

/** Sends a mail, or rejects. */
export interface Transport {
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** Appends mails to a file that only its owner can read, because mails contain tokens. */
export function fileTransport(file: string): Transport {
  return {
    send: ({ to, subject, text }) =>
      appendFile(file, `To: ${to}\nDate: ${new Date().toISOString()}\nSubject: ${subject}\n\n${text}\n`, {
        mode: 0o600,
      }),
    close: () => {},
  };
}

/** Prints mails, for development. */
export function consoleTransport(print: (text: string) => void): Transport {
  return {
    send: async ({ to, subject, text }) =>
      print(`\n  Mail to ${to}: ${subject}\n  ${text.trim().replaceAll('\n', '\n  ')}\n\n`),
    close: () => {},
  };
}

/** Sends mails by SMTP. With `requireTls`, it rejects a server without encryption. */
export function smtpTransport(url: string, from: string, requireTls: boolean): Transport {
  const smtp = createTransport({
    url,
    requireTLS: requireTls,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 10_000,
  });
  return {
    send: async (mail) => void (await smtp.sendMail({ from, ...mail })),
    close: () => smtp.close(),
  };
}

/** The newest mails, in memory, for `/dev/mail`. */
export interface RecentMails extends Transport {
  latest(): readonly (Mail & { readonly sentAt: Date })[];
}

export function recentMails(): RecentMails {
  const mails: (Mail & { readonly sentAt: Date })[] = [];
  return {
    send: async (mail) => {
      mails.unshift({ ...mail, sentAt: new Date() });
      mails.length = Math.min(mails.length, 50);
    },
    close: () => {},
    latest: () => mails,
  };
}

/** Where mails go. `/dev/mail` shows them, except in production. */
export function transports(
  { NODE_ENV: mode, SMTP_URL: url, MAIL_FROM: from, MAIL_FILE: file }: Config,
  recent: RecentMails,
  print: (text: string) => void,
): readonly Transport[] {
  const smtp = url !== undefined && from !== undefined && smtpTransport(url, from, mode === 'production');
  return [
    ...(smtp ? [smtp] : []),
    ...(file === undefined ? [] : [fileTransport(file)]),
    ...(mode === 'development' && !smtp ? [consoleTransport(print)] : []),
    ...(mode === 'production' ? [] : [recent]),
  ];
}
