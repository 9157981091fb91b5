import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { Database, MailKind, OutboxTable } from './schema.ts';

export type QueuedMail = Readonly<Selectable<OutboxTable>>;

/** Queues a mail. It is made and sent later, so that the reply says nothing by its time. */
export async function queueMail(
  db: Database,
  mail: {
    readonly kind: MailKind;
    readonly email: string;
    readonly registrationId?: string;
    readonly now: Date;
  },
): Promise<void> {
  const now = mail.now.getTime();
  await db
    .insertInto('outbox')
    .values({
      id: randomUUID(),
      kind: mail.kind,
      email: mail.email,
      registration_id: mail.registrationId ?? null,
      created_at: now,
      due_at: now,
      tries: 0,
    })
    .execute();
}

/** Takes mails that are due. Until `claimedUntil` no other instance takes them, and after it any may: a mail may arrive twice, but is not lost. */
export function claimMails(
  db: Database,
  { now, claimedUntil, limit }: { readonly now: Date; readonly claimedUntil: Date; readonly limit: number },
): Promise<QueuedMail[]> {
  return db
    .updateTable('outbox')
    .set({ due_at: claimedUntil.getTime(), tries: sql`tries + 1` })
    .where('id', 'in', (query) =>
      query
        .selectFrom('outbox')
        .select('id')
        .where('due_at', '<=', now.getTime())
        .orderBy('due_at')
        .limit(limit),
    )
    .where('due_at', '<=', now.getTime())
    .returningAll()
    .execute();
}

export async function hasDueMail(db: Database, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('outbox')
    .select('id')
    .where('due_at', '<=', now.getTime())
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function deferMail(db: Database, id: string, dueAt: Date): Promise<void> {
  await db.updateTable('outbox').set({ due_at: dueAt.getTime() }).where('id', '=', id).execute();
}

export async function deleteMail(db: Database, id: string): Promise<void> {
  await db.deleteFrom('outbox').where('id', '=', id).execute();
}
