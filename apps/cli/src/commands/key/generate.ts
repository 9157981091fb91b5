import { type Algorithm, algorithms, generateKey } from '@countersign/jwt';
import { defineCommand } from '../../args/command.ts';
import { defined } from '../../args/defined.ts';
import { single } from '../../args/option.ts';
import { didYouMean, suggestion } from '../../args/suggest.ts';
import { integer, nonEmptyText } from '../../args/values.ts';
import { UsageError } from '../../errors.ts';
import { checkNewFile } from '../../io/write-files.ts';
import { algorithmOption, jwsAlgorithm } from './algorithm.ts';
import { formatKey, outputKey, privateKeyOutputOptions, readNewPassphrase } from './write-key.ts';

export const generateCommand = defineCommand({
  summary: 'Make a key or key pair',
  positionals: '[ALGORITHM]',
  arity: [0, 1],
  choices: algorithms,
  options: {
    algorithm: algorithmOption('The algorithm, instead of the argument.'),
    bits: single(integer(), { help: 'The bits of an RSA key. Default 3072.', value: 'NUMBER' }),
    kid: single(nonEmptyText, { help: 'The key id. Default: the thumbprint in a JWK.', value: 'TEXT' }),
    ...privateKeyOutputOptions,
  },
  json: {
    '': '{ key: string | { kty: string, [name: string]: unknown }, publicKey?: string | { kty: string, [name: string]: unknown } }',
    '--out FILE': '{ written: string[] }',
  },
  examples: ['countersign key generate ES256 --out key.pem', 'countersign key generate HS256 --format jwk'],
  notes: 'With --out FILE, the public half of a pair goes to FILE.pub.',
  async run({ options, positionals }, io) {
    const algorithm = readAlgorithm(positionals[0], options.algorithm);
    const { kid, bits, out, force } = options;
    if (bits !== undefined && !/^[RP]S/.test(algorithm))
      throw new UsageError('--bits is only for RSA keys, such as RS256.');
    if (out !== undefined) {
      checkNewFile(out, { force });
      if (!algorithm.startsWith('HS')) checkNewFile(`${out}.pub`, { force });
    }
    const made = await generateKey(algorithm, defined({ keyId: kid, modulusBits: bits }));
    const [key, publicKey] = 'privateKey' in made ? [made.privateKey, made.publicKey] : [made];
    const text = await formatKey(key, options, await readNewPassphrase(options, io));
    const publicText = publicKey && (await formatKey(publicKey, options));
    return outputKey({ text, isPrivate: true, publicText }, options, io);
  },
});

const MAX_SHOWN = 30;

function readAlgorithm(argument: string | undefined, option: Algorithm | undefined): Algorithm {
  if (argument === undefined) {
    if (option !== undefined) return option;
    throw new UsageError(`The algorithm is missing: ${jwsAlgorithm.allowed}.`);
  }
  if (option !== undefined) throw new UsageError('The argument and --algorithm exclude each other.');
  const algorithm = jwsAlgorithm.read(argument);
  if (algorithm !== undefined) return algorithm;
  const shown = argument.slice(0, MAX_SHOWN);
  const help = didYouMean(suggestion(shown, algorithms));
  throw new UsageError(
    `ALGORITHM must be ${jwsAlgorithm.allowed}, not ${JSON.stringify(shown)}. ${help}`.trim(),
  );
}
