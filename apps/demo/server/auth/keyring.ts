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
import {
  deleteKey,
  deleteRetired,
  insertKey,
  listKeys,
  replaceSealed,
  rotateKeys,
  type StoredKey,
} from '../store/keys.ts';
import type { Database, KeyState } from '../store/schema.ts';
import { type KeyEncryptionKeys, keyOf, open, seal } from './envelope.ts';

/** Algorithms that keys are made for. A verifier takes all of them, so that changing it is a rotation like any other. */
export const SIGNING_ALGORITHMS = ['Ed25519', 'ES256', 'RS256'] as const satisfies readonly Algorithm[];
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

/** When keys change. */
export interface KeySchedule {
  /** How long a key signs, in seconds. */
  readonly rotateAfter: number;
  /** How long a key is published before it signs: at least as long as verifiers keep a key set, in seconds. */
  readonly publishFor: number;
  /** How long a retired key stays: at least the life of a token and the time in which all instances notice, in seconds. */
  readonly keepRetired: number;
}

/** The keys as they are right now. */
export interface KeyRing {
  readonly signingKey: Key<'private'>;
  readonly jwks: Jwks;
}

/** What is told about a key. */
export interface KeySummary {
  readonly kid: string;
  readonly state: KeyState;
  readonly publishedAt: Date;
  readonly kek: string | undefined;
}

/** A rotation that cannot be done now; the message says why and what to do. */
export class RotationError extends Error {
  override readonly name = 'RotationError';
}

/** The signing keys in the database: next, active, retired. */
export class SigningKeys {
  readonly #db: Database;
  readonly #keks: KeyEncryptionKeys;
  readonly #algorithm: SigningAlgorithm;
  readonly #schedule: KeySchedule;
  readonly #now: () => Date;

  constructor(
    db: Database,
    keks: KeyEncryptionKeys,
    options: {
      readonly algorithm: SigningAlgorithm;
      readonly schedule: KeySchedule;
      readonly now: () => Date;
    },
  ) {
    this.#db = db;
    this.#keks = keks;
    this.#algorithm = options.algorithm;
    this.#schedule = options.schedule;
    this.#now = options.now;
  }

  /** Reads the keys; makes the first ones when there are none. However many instances start at once, they agree. */
  async load(): Promise<KeyRing> {
    let stored = await listKeys(this.#db);
    for (const state of ['active', 'next'] as const) {
      if (stored.some((key) => key.state === state)) continue;
      await insertKey(this.#db, await this.#newKey(state));
      stored = await listKeys(this.#db);
    }
    const active = stored.find(({ state }) => state === 'active');
    if (!active) throw new Error('There is no active signing key.');
    const jwk: Jwk = JSON.parse(await open(active.sealed_jwk, purposeOf(active.kid), this.#keks));
    const signingKey = await importPrivate(jwk, active.kid);
    return { signingKey, jwks: { keys: stored.map(({ public_jwk }): Jwk => JSON.parse(public_jwk)) } };
  }

  async list(): Promise<readonly KeySummary[]> {
    return (await listKeys(this.#db)).map((key) => ({
      kid: key.kid,
      state: key.state,
      publishedAt: new Date(key.published_at),
      kek: keyOf(key.sealed_jwk),
    }));
  }

  /** Makes the next key sign from now on. False when another instance just did so. */
  async rotate(): Promise<boolean> {
    const { active, next } = await this.#current();
    const readyAt = next.published_at + this.#schedule.publishFor * 1000;
    const wait = Math.ceil((readyAt - this.#now().getTime()) / 1000);
    if (wait > 0) {
      throw new RotationError(
        `The next key has not been published for long enough; verifiers may not know it yet. Try again in ${wait} seconds, or revoke the active key if it was stolen.`,
      );
    }
    return this.#rotate(active.kid, next.kid, 'retire');
  }

  /** Makes a stolen key's tokens worthless at once. When it is the active one, the next takes over, known to verifiers or not. */
  async revoke(kid: string): Promise<boolean> {
    const { active, next } = await this.#current();
    if (kid === active.kid) return this.#rotate(kid, next.kid, 'remove');
    const isRemoved = await deleteKey(this.#db, kid);
    if (isRemoved && kid === next.kid) await insertKey(this.#db, await this.#newKey('next'));
    return isRemoved;
  }

  /** Does what the schedule asks for. True when something changed. */
  async maintain(): Promise<boolean> {
    const now = this.#now().getTime();
    const { active, next } = await this.#current();
    const forgotten = await deleteRetired(this.#db, new Date(now - this.#schedule.keepRetired * 1000));
    const isDue = now - (active.activated_at ?? active.published_at) >= this.#schedule.rotateAfter * 1000;
    const isPublished = now - next.published_at >= this.#schedule.publishFor * 1000;
    const isRotated = isDue && isPublished && (await this.#rotate(active.kid, next.kid, 'retire'));
    return isRotated || forgotten > 0;
  }

  /** Puts all keys into envelopes of the current key-encryption key, and says how many were in others. */
  async rewrap(): Promise<number> {
    const outdated = (await listKeys(this.#db)).filter(
      ({ sealed_jwk }) => keyOf(sealed_jwk) !== this.#keks.current,
    );
    for (const { kid, sealed_jwk } of outdated) {
      const secret = await open(sealed_jwk, purposeOf(kid), this.#keks);
      await replaceSealed(this.#db, kid, sealed_jwk, await seal(secret, purposeOf(kid), this.#keks));
    }
    return outdated.length;
  }

  async #current(): Promise<{ readonly active: StoredKey; readonly next: StoredKey }> {
    const stored = await listKeys(this.#db);
    const active = stored.find(({ state }) => state === 'active');
    const next = stored.find(({ state }) => state === 'next');
    if (!active || !next) throw new Error('The signing keys have not been made yet: start the service once.');
    return { active, next };
  }

  async #rotate(activeKid: string, nextKid: string, old: 'retire' | 'remove'): Promise<boolean> {
    const newNext = await this.#newKey('next');
    return rotateKeys(this.#db, { activeKid, nextKid, newNext, old, now: this.#now() });
  }

  async #newKey(state: 'next' | 'active'): Promise<StoredKey> {
    const { privateKey } = await generateKey(this.#algorithm);
    const kid = await thumbprint(privateKey);
    const published = { kid, alg: this.#algorithm, use: 'sig' };
    const privateJwk = await exportKey(privateKey, 'jwk');
    const publicJwk = await exportKey(publicKeyOf(privateKey), 'jwk');
    const now = this.#now().getTime();
    return {
      kid,
      state,
      public_jwk: JSON.stringify({ ...publicJwk, ...published }),
      sealed_jwk: await seal(JSON.stringify({ ...privateJwk, ...published }), purposeOf(kid), this.#keks),
      published_at: now,
      activated_at: state === 'active' ? now : null,
      retired_at: null,
    };
  }
}

function purposeOf(kid: string): string {
  return `signing key ${kid}`;
}

async function importPrivate(jwk: Jwk, kid: string): Promise<Key<'private'>> {
  const algorithm = SIGNING_ALGORITHMS.find((name) => name === jwk.alg);
  if (!algorithm)
    throw new Error(`The signing key ${kid} is of an algorithm that this service does not use.`);
  return importKey(jwk, { algorithm, keyId: kid, kind: 'private' });
}
