import {
  boolean,
  integer,
  narrowing,
  oneOf,
  optional,
  readOptions,
  string,
} from '@countersign/core/internal';
import { InvalidKeyError } from '../errors.ts';
import { type Algorithm, type AlgorithmInfo, checkAlgorithm, checkAlgorithms } from './algorithms.ts';
import { checkDeclaredUse, checkFit, type KeyStrength } from './fit.ts';
import { Key, type KeyKind, type KeyKindOf, type KeyMaterial, type KeyOf } from './key.ts';
import {
  type FormattedInput,
  type KeyInput,
  type KeySource,
  readFormattedInput,
  readKeyInput,
} from './source.ts';
import type { Decryption, SourceFormat } from './text.ts';

/** Options of {@link importKey}. */
export interface ImportKeyOptions<A extends Algorithm = Algorithm, K extends KeyKind = KeyKind>
  extends KeyStrength {
  /**
   * The algorithm of the key. Of several, the key is bound to the first that it fits. Never take it from a token. Several
   * are all HMAC or none.
   */
  readonly algorithm: A | readonly A[];
  /** The half that you expect. It selects one of several PEM blocks, and the result's type. Default: either. */
  readonly kind?: K;
  /** The key id. Default: the `kid` of the JWK, or none. */
  readonly keyId?: string | undefined;
  /** `der` for DER bytes, `base64` for Base64 of DER or PEM. Default: PEM, OpenSSH, JWK or a secret. */
  readonly format?: 'der' | 'base64' | undefined;
  /** Decrypts an encrypted private key. */
  readonly passphrase?: string | undefined;
  /**
   * Maximum rounds of key derivation. The file chooses them, and nothing else runs in the meantime. For scrypt, rounds are
   * the product of its three parameters. Default: a few seconds, 128 of OpenSSH's bcrypt or ten million of PBKDF2.
   */
  readonly maxRounds?: number | undefined;
}

const OPTIONS = {
  algorithm: readAlgorithms,
  kind: narrowing(oneOf(['secret', 'private', 'public'])),
  keyId: optional(string),
  format: optional(oneOf(['der', 'base64'])),
  passphrase: optional(string),
  maxRounds: optional(integer({ min: 1, max: 2 ** 32 - 1 })),
  allowWeakKey: optional(boolean),
} as const;

function readAlgorithms(value: unknown, argument: string): readonly AlgorithmInfo[] {
  return Array.isArray(value)
    ? [...checkAlgorithms(value, argument).values()]
    : [checkAlgorithm(value, argument)];
}

/**
 * Imports a key and binds it to one algorithm. Of a certificate (X.509), only the public key is used: neither its dates
 * nor its issuer are checked.
 *
 * Text that contains a key of another kind is never an HMAC secret.
 *
 * @throws {@link InvalidKeyError} `ERR_KEY_INVALID` if the key is damaged, of another kind or too weak
 * @example
 * const privateKey = await importKey(await readFile('key.pem', 'utf8'), { algorithm: 'RS256', kind: 'private' });
 */
export async function importKey<A extends Algorithm, K extends KeyKindOf<A> = KeyKindOf<A>>(
  source: KeySource,
  options: ImportKeyOptions<A, K>,
): Promise<KeyOf<K>>;
export async function importKey(source: KeySource, options: ImportKeyOptions): Promise<Key> {
  const { algorithm, kind, keyId, format, passphrase, maxRounds, allowWeakKey } = readOptions(
    options,
    OPTIONS,
  );
  const input = format === undefined ? readKeyInput(source) : readFormattedInput(source);
  const decryption = passphrase === undefined ? undefined : { passphrase, maxRounds };
  const material = await materialOf(input, { kind, format, decryption });
  if (kind !== undefined && material.kind !== kind)
    throw new InvalidKeyError(`The key is ${material.kind}, but the option kind expects a ${kind} one.`);
  const info = firstFit(algorithm, material, (candidate) => {
    const operation = material.kind === 'private' ? 'sign' : 'verify';
    if (material.declared) checkDeclaredUse(material.declared, operation, candidate.name);
    checkFit(material, candidate, { allowWeakKey });
  });
  return new Key(material.kind, material, [info.name], keyId ?? material.keyId);
}

interface Reading {
  readonly kind?: KeyKind | undefined;
  readonly format?: SourceFormat | undefined;
  readonly decryption?: Decryption | undefined;
}

async function materialOf(
  input: KeyInput | FormattedInput,
  { kind, format, decryption }: Reading,
): Promise<KeyMaterial> {
  if (input.form === 'key' || input.form === 'material') return input.material;
  const { materialOfContent, readFormat, readText } = await import('./text.ts');
  const source = input.form === 'text' ? input.text : input.bytes;
  const content =
    typeof source === 'string' && format === undefined
      ? readText(source, kind)
      : readFormat(source, format ?? 'der', kind);
  return materialOfContent(content, decryption);
}

/**
 * Reads key material from any source.
 *
 * @throws {@link InvalidKeyError}
 */
export async function importMaterial(source: unknown): Promise<KeyMaterial> {
  return materialOf(readKeyInput(source), {});
}

/** The first algorithm that passes. If none does, the error is about one of the key's type, if there is one. */
function firstFit(
  infos: readonly AlgorithmInfo[],
  { type }: KeyMaterial,
  check: (info: AlgorithmInfo) => void,
): AlgorithmInfo {
  const ofType = infos.filter(({ keyType }) => keyType === type);
  let reason: unknown;
  for (const info of ofType.length > 0 ? ofType : infos) {
    try {
      check(info);
      return info;
    } catch (error) {
      reason ??= error;
    }
  }
  throw reason;
}
