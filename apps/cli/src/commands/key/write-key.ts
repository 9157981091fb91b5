import { exportKey, type Jwk, type Key, thumbprint } from '@countersign/jwt';
import { flag, single, type Values } from '../../args/option.ts';
import { fileName, oneOf } from '../../args/values.ts';
import { UsageError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { jsonText } from '../../io/visible.ts';
import { writeNewFiles } from '../../io/write-files.ts';

export const keyOutputOptions = {
  format: single(oneOf(['pem', 'jwk', 'openssh']), {
    help: 'Default pem, and jwk for secrets.',
    value: 'FORMAT',
    group: 'Output',
  }),
  out: single(fileName, {
    help: 'Write to this file. Private keys and secrets get mode 0600.',
    value: 'FILE',
    short: 'o',
    group: 'Output',
  }),
  force: flag({ help: 'Replace an existing file.', group: 'Output' }),
};

type OutputValues = Values<typeof keyOutputOptions>;

/** A JWK with its key id, or its thumbprint. The thumbprint of a secret would help to guess it. */
export async function jwkOf(key: Key): Promise<Jwk> {
  const jwk = await exportKey(key, 'jwk');
  if (key.kind === 'secret' && key.keyId === undefined) return jwk;
  return { ...jwk, kid: key.keyId ?? (await thumbprint(key)) };
}

/** A key in the format of `--format`. @throws UsageError */
export async function formatKey(key: Key, options: Pick<OutputValues, 'format'>): Promise<string> {
  const format = options.format ?? (key.kind === 'secret' ? 'jwk' : 'pem');
  if (format === 'jwk') return `${jsonText(await jwkOf(key), 2)}\n`;
  if (format === 'openssh' && key.kind === 'private')
    throw new UsageError('Private keys are written as pem or jwk; openssh is for public ones.');
  return exportKey(key, format);
}

interface FormattedKey {
  readonly text: string;
  readonly isPrivate: boolean;
  /** The public half of a new pair. */
  readonly publicText?: string | undefined;
}

/** Prints a key, or writes it to `--out` and its public half to `--out`.pub. */
export function outputKey({ text, isPrivate, publicText }: FormattedKey, options: OutputValues, io: Io): 0 {
  const { out, force } = options;
  if (out === undefined) {
    const half = publicText === undefined ? {} : { publicKey: asJson(publicText) };
    io.result(text.trimEnd(), { key: asJson(text), ...half });
    return 0;
  }
  const files = [
    { name: out, content: text, isPrivate },
    ...(publicText === undefined ? [] : [{ name: `${out}.pub`, content: publicText, isPrivate: false }]),
  ];
  writeNewFiles(files, { force });
  if (io.isJson) io.result('', { written: files.map(({ name }) => name) });
  return 0;
}

/** A JWK as an object, and other formats as text. */
function asJson(text: string): unknown {
  return text.startsWith('{') ? JSON.parse(text) : text;
}

/** The JSON of commands that write one key. */
export const oneKeyJson = {
  '': '{ key: string | { kty: string, [name: string]: unknown } }',
  '--out FILE': '{ written: string[] }',
};
