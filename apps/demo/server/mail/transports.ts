import { appendFile } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import type { Config } from '../config.ts';
import type { Mail } from './messages.ts';

/** Sends a mail, or rejects. */
export type Transport = (mail: Mail) => Promise<void>;

/** Appends mails to a file that only its owner can read, because mails contain tokens. */
function fileTransport(file: string): Transport {
  return ({ to, subject, text }) => {
    const lines = `To: ${to}\nDate: ${new Date().toISOString()}\nSubject: ${subject}\n\n${text}\n`;
    return appendFile(file, lines, { mode: 0o600 });
  };
}

/** Prints mails, for development. */
function consoleTransport(print: (text: string) => void): Transport {
  return async ({ to, subject, text }) =>
    print(`\n  Mail to ${to}: ${subject}\n  ${text.trim().replaceAll('\n', '\n  ')}\n\n`);
}

/** Sends mails by SMTP, over a connection for each mail. With `requireTLS`, it rejects a server without encryption. */
function smtpTransport(url: string, from: string, requireTLS: boolean): Transport {
  const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 10_000 };
  const smtp = createTransport({ url, requireTLS, ...timeouts });
  return async (mail) => void (await smtp.sendMail({ from, ...mail }));
}

export type RecentMail = Mail & { readonly sentAt: Date };

/** Keeps the newest mails in memory, for `/dev/mail`. */
function memoryTransport(mails: RecentMail[]): Transport {
  return async (mail) => {
    mails.unshift({ ...mail, sentAt: new Date() });
    mails.length = Math.min(mails.length, 50);
  };
}

/** The transports of the configuration. Every mail goes to all of them. */
export function transports(
  { NODE_ENV: mode, SMTP_URL: url, MAIL_FROM: from, MAIL_FILE: file }: Config,
  recentMails: RecentMail[],
  print: (text: string) => void,
): readonly Transport[] {
  const smtp = url !== undefined && from !== undefined && smtpTransport(url, from, mode === 'production');
  return [
    ...(smtp ? [smtp] : []),
    ...(file === undefined ? [] : [fileTransport(file)]),
    ...(mode === 'development' && !smtp ? [consoleTransport(print)] : []),
    ...(mode === 'production' ? [] : [memoryTransport(recentMails)]),
  ];
}
