import { createResetToken, resetUrl } from '@countersign/password';
import type { Logger } from 'pino';
import { deleteRegistration, findAccount, setRegistrationToken, setReset } from '../store/accounts.ts';
import { claimMails, deferMail, deleteMail, hasDueMail, type QueuedMail } from '../store/outbox.ts';
import type { Database } from '../store/schema.ts';
import { type Mail, messages } from './messages.ts';
import type { Transport } from './transports.ts';

const BEAT_MILLISECONDS = 200;
const AT_ONCE = 10;
const CLAIM_SECONDS = 60;
const MAX_TRIES = 10;
const LONGEST_WAIT_SECONDS = 3600;
const CONFIRM_WITHIN = '24h';

export interface OutboxOptions {
  readonly db: Database;
  readonly transports: readonly Transport[];
  readonly publicUrl: string;
  readonly log: Logger;
  readonly now: () => Date;
}

/**
 * Makes and sends what was queued, on a beat of its own: whether a request queued something that becomes a mail shows nowhere in its time.
 * Tokens are made here, so that none is in the database; a mail that fails is tried again with a new one.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #timer: NodeJS.Timeout;
  #work: Promise<void> | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#beat(), BEAT_MILLISECONDS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#work;
    for (const transport of this.#options.transports) transport.close();
  }

  #beat(): void {
    this.#work ??= this.#sendDue()
      .catch((error: unknown) => this.#options.log.warn({ event: 'outbox.failed', err: error }))
      .finally(() => {
        this.#work = undefined;
      });
  }

  async #sendDue(): Promise<void> {
    const { db, now } = this.#options;
    if (!(await hasDueMail(db, now()))) return;
    const claimedUntil = new Date(now().getTime() + CLAIM_SECONDS * 1000);
    const claimed = await claimMails(db, { now: now(), claimedUntil, limit: AT_ONCE });
    for (const queued of claimed) await this.#send(queued);
  }

  async #send(queued: QueuedMail): Promise<void> {
    const { db, transports, log, now } = this.#options;
    try {
      const mail = await this.#make(queued);
      if (mail) for (const transport of transports) await transport.send(mail);
      await deleteMail(db, queued.id);
    } catch (error) {
      const isLast = queued.tries >= MAX_TRIES;
      log.warn({
        event: isLast ? 'mail.abandoned' : 'mail.deferred',
        kind: queued.kind,
        tries: queued.tries,
        err: error,
      });
      const wait = Math.min(2 ** queued.tries, LONGEST_WAIT_SECONDS);
      if (isLast) await deleteMail(db, queued.id);
      else await deferMail(db, queued.id, new Date(now().getTime() + wait * 1000));
    }
  }

  /** The mail, or undefined when there is none to send: nobody has that address, or what it was about is gone. */
  async #make({ kind, email, registration_id: registrationId }: QueuedMail): Promise<Mail | undefined> {
    const { db, publicUrl, now } = this.#options;
    const account = await findAccount(db, email);
    const page = `${publicUrl}/account`;
    if (kind === 'confirm') {
      if (registrationId === null) return undefined;
      if (account) {
        await deleteRegistration(db, registrationId);
        return { to: email, ...messages.alreadyRegistered(page) };
      }
      const token = createResetToken({ expiresIn: CONFIRM_WITHIN, now });
      if (!(await setRegistrationToken(db, registrationId, token))) return undefined;
      return { to: email, ...messages.confirm(link(`${publicUrl}/verify`, token.token)) };
    }
    if (!account) return undefined;
    if (kind === 'password-changed') return { to: email, ...messages.passwordChanged(page) };
    if (kind === 'session-ended') return { to: email, ...messages.sessionEnded(page) };
    const token = createResetToken({ now });
    await setReset(db, { accountId: account.id, ...token });
    return { to: email, ...messages.reset(link(`${publicUrl}/reset`, token.token)) };
  }
}

function link(base: string, token: string): string {
  return resetUrl(base, token, { place: 'fragment' });
}
