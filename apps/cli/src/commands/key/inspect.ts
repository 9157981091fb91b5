import { exportKey, InvalidKeyError, importKey, type Key, thumbprint } from '@countersign/jwt';
import { defineCommand } from '../../args/command.ts';
import { VerificationError } from '../../errors.ts';
import { visibleLine } from '../../io/visible.ts';
import { describeKey } from './describe-key.ts';
import { isKeyFile } from './import-key.ts';
import { importKeyFile, keyFileOptions, readKeyText } from './read-key.ts';

export const inspectCommand = defineCommand({
  summary: 'Describe a key file',
  positionals: 'FILE',
  arity: [1, 1],
  options: keyFileOptions,
  json: {
    '': "{ kind: 'private' | 'public' | 'secret', type: string, algorithm: string, bits?: number, curve?: string, weak: boolean, keyId?: string, thumbprint?: string, fingerprint?: string }",
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
    const key = await importKeyFile(path, source, { ...options, allowWeakKey: true }, io);
    const description = {
      kind: key.kind,
      type: key.type,
      algorithm: key.algorithms[0] ?? '',
      ...(await describeKey(key)),
      weak: await isWeak(key),
      keyId: key.keyId,
      // The thumbprint of a secret would help to guess it.
      ...(key.kind !== 'secret' && { thumbprint: await thumbprint(key) }),
    };
    const lines = Object.entries(description).filter(([, value]) => value !== undefined);
    io.result(lines.map(([name, value]) => `${name}: ${visibleLine(String(value))}`).join('\n'), description);
    return 0;
  },
});

async function isWeak(key: Key): Promise<boolean> {
  try {
    await importKey(await exportKey(key, 'jwk'), { algorithm: key.algorithms });
    return false;
  } catch (error) {
    if (error instanceof InvalidKeyError) return true;
    throw error;
  }
}
