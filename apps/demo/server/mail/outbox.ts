/** A mail that was sent. */
interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly sentAt: Date;
}

/** Sends mails after the reply, so that nobody learns from its time whether one was sent. */
export interface Outbox {
  send(mail: Omit<Mail, 'sentAt'>): void;
  /** The last ones, newest first: for the page that shows them in development. */
  latest(): readonly Mail[];
}

const KEPT = 50;

/** An outbox that keeps mails in memory. A real service puts SMTP behind the same interface. */
export function memoryOutbox(): Outbox {
  const mails: Mail[] = [];
  return {
    send(mail) {
      setImmediate(() => {
        mails.unshift({ ...mail, sentAt: new Date() });
        mails.length = Math.min(mails.length, KEPT);
      });
    },
    latest: () => [...mails],
  };
}
