import {
  type Algorithm,
  exportKey,
  generateKey,
  importKey,
  type Jwk,
  type Jwks,
  type Key,
  publicKeyOf,
  thumbprint,
} from '@countersign/jwt';
import { CompactEncrypt, compactDecrypt } from 'jose';
import type { Database, KeyState, StoredKey } from '../store/schema.ts';
import { write } from '../store/write.ts';

/** Algorithms of signing keys. The service verifies all of them, so a change of the algorithm is a normal rotation. */
export const SIGNING_ALGORITHMS = ['Ed25519', 'ES256', 'RS256'] as const satisfies readonly Algorithm[];
type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

/** The keys that this instance uses. */
export interface KeyRing {
  /** Undefined if this instance cannot decrypt the active key. */
  readonly signingKey: Key<'private'> | undefined;
  /** The public half of each key that this instance could decrypt. */
  readonly jwks: Jwks;
}

export interface SigningKeysOptions {
  /** Encrypts the private keys in the database. */
  readonly encryptionKey: Uint8Array;
  readonly algorithm: SigningAlgorithm;
  /** How long a key signs, in seconds. */
  readonly rotateAfter: number;
  /** How long a key is published before it signs, in seconds: at least the time for which verifiers cache a key set. */
  readonly publishFor: number;
  /** How long a retired key is published, in seconds: at least the lifetime of its last token. */
  readonly keepRetired: number;
  readonly now: () => Date;
}

/** A key cannot be rotated or revoked now. The message says why. */
class RotationError extends Error {
  override readonly name = 'RotationError';
}

/** The signing keys in the database. A key is first published (next), then signs (active), then only verifies (retired). */
export class SigningKeys {
  readonly #db: Database;
  readonly #options: SigningKeysOptions;

  constructor(db: Database, options: SigningKeysOptions) {
    this.#db = db;
    this.#options = options;
  }

  /** Reads the keys. Makes the first keys in an empty database. */
  async load(): Promise<KeyRing> {
    for (const state of ['active', 'next'] as const) {
      if ((await this.list()).some((key) => key.state === state)) continue;
      const key = await this.#newKey(state);
      // Another instance may have been faster. The unique index then rejects this key.
      await write(this.#db, (trx) =>
        trx
          .insertInto('signing_keys')
          .values(key)
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      );
    }
    let signingKey: Key<'private'> | undefined;
    const keys: Jwk[] = [];
    for (const stored of await this.list()) {
      const key = await this.#decrypt(stored);
      if (!key) continue;
      if (stored.state === 'active') signingKey = key;
      const jwk = await exportKey(publicKeyOf(key), 'jwk');
      keys.push({ ...jwk, kid: stored.kid, alg: key.algorithms[0] ?? '', use: 'sig' });
    }
    return { signingKey, jwks: { keys } };
  }

  /** All keys, in the order of their publication. */
  list(): Promise<StoredKey[]> {
    return this.#db.selectFrom('signing_keys').selectAll().orderBy('published_at').orderBy('kid').execute();
  }

  /** Retires the active key and activates the next one. Returns false if another instance has just done so. */
  async rotate(): Promise<boolean> {
    const { active, next } = await this.#current();
    const readyAt = next.published_at + this.#options.publishFor * 1000;
    const seconds = Math.ceil((readyAt - this.#time) / 1000);
    if (seconds > 0)
      throw new RotationError(
        `Verifiers may not know the next key yet. Try again in ${seconds} seconds, or revoke the active key if it was stolen.`,
      );
    return this.#activate(next.kid, active.kid, 'retire');
  }

  /** Removes a key, so that its tokens are rejected. If it was active, the next key becomes active immediately. */
  async revoke(kid: string): Promise<void> {
    const { active, next } = await this.#current();
    if (kid === active.kid) {
      await this.#activate(next.kid, kid, 'remove');
      return;
    }
    const newNext = kid === next.kid ? await this.#newKey('next') : undefined;
    await write(this.#db, async (trx) => {
      const { numDeletedRows } = await trx
        .deleteFrom('signing_keys')
        .where('kid', '=', kid)
        .executeTakeFirst();
      if (numDeletedRows === 0n) throw new RotationError(`There is no key ${kid}.`);
      if (newNext) await trx.insertInto('signing_keys').values(newNext).execute();
    });
  }

  /** Rotates a key that is due, and deletes old retired keys. Returns true if the keys changed. */
  async maintain(): Promise<boolean> {
    const { rotateAfter, publishFor, keepRetired } = this.#options;
    const { active, next } = await this.#current();
    const { numDeletedRows } = await write(this.#db, (trx) =>
      trx
        .deleteFrom('signing_keys')
        .where('state', '=', 'retired')
        .where('retired_at', '<', this.#time - keepRetired * 1000)
        .executeTakeFirst(),
    );
    const isDue = this.#time - (active.activated_at ?? active.published_at) >= rotateAfter * 1000;
    const isPublished = this.#time - next.published_at >= publishFor * 1000;
    const isRotated = isDue && isPublished && (await this.#activate(next.kid, active.kid, 'retire'));
    return isRotated || numDeletedRows > 0n;
  }

  get #time(): number {
    return this.#options.now().getTime();
  }

  async #current(): Promise<{ readonly active: StoredKey; readonly next: StoredKey }> {
    const stored = await this.list();
    const active = stored.find(({ state }) => state === 'active');
    const next = stored.find(({ state }) => state === 'next');
    if (!active || !next) throw new RotationError('There are no signing keys yet. Start the service once.');
    return { active, next };
  }

  async #activate(nextKid: string, activeKid: string, old: 'retire' | 'remove'): Promise<boolean> {
    const newNext = await this.#newKey('next');
    const time = this.#time;
    return write(this.#db, async (trx) => {
      const isActive = trx
        .updateTable('signing_keys')
        .where('kid', '=', activeKid)
        .where('state', '=', 'active');
      const { numUpdatedRows } = await isActive
        .set({ state: 'retired', retired_at: time })
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      if (old === 'remove') await trx.deleteFrom('signing_keys').where('kid', '=', activeKid).execute();
      await trx
        .updateTable('signing_keys')
        .set({ state: 'active', activated_at: time })
        .where('kid', '=', nextKid)
        .execute();
      await trx.insertInto('signing_keys').values(newNext).execute();
      return true;
    });
  }

  async #newKey(state: KeyState): Promise<StoredKey> {
    const { algorithm, encryptionKey } = this.#options;
    const { privateKey } = await generateKey(algorithm);
    const kid = await thumbprint(privateKey);
    const jwk = { ...(await exportKey(privateKey, 'jwk')), alg: algorithm };
    const time = this.#time;
    return {
      kid,
      state,
      encrypted_jwk: await new CompactEncrypt(Buffer.from(JSON.stringify(jwk)))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(encryptionKey),
      published_at: time,
      activated_at: state === 'active' ? time : null,
      retired_at: null,
    };
  }

  /** The key, or undefined if it was not made with this SERVICE_SECRET, or was changed. */
  async #decrypt({ kid, encrypted_jwk: jwe }: StoredKey): Promise<Key<'private'> | undefined> {
    try {
      const { plaintext } = await compactDecrypt(jwe, this.#options.encryptionKey, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      const jwk: Jwk = JSON.parse(Buffer.from(plaintext).toString());
      const algorithm = SIGNING_ALGORITHMS.find((name) => name === jwk.alg);
      if (!algorithm) return undefined;
      const key = await importKey(jwk, { algorithm, keyId: kid, kind: 'private' });
      return (await thumbprint(key)) === kid ? key : undefined;
    } catch {
      return undefined;
    }
  }
}
