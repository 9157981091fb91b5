import { exportKey, InvalidKeyError, importKey, type Key, thumbprint } from '@countersign/jwt';
import { defineCommand } from '../../args/command.ts';
import type { Secret } from '../../args/secret.ts';
import { VerificationError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { visibleLine } from '../../io/visible.ts';
import { describeForeign } from './describe-foreign.ts';
import { describeKey } from './describe-key.ts';
import { isKeyFile } from './import-key.ts';
import { importKeyFile, type KeyFileValues, keyFileOptions, readKeyText } from './read-key.ts';

export const inspectCommand = defineCommand({
  summary: 'Describe a key file',
  positionals: 'FILE',
  arity: [1, 1],
  options: keyFileOptions,
  json: {
    '': "{ kind: 'private' | 'public' | 'secret', type: string, algorithm?: string, bits?: number, curve?: string, weak?: boolean, keyId?: string, thumbprint?: string, fingerprint?: string }",
  },
  examples: ['countersign key inspect key.pem', 'countersign key inspect id_ed25519.pub --json'],
  notes: 'The text of an HMAC secret looks like any text, so it needs --algorithm or --key-encoding.',
  async run({ options, positionals: [path = '-'] }, io) {
    const source = readKeyText(path, options, io);
    const isSecret = options.algorithm !== undefined || options.keyEncoding !== undefined;
    if (!isSecret && !isKeyFile(source))
      throw new VerificationError(
        `${path}: is not a key file. For an HMAC secret, pass --algorithm HS256 or --key-encoding.`,
      );
    if (isKeySet(source))
      throw new VerificationError(`${path}: is a JWK Set, not one key. Use it with jwt verify --jwks.`);
    const description = await describe(path, source, options, io);
    const lines = Object.entries(description).filter(([, value]) => value !== undefined);
    io.result(lines.map(([name, value]) => `${name}: ${visibleLine(String(value))}`).join('\n'), description);
    return 0;
  },
});

async function describe(path: string, source: Secret, options: KeyFileValues, io: Io): Promise<object> {
  try {
    const key = await importKeyFile(path, source, { ...options, allowWeakKey: true }, io);
    return {
      kind: key.kind,
      type: key.type,
      algorithm: key.algorithms[0] ?? '',
      ...(await describeKey(key)),
      weak: await isWeak(key),
      keyId: key.keyId,
      // The thumbprint of a secret would help to guess it.
      ...(key.kind !== 'secret' && { thumbprint: await thumbprint(key) }),
    };
  } catch (error) {
    const canBeForeign = error instanceof InvalidKeyError && options.algorithm === undefined;
    const foreign = canBeForeign ? describeForeign(source) : undefined;
    if (foreign === undefined) throw error;
    return foreign;
  }
}

function isKeySet(source: Secret): boolean {
  return typeof source === 'string' && /^\s*\{\s*"keys"\s*:/.test(source);
}

async function isWeak(key: Key): Promise<boolean> {
  try {
    await importKey(await exportKey(key, 'jwk'), { algorithm: key.algorithms });
    return false;
  } catch (error) {
    if (error instanceof InvalidKeyError) return true;
    throw error;
  }
}
