import {
  type Algorithm,
  type Claims,
  importKey,
  type Jwk,
  type Rules,
  type SigningKey,
  type SignOptions,
  type VerificationInputKey,
} from '../index.ts';
import type { Attacks } from './attacks/attack.ts';
import { codeOf } from './code-of.ts';

// Runs the same keys, tokens and attacks on another runtime. Nothing here needs Node.js.

/** A key in both halves, and a token that Node.js signed with it. */
export interface ExchangeCase {
  readonly algorithm: Algorithm;
  readonly signing: Jwk;
  readonly verifying: Jwk;
  readonly token: string;
}

/** The answer of a runtime to a case: the claims of the token and its own tokens, or the error code. */
export interface ExchangeAnswer {
  readonly algorithm: Algorithm;
  readonly refusal?: string | undefined;
  readonly claims: readonly unknown[];
  readonly tokens: readonly string[];
}

/** Functions that sign and verify: the asynchronous, or the synchronous. */
export interface Way {
  sign(claims: Claims, key: SigningKey, options: SignOptions): string | Promise<string>;
  verify(token: string, key: VerificationInputKey, rules: Rules): unknown;
}

/** The codes in which each attack ends, one for each way. */
export type Codes = Readonly<Record<string, readonly (string | undefined)[]>>;

export const CLAIMS = { sub: 'exchange', exp: 4_000_000_000 };

/** The answers to cases. */
export async function answersTo(
  cases: readonly ExchangeCase[],
  ways: readonly Way[],
): Promise<readonly ExchangeAnswer[]> {
  const answers: ExchangeAnswer[] = [];
  for (const each of cases) {
    const refusal = await codeOf(async () => void answers.push(await answerTo(each, ways)));
    if (refusal !== undefined) answers.push({ algorithm: each.algorithm, refusal, claims: [], tokens: [] });
  }
  return answers;
}

async function answerTo(
  { algorithm, signing, verifying, token }: ExchangeCase,
  ways: readonly Way[],
): Promise<ExchangeAnswer> {
  const [key, other] = [await importKey(signing, { algorithm }), await importKey(verifying, { algorithm })];
  if (key.kind === 'public' || other.kind === 'private') throw new Error('the halves are in their places');
  const claims: unknown[] = [];
  const tokens: string[] = [];
  for (const way of ways) {
    claims.push(await way.verify(token, other, { algorithms: [algorithm] }));
    tokens.push(await way.sign(CLAIMS, key, { algorithm }));
  }
  return { algorithm, claims, tokens };
}

/** The rules for attacks that have no rules themselves. */
const ORDINARY: readonly Algorithm[] = ['HS256'];

/**
 * The code of every attack.
 *
 * @param secret the key of the attacks that bring none
 */
export async function codesOf(attacks: Attacks, secret: Uint8Array, ways: readonly Way[]): Promise<Codes> {
  const codes: Record<string, Codes[string]> = {};
  for (const [name, { token, key = secret, algorithms = ORDINARY, rules = {} }] of Object.entries(attacks)) {
    const ends = ways.map((way) => codeOf(() => way.verify(token, key, { ...rules, algorithms })));
    codes[name] = await Promise.all(ends);
  }
  return codes;
}
