import { randomUUID } from 'node:crypto';
import { createResetToken, resetUrl } from '@countersign/password';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { findAccount } from '../store/accounts.ts';
import type { Database, MailKind, QueuedMail } from '../store/schema.ts';
import { write } from '../store/write.ts';
import { type Mail, messages } from './messages.ts';
import type { Transport } from './transports.ts';

/** Another instance may send a mail again after this time. Every transport gives up earlier. */
const CLAIM_MILLISECONDS = 60_000;
const LONGEST_WAIT_MILLISECONDS = 3_600_000;
const GIVE_UP_MILLISECONDS = 24 * 3_600_000;

/** Queues a mail. It is made later, so the time of the answer does not show whether the address has an account. */
export async function queueMail(
  trx: Database,
  mail: { kind: MailKind; email: string; registrationId?: string; now: Date },
): Promise<void> {
  const time = mail.now.getTime();
  await trx
    .insertInto('outbox')
    .values({
      id: randomUUID(),
      kind: mail.kind,
      email: mail.email,
      registration_id: mail.registrationId ?? null,
      created_at: time,
      due_at: time,
      tries: 0,
    })
    .execute();
}

export interface OutboxOptions {
  readonly db: Database;
  readonly transports: readonly Transport[];
  readonly publicUrl: string;
  readonly log: Logger;
  readonly now: () => Date;
}

/** Sends the queued mails, one at a time. A mail that fails is made again with a new token. */
export class Outbox {
  readonly #options: OutboxOptions;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Sends the mails that are due. When the service stops, the current mail is the last one. */
  async sendDue(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const mail = await this.#claim();
      if (!mail) return;
      await this.#send(mail);
    }
  }

  /** Takes the mail that is due first, for this instance alone. */
  async #claim(): Promise<QueuedMail | undefined> {
    const { db, now } = this.#options;
    const time = now().getTime();
    const due = await db
      .selectFrom('outbox')
      .select('id')
      .where('due_at', '<=', time)
      .orderBy('due_at')
      .limit(1)
      .executeTakeFirst();
    if (!due) return undefined;
    return write(db, (trx) =>
      trx
        .updateTable('outbox')
        .set({ due_at: time + CLAIM_MILLISECONDS, tries: sql`tries + 1` })
        .where('id', '=', due.id)
        .where('due_at', '<=', time)
        .returningAll()
        .executeTakeFirst(),
    );
  }

  async #send(queued: QueuedMail): Promise<void> {
    const { db, transports, log, now } = this.#options;
    const { id, kind, tries } = queued;
    let dueAt: number | undefined;
    try {
      const mail = await this.#make(queued);
      if (mail) for (const send of transports) await send(mail);
    } catch (err) {
      const time = now().getTime();
      const isLast = time - queued.created_at > GIVE_UP_MILLISECONDS;
      if (!isLast) dueAt = time + Math.min(1000 * 2 ** tries, LONGEST_WAIT_MILLISECONDS);
      log.warn({ event: isLast ? 'mail.abandoned' : 'mail.deferred', kind, tries, err });
    }
    await write(db, async (trx) => {
      if (dueAt === undefined) await trx.deleteFrom('outbox').where('id', '=', id).execute();
      else await trx.updateTable('outbox').set({ due_at: dueAt }).where('id', '=', id).execute();
    });
  }

  /** Makes a mail with a new token. Returns undefined if there is no reason to send it any more. */
  async #make({ kind, email, registration_id: registrationId }: QueuedMail): Promise<Mail | undefined> {
    const { db, publicUrl, now } = this.#options;
    const account = await findAccount(db, email);
    if (kind === 'account-deleted') return { to: email, ...messages.accountDeleted() };
    if (kind === 'confirm') {
      if (account) return { to: email, ...messages.alreadyRegistered(`${publicUrl}/forgot`) };
      const { token, digest, expiresAt } = createResetToken({ expiresIn: '24h', now });
      const changes = { token_digest: digest, expires_at: expiresAt.getTime() };
      const { numUpdatedRows } = await write(db, (trx) =>
        trx.updateTable('registrations').set(changes).where('id', '=', registrationId).executeTakeFirst(),
      );
      if (numUpdatedRows === 0n) return undefined;
      return { to: email, ...messages.confirm(link(`${publicUrl}/verify`, token)) };
    }
    if (!account) return undefined;
    if (kind === 'password-changed') return { to: email, ...messages.passwordChanged(`${publicUrl}/forgot`) };
    if (kind === 'session-ended') return { to: email, ...messages.sessionEnded(`${publicUrl}/account`) };
    const { token, digest, expiresAt } = createResetToken({ now });
    const values = { account_id: account.id, token_digest: digest, expires_at: expiresAt.getTime() };
    await write(db, (trx) =>
      trx
        .insertInto('resets')
        .values(values)
        .onConflict((conflict) => conflict.column('account_id').doUpdateSet(values))
        .execute(),
    );
    return { to: email, ...messages.reset(link(`${publicUrl}/reset`, token)) };
  }
}

/** Browsers do not send the fragment of a URL, so the token reaches no log. */
function link(page: string, token: string): string {
  return resetUrl(page, token, { place: 'fragment' });
}
