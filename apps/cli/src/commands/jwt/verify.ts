import {
  type Algorithm,
  type ClaimRules,
  createKeySet,
  createRemoteKeySet,
  type JwsRules,
  type Key,
  type VerificationInputKey,
  type VerificationKey,
  verifyComplete,
} from '@countersign/jwt';
import { type Arguments, defineCommand } from '../../args/command.ts';
import { defined } from '../../args/defined.ts';
import { flag, longName, repeated, single } from '../../args/option.ts';
import { duration, fileName, nonEmptyText, pointInTime } from '../../args/values.ts';
import { UsageError } from '../../errors.ts';
import { readFileArgument } from '../../io/files.ts';
import type { Io } from '../../io/io.ts';
import { textOf } from '../../io/text.ts';
import { jsonText } from '../../io/visible.ts';
import { algorithmNames, jwsAlgorithm } from '../key/algorithm.ts';
import { importSecret, namedAlgorithm } from '../key/import-key.ts';
import { exactParts } from './claims.ts';
import { keyInput, readKeyInput } from './key-input.ts';
import { describeTimes } from './times.ts';
import { readToken, tokenOptions } from './token.ts';

const CLAIMS = 'Claims';

const options = {
  algorithm: repeated(jwsAlgorithm, {
    help: 'An accepted algorithm. Required unless a JWK names it. Repeatable.',
    ...algorithmNames,
  }),
  ...keyInput,
  jwks: single(fileName, {
    help: 'A JWK Set: a file or an https URL.',
    value: 'FILE|URL',
    group: 'Key input',
  }),
  allowWeakKey: flag({ help: 'Accept a key that is too short to be safe.', group: 'Key input' }),
  iss: repeated(nonEmptyText, { help: 'Expected issuer. Repeatable.', value: 'TEXT', group: CLAIMS }),
  aud: repeated(nonEmptyText, { help: 'Expected audience. Repeatable.', value: 'TEXT', group: CLAIMS }),
  sub: single(nonEmptyText, { help: 'Expected subject.', value: 'TEXT', group: CLAIMS }),
  jti: single(nonEmptyText, { help: 'Expected token id.', value: 'TEXT', group: CLAIMS }),
  typ: single(nonEmptyText, { help: 'Expected type in the header.', value: 'TEXT', group: CLAIMS }),
  require: repeated(nonEmptyText, { help: 'A required claim. Repeatable.', value: 'NAME', group: CLAIMS }),
  maxAge: single(duration, { help: 'Maximum age since iat, such as 15m.', value: 'TIME', group: CLAIMS }),
  leeway: single(duration, { help: 'Accepted clock difference, such as 30s.', value: 'TIME', group: CLAIMS }),
  now: single(pointInTime, {
    help: 'Use this as the current time (ISO 8601 or Unix time).',
    value: 'TIME',
    group: CLAIMS,
  }),
  ...tokenOptions,
};

type VerifyArguments = Arguments<typeof options>;

export const verifyCommand = defineCommand({
  summary: 'Verify a token and print its claims',
  positionals: '[TOKEN]',
  arity: [0, 1],
  options,
  json: { '': '{ header: { alg: string, [name: string]: unknown }, claims: { [name: string]: unknown } }' },
  examples: [
    'countersign jwt verify --algorithm ES256 --key-file key.pub --aud api < token',
    'curl -s https://example.com/token | countersign jwt verify --algorithm RS256 --jwks jwks.json --iss https://auth.example.com --aud api',
  ],
  notes:
    'Without TOKEN, it reads standard input: a token, a header line, or JSON with access_token. If it is invalid, nothing is printed, and the exit code is 1.',
  async run(args, io) {
    const token = readToken(args.positionals, io);
    const { key, algorithms } = await readKey(args, io);
    const { allowWeakKey, typ, maxTokenLength, now } = args.options;
    const rules: JwsRules & ClaimRules = {
      algorithms,
      allowWeakKey,
      ...defined({ type: typ, maxTokenLength }),
      ...claimRules(args),
    };
    const { claims } = await verifyComplete(token, key, rules);
    const exact = exactParts(token);
    io.result(jsonText(exact.claims, 2), exact);
    if (!io.isJson && io.isErrorTerminal)
      for (const line of describeTimes(claims, now ?? new Date())) io.note(line);
    return 0;
  },
});

interface KeyAndAlgorithms {
  readonly key: VerificationInputKey;
  readonly algorithms: readonly Algorithm[];
}

async function readKey(args: VerifyArguments, io: Io): Promise<KeyAndAlgorithms> {
  const { options } = args;
  if (options.jwks !== undefined)
    return { key: readKeySet(args, options.jwks, io), algorithms: accepted(args) };
  const secret = await readKeyInput(options, io);
  const algorithms = accepted(args, namedAlgorithm(secret));
  const [algorithm] = algorithms;
  if (algorithm === undefined || algorithms.length > 1) return { key: secret, algorithms };
  // With one algorithm, a wrong key is reported before the token is read.
  const key = await importSecret(secret, { algorithm, allowWeakKey: options.allowWeakKey }, options, io);
  if (isVerificationKey(key)) return { key, algorithms };
  throw new UsageError('This is a private key. Verify with the public one: countersign key public.');
}

/** @throws UsageError */
function accepted({ options: { algorithm } }: VerifyArguments, named?: Algorithm): readonly Algorithm[] {
  if (algorithm.length > 0) return algorithm;
  if (named !== undefined) return [named];
  throw new UsageError(
    '--algorithm is missing. Pass the accepted algorithms; a token must not choose its own.',
  );
}

function isVerificationKey(key: Key): key is VerificationKey {
  return key.kind !== 'private';
}

function readKeySet({ given }: VerifyArguments, source: string, io: Io): VerificationInputKey {
  const other = Object.keys(keyInput).find((name) => given.includes(name));
  if (other !== undefined) throw new UsageError(`--jwks and ${longName(other)} exclude each other.`);
  if (/^https?:/i.test(source)) return createRemoteKeySet(source);
  const text = textOf(readFileArgument(source, io)) ?? '';
  try {
    JSON.parse(text);
  } catch {
    throw new UsageError(`${source} is not a JWK Set: it is not JSON.`);
  }
  return createKeySet(JSON.parse(text));
}

function claimRules({ options }: VerifyArguments): ClaimRules {
  const { iss, aud, require, sub, jti, maxAge, leeway, now } = options;
  return {
    ...(iss.length > 0 && { issuer: iss }),
    ...(aud.length > 0 && { audience: aud }),
    ...(require.length > 0 && { require }),
    ...defined({ subject: sub, tokenId: jti, maxAge, leeway, now }),
  };
}
