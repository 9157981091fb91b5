import process from 'node:process';
import { text } from 'node:stream/consumers';
import { type Algorithm, decode, encode, importKey, type Jwk } from '../index.ts';
import { decodeSync, encodeSync } from '../node.ts';
import type { Attacks } from './attacks/attack.ts';
import { ATTACKS_ON_KEYS } from './attacks/on-keys.ts';
import { ATTACKS_ON_HEADERS, ATTACKS_ON_PAYLOADS } from './attacks/on-tokens.ts';
import { codeOf, SECRET } from './forge.ts';

// What Bun and Deno make of the same keys, tokens and attacks, as a program: reads cases from standard input and prints its answers.

/** A key in both halves, and a token that Node.js signed with it. */
export interface ExchangeCase {
  readonly algorithm: Algorithm;
  readonly signing: Jwk;
  readonly verifying: Jwk;
  readonly token: string;
}

/**
 * What a runtime says of a case: the claims of the token, and tokens of its own, by the asynchronous and the synchronous
 * functions; or the code of its refusal.
 */
interface ExchangeAnswer {
  readonly algorithm: Algorithm;
  readonly refusal?: string | undefined;
  readonly claims: readonly unknown[];
  readonly tokens: readonly string[];
}

/** Everything that a runtime says. */
export interface Exchange {
  readonly answers: readonly ExchangeAnswer[];
  readonly codes: Readonly<Record<string, readonly (string | undefined)[]>>;
}

export const CLAIMS = { sub: 'exchange', exp: 4_000_000_000 };

async function answerOf({ algorithm, signing, verifying, token }: ExchangeCase): Promise<ExchangeAnswer> {
  const [key, other] = [await importKey(signing, { algorithm }), await importKey(verifying, { algorithm })];
  if (key.kind === 'public' || other.kind === 'private') throw new Error('the halves are in their places');
  const rules = { algorithms: [algorithm] };
  return {
    algorithm,
    claims: [await decode(token, other, rules), decodeSync(token, other, rules)],
    tokens: [await encode(CLAIMS, key, { algorithm }), encodeSync(CLAIMS, key, { algorithm })],
  };
}

/** What a verifier of the attacks accepts unless one says otherwise. */
const ORDINARY: readonly Algorithm[] = ['HS256'];

/** The code of every attack, by both kinds of functions. */
export async function codes(): Promise<Exchange['codes']> {
  const answers: Record<string, readonly (string | undefined)[]> = {};
  const attacks: Attacks = { ...ATTACKS_ON_KEYS, ...ATTACKS_ON_HEADERS, ...ATTACKS_ON_PAYLOADS };
  for (const [name, { token, key = SECRET, algorithms = ORDINARY, rules = {} }] of Object.entries(attacks)) {
    answers[name] = [
      await codeOf(() => decode(token, key, { ...rules, algorithms })),
      await codeOf(() => decodeSync(token, key, { ...rules, algorithms })),
    ];
  }
  return answers;
}

if (import.meta.main) {
  const cases: ExchangeCase[] = JSON.parse(await text(process.stdin));
  const answers: ExchangeAnswer[] = [];
  for (const each of cases) {
    const refusal = await codeOf(async () => void answers.push(await answerOf(each)));
    if (refusal !== undefined) answers.push({ algorithm: each.algorithm, refusal, claims: [], tokens: [] });
  }
  const exchange: Exchange = { answers, codes: await codes() };
  process.stdout.write(JSON.stringify(exchange));
}
