import { isUtf8 } from 'node:buffer';
import { algorithms, importKey, sign } from '@countersign/jwt';
import { type Command, UsageError } from '../args/command.ts';
import { moment, nonEmptyText, oneOf, timeSpan } from '../args/kinds.ts';
import { claimAssignment, parseClaimArguments, parseClaimsText } from '../claims.ts';
import { readFileArgument, textOf } from '../io/files.ts';
import type { Io } from '../io/io.ts';
import { isSigningKey, keyOptions, readKeySecret, readPassphrase } from '../keys.ts';

export const signCommand: Command = {
  summary: 'Sign claims as a token',
  positionals: '[CLAIMS-FILE]',
  arity: [0, 1],
  options: {
    alg: { help: 'The algorithm. Required.', value: 'NAME', kind: oneOf(algorithms) },
    ...keyOptions,
    claim: {
      help: 'A claim. Several times.',
      value: 'NAME=VALUE',
      kind: claimAssignment,
      many: true,
      short: 'c',
    },
    exp: { help: 'Expires after this time.', value: 'TIME', kind: timeSpan },
    nbf: { help: 'Is valid after this time from now on.', value: 'TIME', kind: timeSpan },
    iat: { help: 'Says when it was issued.' },
    iss: { help: 'The issuer.', value: 'TEXT', kind: nonEmptyText },
    aud: { help: 'The audience. Several times for several.', value: 'TEXT', kind: nonEmptyText, many: true },
    sub: { help: 'The subject.', value: 'TEXT', kind: nonEmptyText },
    jti: { help: 'The token id.', value: 'TEXT', kind: nonEmptyText },
    kid: { help: 'The key id for the header.', value: 'TEXT', kind: nonEmptyText },
    typ: { help: 'The type for the header. Default JWT.', value: 'TEXT', kind: nonEmptyText },
    now: { help: 'Pretend that it is this moment.', value: 'MOMENT', kind: moment },
    'allow-weak-key': { help: 'Sign with a key that is too short to be safe.' },
  },
  json: { '': '{ token: string }' },
  examples: [
    'countersign jwt sign --alg HS256 --key-file secret --claim role=editor --exp 15m',
    'countersign jwt sign claims.json --alg ES256 --key-file key.pem --iss https://auth.example.com',
  ],
  notes:
    'Claims come from a JSON file (- is standard input), from --claim, or both; a --claim takes the place of the file’s.',
  async run(args, io) {
    const algorithm = args.choice('alg', algorithms);
    if (algorithm === undefined)
      throw new UsageError(`--alg is missing; there are ${algorithms.join(', ')}.`);
    const file = args.positionals[0];
    const claims = {
      ...(file === undefined ? {} : readClaims(file, io)),
      ...parseClaimArguments(args.texts('claim')),
    };
    const allowWeakKey = args.flag('allow-weak-key');
    const key = await readKeySecret(args, io);
    const imported = await importKey(key, {
      algorithm,
      allowWeakKey,
      ...(await readPassphrase(key, args, io)),
    });
    if (!isSigningKey(imported))
      throw new UsageError('The key is a public key; tokens are signed with the private one.');
    const [exp, nbf, now] = [args.duration('exp'), args.duration('nbf'), args.moment('now')];
    const [iss, sub, jti, kid, typ] = ['iss', 'sub', 'jti', 'kid', 'typ'].map((name) => args.text(name));
    const aud = args.texts('aud');
    const token = await sign(claims, imported, {
      algorithm,
      allowWeakKey,
      ...(exp !== undefined && { expiresIn: exp }),
      ...(nbf !== undefined && { notBefore: nbf }),
      ...(args.flag('iat') && { issuedAt: true }),
      ...(iss !== undefined && { issuer: iss }),
      ...(aud.length > 0 && { audience: aud.length === 1 ? String(aud[0]) : aud }),
      ...(sub !== undefined && { subject: sub }),
      ...(jti !== undefined && { tokenId: jti }),
      ...(kid !== undefined && { keyId: kid }),
      ...(typ !== undefined && { type: typ }),
      ...(now !== undefined && { now }),
    });
    io.result(token, { token });
    return 0;
  },
};

function readClaims(file: string, io: Io): Readonly<Record<string, unknown>> {
  const bytes = readFileArgument(file, io);
  const what = `The claims set of ${file === '-' ? 'standard input' : file}`;
  if (!isUtf8(bytes)) throw new UsageError(`${what} is not UTF-8.`);
  return parseClaimsText(textOf(bytes), what);
}
