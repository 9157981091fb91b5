import { CountersignError } from '@countersign/core';
import {
  type Algorithm,
  type ClaimError,
  checkClaims,
  createKeySet,
  decodeUnverified,
  importKey,
  publicKeyOf,
  TokenError,
  type VerificationInputKey,
  verifyJws,
} from '@countersign/jwt';
import type { SecretEncoding } from '../secret-encoding.ts';
import { keyKind, keySource } from './key-kind.ts';

/** Rules of the verifier. The token sets none of them. */
export interface Wishes {
  readonly algorithm: Algorithm;
  readonly allowWeakKey: boolean;
  readonly secretEncoding: SecretEncoding;
  readonly issuer: string;
  readonly audience: string;
  readonly type: string;
  readonly leewaySeconds: number;
}

/** One check and how it went; `unchecked` when nothing was asked, or an earlier check ended the matter. */
export interface Check {
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'unchecked';
  readonly detail: string;
}

export interface Verdict {
  readonly isVerified: boolean;
  readonly hasValidSignature: boolean;
  /** Whether the key is only too short: it works once weak keys are allowed. */
  readonly isKeyWeak: boolean;
  readonly checks: readonly Check[];
}

/** The checks that end at the first failure, in their order. */
const STEPS = ['key', 'structure', 'algorithm', 'signature', 'type', 'content'] as const;
type Step = (typeof STEPS)[number];

const PASSED: Readonly<Record<Step, string>> = {
  key: 'It can be used with this algorithm.',
  structure: 'Three parts of canonical base64url; a header that is a JSON object.',
  algorithm: 'It is the one that you accept.',
  type: 'It is the one that you expect.',
  signature: 'Made with this key, over exactly these bytes.',
  content: 'The claims are a JSON object.',
};

/** Verifies a token with a pasted key, and reports each check. */
export async function verifyToken(
  token: string,
  keyText: string,
  wishes: Wishes,
  now: Date,
): Promise<Verdict> {
  const failure = await firstFailure(token, keyText, wishes);
  if (failure)
    return {
      isVerified: false,
      hasValidSignature: failure.at === 'type' || failure.at === 'content',
      isKeyWeak: failure.at === 'key' && (await isOnlyWeak(token, keyText, wishes)),
      checks: steps(wishes, failure),
    };
  const claims = claimChecks(token, wishes, now);
  return {
    isKeyWeak: false,
    isVerified: claims.every(({ state }) => state !== 'failed'),
    hasValidSignature: true,
    checks: [...steps(wishes), ...claims],
  };
}

interface Failure {
  readonly at: Step;
  readonly why: string;
}

/** Whether the same key passes when weak keys are allowed. */
async function isOnlyWeak(token: string, keyText: string, wishes: Wishes): Promise<boolean> {
  if (wishes.allowWeakKey) return false;
  return (await firstFailure(token, keyText, { ...wishes, allowWeakKey: true }))?.at !== 'key';
}

/** Checks the type after the signature, because a wrong type has the code of a malformed token. */
async function firstFailure(token: string, keyText: string, wishes: Wishes): Promise<Failure | undefined> {
  const rules = { algorithms: [wishes.algorithm], allowWeakKey: wishes.allowWeakKey };
  let step: Step | undefined;
  try {
    const key = await readKey(keyText, wishes);
    await verifyJws(token, key, rules);
    step = 'type';
    if (wishes.type !== '') await verifyJws(token, key, { ...rules, type: wishes.type });
    step = 'content';
    decodeUnverified(token);
    return undefined;
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    return { at: step ?? stepOf(error), why: error.message };
  }
}

async function readKey(
  text: string,
  { algorithm, allowWeakKey, secretEncoding }: Wishes,
): Promise<VerificationInputKey> {
  if (keyKind(text) === 'key set') return createKeySet(JSON.parse(text));
  const key = await importKey(keySource(text, secretEncoding), { algorithm, allowWeakKey });
  return key.kind === 'private' ? publicKeyOf(key) : key;
}

function stepOf(error: CountersignError): Step {
  if (!(error instanceof TokenError)) return 'key';
  if (error.code === 'ERR_TOKEN_MALFORMED') return 'structure';
  if (error.code === 'ERR_TOKEN_ALGORITHM') return 'algorithm';
  return error.code === 'ERR_TOKEN_SIGNATURE' ? 'signature' : 'key';
}

function steps(wishes: Wishes, failure?: Failure): readonly Check[] {
  const end = failure ? STEPS.indexOf(failure.at) : STEPS.length;
  return STEPS.map((name, index): Check => {
    if (index === end && failure) return { name, state: 'failed', detail: failure.why };
    if (index > end) return { name, state: 'unchecked', detail: 'Not reached.' };
    if (name === 'type' && wishes.type === '') return { name, state: 'unchecked', detail: 'Not checked.' };
    return { name, state: 'passed', detail: PASSED[name] };
  });
}

function claimChecks(token: string, wishes: Wishes, now: Date): readonly Check[] {
  const { claims } = decodeUnverified(token);
  const failures = checkClaims(claims, {
    now,
    leeway: wishes.leewaySeconds,
    ...(wishes.issuer !== '' && { issuer: wishes.issuer }),
    ...(wishes.audience !== '' && { audience: wishes.audience }),
  });
  const expected: Readonly<Record<string, boolean>> = {
    exp: true,
    nbf: true,
    iat: true,
    iss: wishes.issuer !== '',
    aud: true,
  };
  const names = new Set([...Object.keys(expected), ...failures.map(({ claim }) => claim)]);
  return Array.from(names, (name) => claimCheck(name, claims[name], expected[name] ?? false, failures));
}

function claimCheck(
  name: string,
  value: unknown,
  isExpected: boolean,
  failures: readonly ClaimError[],
): Check {
  const failure = failures.find(({ claim }) => claim === name);
  if (failure) return { name, state: 'failed', detail: failure.message };
  if (value === undefined) return { name, state: 'unchecked', detail: 'The token does not have this claim.' };
  if (!isExpected) return { name, state: 'unchecked', detail: 'Not checked.' };
  return { name, state: 'passed', detail: 'As expected.' };
}
