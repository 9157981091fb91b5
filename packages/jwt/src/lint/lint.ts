import {
  type Clock,
  clock,
  InvalidArgumentError,
  integer,
  type OptionTable,
  optional,
  readClock,
  readOptions,
  withDefault,
} from '@countersign/core/internal';
import { DecodeError, InvalidKeyError } from '../errors.ts';
import type { Key, KeyMaterial } from '../keys/key.ts';
import { type KeySource, readKeyInput } from '../keys/source.ts';
import { readText } from '../keys/text.ts';
import {
  DEFAULT_MAX_TOKEN_LENGTH,
  MAX_TOKEN_LENGTH,
  partBytes,
  partText,
  splitToken,
} from '../token/compact.ts';
import { DuplicateMemberError, type JsonObject, parseJsonObject } from '../token/json.ts';
import { LINT_RULES, type Severity } from './rules.ts';

export type { Severity } from './rules.ts';

/** Something about a token that its maker should know. */
export interface Finding {
  /** The rule's stable id. */
  readonly id: string;
  readonly severity: Severity;
  readonly message: string;
  /** The RFC and section, CVE or standard that the rule comes from. */
  readonly source: string;
}

/** Options of {@link lint}. */
export interface LintOptions {
  /** The key, to judge its strength. The signature is not verified. */
  readonly key?: Key | KeySource | undefined;
  /** Default: the system's clock. */
  readonly now?: Clock | undefined;
  /** Maximum length of the token in characters. Default 16 384. */
  readonly maxTokenLength?: number | undefined;
}

const OPTIONS = {
  key: (key) => key,
  now: optional(clock),
  maxTokenLength: withDefault(integer({ min: 1, max: MAX_TOKEN_LENGTH }), DEFAULT_MAX_TOKEN_LENGTH),
} satisfies OptionTable<LintOptions>;

/**
 * Judges a token by RFC 8725 and its successor: how it is made, not whether its signature is valid.
 *
 * @returns one finding for each rule that it breaks; a token that cannot be read has the finding `malformed`
 * @example
 * lint(token).filter(({ severity }) => severity === 'error')
 */
export function lint(token: string, options: LintOptions = {}): readonly Finding[] {
  if (typeof token !== 'string') throw new InvalidArgumentError('token', 'token must be a string.');
  const read = readOptions(options, OPTIONS);
  const now = readClock(read.now).getTime() / 1000;
  const key = keyFindings(read.key);
  const parts = readParts(token, read.maxTokenLength);
  if ('message' in parts) return [parts];
  const input = { ...parts, now, key: key.material };
  const findings = LINT_RULES.flatMap(({ id, severity, source, check }) => {
    const message = check(input);
    return message === undefined ? [] : [{ id, severity, message, source }];
  });
  return [...key.findings, ...findings];
}

function readParts(
  token: string,
  maxTokenLength: number,
): { header: JsonObject; claims: JsonObject; signature: Uint8Array } | Finding {
  try {
    const parts = splitToken(token, maxTokenLength);
    return {
      header: parseJsonObject(partText(parts.header, 'header'), 'header'),
      claims: parseJsonObject(partText(parts.payload, 'payload'), 'payload'),
      signature: partBytes(parts.signature, 'signature'),
    };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const isDuplicate = error instanceof DuplicateMemberError;
    return {
      id: isDuplicate ? 'duplicate-member' : 'malformed',
      severity: 'error',
      message: error.message,
      source: isDuplicate ? 'RFC 7519 section 4' : 'RFC 7515 section 7.1',
    };
  }
}

function keyFindings(key: unknown): {
  readonly material: KeyMaterial | undefined;
  readonly findings: readonly Finding[];
} {
  if (key === undefined) return { material: undefined, findings: [] };
  try {
    return { material: readForLint(key), findings: [] };
  } catch (error) {
    if (!(error instanceof InvalidKeyError)) throw error;
    return {
      material: undefined,
      findings: [
        { id: 'unusable-key', severity: 'error', message: error.message, source: 'RFC 8725 section 3.4' },
      ],
    };
  }
}

/** The runtime would have to read elliptic curve keys. Lint reports nothing about those. */
function readForLint(key: unknown): KeyMaterial | undefined {
  const input = readKeyInput(key);
  if (input.form !== 'text') return input.material;
  const content = readText(input.text, undefined);
  return content.form === 'material' ? content.material : undefined;
}
