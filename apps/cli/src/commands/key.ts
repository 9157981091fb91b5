import {
  type Algorithm,
  algorithms,
  exportKey,
  generateKey,
  type Jwk,
  type Key,
  publicKeyOf,
  thumbprint,
} from '@countersign/jwt';
import { type Arguments, type Command, type Options, UsageError } from '../args/command.ts';
import { fileName, nonEmptyText, oneOf, wholeNumber } from '../args/kinds.ts';
import { checkNewFile, writeNewFile } from '../io/files.ts';
import type { Io } from '../io/io.ts';
import { secretOptions } from '../io/secret.ts';
import { jsonText, visibleLine } from '../io/visible.ts';
import { algorithmNamed, importFile, isPrivateKey } from '../keys.ts';

const FORMATS = ['pem', 'jwk', 'openssh'] as const;

const algorithmOption: Options = {
  alg: {
    help: 'The algorithm that the key is for. Default: the first that it fits.',
    value: 'NAME',
    kind: oneOf(algorithms),
  },
  'allow-weak-key': { help: 'Take a key that is too weak to be safe.' },
};
const outputOptions: Options = {
  format: {
    help: 'Default pem, and jwk for secrets; openssh is for public keys only.',
    value: 'FORMAT',
    kind: oneOf(FORMATS),
  },
  out: {
    help: 'Write to this file. Private keys and secrets get mode 0600.',
    value: 'FILE',
    kind: fileName,
    short: 'o',
  },
  force: { help: 'Overwrite a file that is there.' },
};
const passphraseOptions = secretOptions('passphrase', 'the passphrase of an encrypted private key');

export const generateCommand: Command = {
  summary: 'Make a new key or key pair',
  positionals: 'ALGORITHM',
  arity: [1, 1],
  choices: algorithms,
  options: {
    ...outputOptions,
    kid: { help: 'A key id. Default: the thumbprint, for jwk.', value: 'TEXT', kind: nonEmptyText },
    bits: { help: 'Bits of an RSA key. Default 3072.', value: 'NUMBER', kind: wholeNumber() },
  },
  json: {
    '': '{ key: string | { kty: string, [name: string]: unknown }, publicKey?: string | { kty: string, [name: string]: unknown } }',
    '--out FILE': '{ written: string[] }',
  },
  examples: ['countersign key generate ES256 --out key.pem', 'countersign key generate HS256 --format jwk'],
  notes: 'With --out FILE the public half of a pair goes to FILE.pub.',
  async run(args, io) {
    const algorithm = algorithmNamed(args.positionals[0] ?? '');
    const [keyId, bits, out] = [args.text('kid'), args.integer('bits'), args.text('out')];
    if (bits !== undefined && !/^[RP]S/.test(algorithm))
      throw new UsageError('--bits is for RSA keys: RS256 and its like.');
    if (out !== undefined) {
      checkNewFile(out, { force: args.flag('force') });
      if (!isSecret(algorithm)) checkNewFile(`${out}.pub`, { force: args.flag('force') });
    }
    const made = await generateKey(algorithm, {
      ...(keyId !== undefined && { keyId }),
      ...(bits !== undefined && { modulusBits: bits }),
    });
    const halves = 'privateKey' in made ? [made.privateKey, made.publicKey] : [made];
    const [own = '', other] = await Promise.all(halves.map((key) => written(key, args)));
    return output(own, args, io, { isPrivate: true, publicText: other });
  },
};

function isSecret(algorithm: Algorithm): boolean {
  return algorithm.startsWith('HS');
}

const oneKeyJson: Command['json'] = {
  '': '{ key: string | { kty: string, [name: string]: unknown } }',
  '--out FILE': '{ written: string[] }',
};

export const convertCommand: Command = {
  summary: 'Write a key in another format',
  positionals: 'FILE',
  arity: [1, 1],
  options: { ...algorithmOption, ...outputOptions, ...passphraseOptions },
  json: oneKeyJson,
  examples: [
    'countersign key convert id_rsa.pub --format jwk',
    'countersign key convert key.jwk --format pem --out key.pem',
  ],
  async run(args, io) {
    const key = await read(args, io);
    return output(await written(key, args), args, io, { isPrivate: key.kind !== 'public' });
  },
};

export const publicCommand: Command = {
  summary: 'Write the public half of a private key',
  positionals: 'FILE',
  arity: [1, 1],
  options: { ...algorithmOption, ...outputOptions, ...passphraseOptions },
  json: oneKeyJson,
  examples: [
    'countersign key public key.pem',
    'countersign key public key.pem --format openssh --out key.pub',
  ],
  async run(args, io) {
    const key = await read(args, io);
    return output(await written(publicHalf(key), args), args, io, { isPrivate: false });
  },
};

export const inspectCommand: Command = {
  summary: 'Say what a key file holds',
  positionals: 'FILE',
  arity: [1, 1],
  options: { ...algorithmOption, ...passphraseOptions },
  json: {
    '': "{ kind: 'private' | 'public' | 'secret', type: string, algorithm: string, keyId?: string, thumbprint?: string }",
  },
  examples: ['countersign key inspect key.pem', 'countersign key inspect id_ed25519.pub --json'],
  async run(args, io) {
    const key = await read(args, io);
    const description = {
      kind: key.kind,
      type: key.type,
      algorithm: key.algorithms[0] ?? '',
      keyId: key.keyId,
      // A secret's is a digest of it, which helps to guess a weak one.
      ...(key.kind !== 'secret' && { thumbprint: await thumbprint(key) }),
    };
    const lines = Object.entries(description).filter(([, value]) => value !== undefined);
    io.result(lines.map(([name, value]) => `${name}: ${visibleLine(String(value))}`).join('\n'), description);
    return 0;
  },
};

export const thumbprintCommand: Command = {
  summary: 'Print the RFC 7638 thumbprint of a key',
  positionals: 'FILE',
  arity: [1, 1],
  options: { ...algorithmOption, ...passphraseOptions },
  json: { '': '{ thumbprint: string }' },
  examples: ['countersign key thumbprint key.pub', 'countersign key thumbprint key.pem --json'],
  async run(args, io) {
    const print = await thumbprint(await read(args, io));
    io.result(print, { thumbprint: print });
    return 0;
  },
};

export const jwksCommand: Command = {
  summary: 'Put public keys together as a JWK Set',
  positionals: 'FILE…',
  arity: [1, 100],
  options: { ...algorithmOption, ...passphraseOptions },
  json: { '': '{ keys: { kty: string, kid: string, [name: string]: unknown }[] }' },
  examples: ['countersign key jwks one.pub two.pub --alg RS256', 'countersign key jwks key.pem > jwks.json'],
  notes: 'Only public halves go into the set, each under its thumbprint as kid.',
  async run(args, io) {
    const algorithm = args.choice('alg', algorithms);
    const keys: Jwk[] = [];
    for (const path of args.positionals) {
      const jwk = await jwkOf(publicHalf(await importFile(path, algorithm, args, io)));
      if (keys.some(({ kid }) => kid === jwk.kid))
        throw new UsageError(`${path}: the set has a key with its key id already, and no two may share one.`);
      keys.push(jwk);
    }
    io.result(jsonText({ keys }, 2), { keys });
    return 0;
  },
};

function read(args: Arguments, io: Io): Promise<Key> {
  return importFile(args.positionals[0] ?? '-', args.choice('alg', algorithms), args, io);
}

function publicHalf(key: Key): Key {
  if (key.kind === 'secret') throw new UsageError('The key is a secret: it has no public half.');
  return isPrivateKey(key) ? publicKeyOf(key) : key;
}

/** A JWK under its key id, or else its thumbprint. A thumbprint would tell about a secret. */
async function jwkOf(key: Key): Promise<Jwk> {
  const jwk = await exportKey(key, 'jwk');
  if (key.kind === 'secret' && key.keyId === undefined) return jwk;
  return { ...jwk, kid: key.keyId ?? (await thumbprint(key)) };
}

async function written(key: Key, args: Arguments): Promise<string> {
  const format = args.choice('format', FORMATS) ?? (key.kind === 'secret' ? 'jwk' : 'pem');
  if (format === 'jwk') return `${jsonText(await jwkOf(key), 2)}\n`;
  if (format === 'openssh' && key.kind === 'private')
    throw new UsageError('Private keys are written as pem or jwk; openssh is for public ones.');
  return exportKey(key, format);
}

interface Written {
  readonly isPrivate: boolean;
  /** The other half of a new pair. */
  readonly publicText?: string | undefined;
}

function output(text: string, args: Arguments, io: Io, { isPrivate, publicText }: Written): 0 {
  const [out, force] = [args.text('out'), args.flag('force')];
  if (out === undefined) {
    const half = publicText === undefined ? {} : { publicKey: asJson(publicText) };
    io.result(text.trimEnd(), { key: asJson(text), ...half });
    return 0;
  }
  writeNewFile(out, text, { force, isPrivate });
  if (publicText !== undefined) writeNewFile(`${out}.pub`, publicText, { force, isPrivate: false });
  const files = publicText === undefined ? [out] : [out, `${out}.pub`];
  if (io.isJson) io.result('', { written: files });
  return 0;
}

/** A JWK as an object, and other formats as text. */
function asJson(text: string): unknown {
  return text.startsWith('{') ? JSON.parse(text) : text;
}
