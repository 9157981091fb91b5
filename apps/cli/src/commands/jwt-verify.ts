import {
  algorithms,
  type ClaimRules,
  DEFAULT_MAX_TOKEN_LENGTH,
  importKey,
  type JwsRules,
  type VerificationInputKey,
  verifyComplete,
} from '@countersign/jwt';
import { type Arguments, type Command, type Options, UsageError } from '../args/command.ts';
import { moment, nonEmptyText, oneOf, timeSpan, wholeNumber } from '../args/kinds.ts';
import { describeTimes, findToken } from '../claims.ts';
import type { Io } from '../io/io.ts';
import { jsonText } from '../io/visible.ts';
import {
  isVerificationKey,
  keyOptions,
  keySetOptions,
  readKeySecret,
  readKeySet,
  readPassphrase,
} from '../keys.ts';

/** How commands that read a token read it. */
export const tokenOptions: Options = {
  'max-token-length': {
    help: `The longest token that is looked at, in characters. Default ${DEFAULT_MAX_TOKEN_LENGTH}.`,
    value: 'NUMBER',
    kind: wholeNumber(),
  },
};

/** What {@link tokenOptions} say. */
export function longestToken(args: Arguments): { readonly maxTokenLength?: number } {
  const maxTokenLength = args.integer('max-token-length');
  return maxTokenLength === undefined ? {} : { maxTokenLength };
}

export const verifyCommand: Command = {
  summary: 'Verify a token and print its claims',
  positionals: '[TOKEN]',
  arity: [0, 1],
  options: {
    alg: {
      help: 'An algorithm that you accept. Required; several times for several.',
      value: 'NAME',
      many: true,
      kind: oneOf(algorithms),
    },
    ...keyOptions,
    ...keySetOptions,
    ...tokenOptions,
    iss: {
      help: 'The issuer that you expect. Several times for any of several.',
      value: 'TEXT',
      kind: nonEmptyText,
      many: true,
    },
    aud: {
      help: 'The audience that you are. Several times for any of several.',
      value: 'TEXT',
      kind: nonEmptyText,
      many: true,
    },
    sub: { help: 'The subject that you expect.', value: 'TEXT', kind: nonEmptyText },
    jti: { help: 'The token id that you expect.', value: 'TEXT', kind: nonEmptyText },
    typ: { help: 'The type that you expect.', value: 'TEXT', kind: nonEmptyText },
    require: {
      help: 'A claim that must be there. Several times for several.',
      value: 'NAME',
      kind: nonEmptyText,
      many: true,
    },
    'max-age': { help: 'The greatest age.', value: 'TIME', kind: timeSpan },
    leeway: { help: 'How far clocks may differ.', value: 'TIME', kind: timeSpan },
    now: { help: 'Pretend that it is this moment.', value: 'MOMENT', kind: moment },
    'allow-weak-key': { help: 'Accept a key that is too short to be safe.' },
  },
  json: { '': '{ header: { alg: string, [name: string]: unknown }, claims: { [name: string]: unknown } }' },
  examples: [
    'countersign jwt verify --alg ES256 --key-file key.pub --aud api < token',
    'curl -s https://example.com/token | countersign jwt verify --alg RS256 --jwks jwks.json --iss https://auth.example.com --aud api',
  ],
  notes:
    'The token is read from standard input unless it is an argument; a line such as "Authorization: Bearer …" will do. When it is not valid, nothing goes to standard output and the exit code is 1.',
  async run(args, io) {
    const accepted = args.choices('alg', algorithms);
    if (accepted.length === 0)
      throw new UsageError('--alg is missing: say which algorithms you accept, so that the token does not.');
    const allowWeakKey = args.flag('allow-weak-key');
    const token = readToken(args, io);
    const key = await readKey(args, io, accepted, allowWeakKey);
    const typ = args.text('typ');
    const rules: JwsRules & ClaimRules = {
      algorithms: accepted,
      allowWeakKey,
      ...longestToken(args),
      ...(typ !== undefined && { type: typ }),
      ...claimRules(args),
    };
    const { header, claims } = await verifyComplete(token, key, rules);
    io.result(jsonText(claims, 2), { header, claims });
    if (!io.isJson && io.isErrorTerminal)
      for (const line of describeTimes(claims, args.moment('now') ?? new Date())) io.note(line);
    return 0;
  },
};

async function readKey(
  args: Arguments,
  io: Io,
  accepted: JwsRules['algorithms'],
  allowWeakKey: boolean,
): Promise<VerificationInputKey> {
  const jwks = args.text('jwks');
  if (jwks !== undefined) {
    const other = Object.keys(keyOptions).find((name) => args.flag(name));
    if (other !== undefined) throw new UsageError(`--jwks and --${other} exclude each other.`);
    return readKeySet(jwks, io);
  }
  const text = await readKeySecret(args, io);
  const [algorithm] = accepted;
  // One algorithm: the key is checked for it now, and a wrong one is told before the token is looked at.
  if (algorithm === undefined || accepted.length > 1) return text;
  const key = await importKey(text, { algorithm, allowWeakKey, ...(await readPassphrase(text, args, io)) });
  if (!isVerificationKey(key))
    throw new UsageError(
      'The key is a private key; tokens are verified with the public one (countersign key public).',
    );
  return key;
}

function claimRules(args: Arguments): ClaimRules {
  const [iss, aud, required] = [args.texts('iss'), args.texts('aud'), args.texts('require')];
  const [sub, jti] = [args.text('sub'), args.text('jti')];
  const [maxAge, leeway, now] = [args.duration('max-age'), args.duration('leeway'), args.moment('now')];
  return {
    ...(iss.length > 0 && { issuer: iss }),
    ...(aud.length > 0 && { audience: aud }),
    ...(required.length > 0 && { require: required }),
    ...(sub !== undefined && { subject: sub }),
    ...(jti !== undefined && { tokenId: jti }),
    ...(maxAge !== undefined && { maxAge }),
    ...(leeway !== undefined && { leeway }),
    ...(now !== undefined && { now }),
  };
}

/** The token from the argument or standard input. */
export function readToken(args: Arguments, io: Io): string {
  const [given] = args.positionals;
  if (given !== undefined && given !== '-') return findToken(given);
  if (io.isInputTerminal)
    throw new UsageError('The token is missing: pass it as an argument or on standard input.');
  return findToken(io.readInput().toString());
}
