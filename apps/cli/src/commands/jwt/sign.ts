import { algorithms, type Key, type SigningKey, sign } from '@countersign/jwt';
import { type Arguments, defineCommand } from '../../args/command.ts';
import { defined } from '../../args/defined.ts';
import { flag, optional, repeated, single } from '../../args/option.ts';
import { type Time, unixSeconds } from '../../args/time.ts';
import { nonEmptyText, pointInTime, time } from '../../args/values.ts';
import { UsageError } from '../../errors.ts';
import { isStandardInput, readFileArgument } from '../../io/files.ts';
import type { Io } from '../../io/io.ts';
import { textOf } from '../../io/text.ts';
import { algorithmOption } from '../key/algorithm.ts';
import { importSecret, namedAlgorithm } from '../key/import-key.ts';
import { assignment, parseClaimsText, readAssignments } from './claims.ts';
import { keyInput, readKeyInput } from './key-input.ts';
import { hasUnreadInput, readPipedInput } from './piped-input.ts';

const CLAIMS = 'Claims';

const options = {
  algorithm: algorithmOption('The algorithm. Required unless a JWK names it.'),
  ...keyInput,
  allowWeakKey: flag({ help: 'Sign with a key that is too short to be safe.', group: 'Key input' }),
  claim: repeated(assignment, {
    help: 'A claim, name=text or name:=json. Repeatable.',
    value: 'NAME=VALUE',
    short: 'c',
    group: CLAIMS,
  }),
  iss: single(nonEmptyText, { help: 'The issuer.', value: 'TEXT', group: CLAIMS }),
  sub: single(nonEmptyText, { help: 'The subject.', value: 'TEXT', group: CLAIMS }),
  aud: repeated(nonEmptyText, { help: 'The audience. Repeatable.', value: 'TEXT', group: CLAIMS }),
  jti: single(nonEmptyText, { help: 'The token id.', value: 'TEXT', group: CLAIMS }),
  exp: single(time, {
    help: 'Expiry: 15m, 1h30m, a date or a Unix time.',
    value: 'TIME',
    group: CLAIMS,
  }),
  nbf: single(time, { help: 'Not valid before this time.', value: 'TIME', group: CLAIMS }),
  iat: optional(time, { help: 'Time of issue. Default: now.', value: 'TIME', group: CLAIMS }),
  now: single(pointInTime, {
    help: 'Use this as the current time (ISO 8601 or Unix time).',
    value: 'TIME',
    group: CLAIMS,
  }),
  header: repeated(assignment, {
    help: 'A header parameter. Repeatable.',
    value: 'NAME=VALUE',
    group: 'Header',
  }),
  kid: single(nonEmptyText, { help: 'The key id.', value: 'TEXT', group: 'Header' }),
  typ: single(nonEmptyText, { help: 'The type. Default JWT.', value: 'TEXT', group: 'Header' }),
};

type SignArguments = Arguments<typeof options>;

export const signCommand = defineCommand({
  summary: 'Sign claims as a token',
  positionals: '[CLAIMS-FILE]',
  arity: [0, 1],
  options,
  json: { '': '{ token: string }' },
  examples: [
    'countersign jwt sign --algorithm HS256 --key-file secret --claim role=editor --exp 15m',
    'countersign jwt sign claims.json --algorithm ES256 --key-file key.pem --iss https://auth.example.com',
  ],
  notes:
    'Claims come from a JSON file, from piped input, or from options; --claim replaces a claim of the file. A bare number is a duration in seconds up to ten years, and a Unix time above.',
  async run(args, io) {
    const key = await readKey(args, io);
    const claims = { ...(await readClaims(args, io)), ...readAssignments(args.options.claim, 'claim') };
    const { allowWeakKey, iss, sub, aud, jti, kid, typ, header } = args.options;
    const algorithm = key.algorithms[0];
    if (algorithm === undefined) throw new UsageError('The key has no algorithm.');
    const now = args.options.now ?? new Date();
    const token = await sign({ ...claims, ...timeClaims(args, claims, now) }, key, {
      algorithm,
      allowWeakKey,
      now,
      ...defined({ issuer: iss, subject: sub, tokenId: jti, keyId: kid, type: typ }),
      ...(aud.length > 0 && { audience: aud.length === 1 ? String(aud[0]) : aud }),
      ...(header.length > 0 && { header: readAssignments(header, 'header parameter') }),
    });
    io.result(token, { token });
    return 0;
  },
});

/** The private key or secret. @throws UsageError */
async function readKey({ options }: SignArguments, io: Io): Promise<SigningKey> {
  const secret = await readKeyInput(options, io);
  const algorithm = options.algorithm ?? namedAlgorithm(secret);
  if (algorithm === undefined)
    throw new UsageError(`--algorithm is missing. Pass one of ${algorithms.join(', ')}.`);
  const key = await importSecret(secret, { algorithm, allowWeakKey: options.allowWeakKey }, options, io);
  if (isSigningKey(key)) return key;
  throw new UsageError('This is a public key. Sign with the private one.');
}

function isSigningKey(key: Key): key is SigningKey {
  return key.kind !== 'public';
}

async function readClaims({ positionals: [file] }: SignArguments, io: Io): Promise<object> {
  if (file !== undefined) {
    const claims = parseClaimsFile(readFileArgument(file, io), file);
    if (!(await hasUnreadInput(io))) return claims;
    throw new UsageError(
      `Claims come from ${file} and from standard input. Pass one of them; < /dev/null closes the input.`,
    );
  }
  const piped = await readPipedInput(io);
  return piped === undefined ? {} : parseClaimsFile(piped, '-');
}

function parseClaimsFile(bytes: Buffer, file: string): object {
  const source = isStandardInput(file) ? 'standard input' : file;
  const text = textOf(bytes);
  if (text === undefined) throw new UsageError(`${source}: the claims are not UTF-8 text.`);
  return parseClaimsText(text, source);
}

function timeClaims({ options }: SignArguments, claims: object, now: Date): object {
  const times: Readonly<Record<string, Time | true | undefined>> = {
    exp: options.exp,
    nbf: options.nbf,
    iat: options.iat,
  };
  const given = Object.entries(times).flatMap(([name, value]): [string, number][] => {
    if (value === undefined) return [];
    if (Object.hasOwn(claims, name)) throw new UsageError(`The claim ${name} was given twice.`);
    return [[name, unixSeconds(value === true ? { offset: 0 } : value, now)]];
  });
  return Object.fromEntries(given);
}
