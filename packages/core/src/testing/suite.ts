import * as core from '../index.ts';

// Runs on other runtimes, in a browser as a bundle: answers questions, so that a test can compare the answers.

const { fromHex, hash, toHex } = core;

/** A digest to make: hexadecimal, since it crosses as JSON. */
export interface SuiteCase {
  readonly algorithm: string;
  readonly message: string;
  readonly parameters: Readonly<Record<'key' | 'salt' | 'personalization', string | undefined>> & {
    readonly length: number | undefined;
    readonly context: string | undefined;
  };
}

/** The digest of a case, made whole and in parts. */
export function digestOf({ algorithm, message, parameters }: SuiteCase): string {
  const { key, salt, personalization, length, context } = parameters;
  const given = {
    ...(length !== undefined && { length }),
    ...(context !== undefined && { context }),
    ...(key !== undefined && { key: fromHex(key) }),
    ...(salt !== undefined && { salt: fromHex(salt) }),
    ...(personalization !== undefined && { personalization: fromHex(personalization) }),
  };
  const data = fromHex(message);
  const inParts = core.createHash(algorithm, given).update(data.subarray(0, 7)).update(data.subarray(7));
  return `${hash(algorithm, data, { ...given, encoding: 'hex' })} ${inParts.digest('hex')}`;
}

/** Answers that must be equal on all runtimes. */
export async function answers(): Promise<Readonly<Record<string, unknown>>> {
  const body = new Blob(['a stream of ', new Uint8Array(300_000)]).stream();
  const mac = core.createHmac('sha512', 'key').update('long '.repeat(3000));
  const fixed = [...core.algorithmsGuaranteed].filter((name) => {
    const { family } = core.resolveAlgorithm(name);
    return family === 'fixed' || family === 'blake2';
  });
  const salt = core.utf8('salt');
  const { EncodingError } = core;
  let position: unknown;
  try {
    core.fromBase64Url('Zh');
  } catch (error) {
    position = error instanceof EncodingError ? error.position : String(error);
  }
  return {
    stream: await core.hashStream('sha256', body, { encoding: 'hex' }),
    hmac: mac.digest('hex'),
    hmacs: fixed.map((name) => {
      const inParts = core.createHmac(name, 'key').update('one ');
      return [
        inParts.digest('hex'),
        inParts.copy().update('two').digest('hex'),
        toHex(core.hmac(name, 'key', 'one two')),
      ];
    }),
    derived: await Promise.all(
      fixed.map(async (algorithm) => [
        await core.pbkdf2('password', salt, { algorithm, iterations: 3, encoding: 'hex' }),
        await core.hkdf('key', { algorithm, salt, info: 'info', encoding: 'hex' }),
      ]),
    ),
    verified: mac.verify(fromHex(mac.copy().digest('hex'))),
    pbkdf2: await core.pbkdf2('password', salt, { iterations: 100, encoding: 'hex' }),
    emptySalt: await core.pbkdf2('password', '', { iterations: 1, encoding: 'hex' }),
    scrypt: await core.scrypt('password', salt, { cost: 1024, encoding: 'hex' }),
    hkdf: await core.hkdf('key', { salt, info: 'info', length: 99, encoding: 'hex' }),
    guaranteed: [...core.algorithmsGuaranteed],
    base64: core.toBase64(new Uint8Array(100_000).map((_, index) => index)).length,
    roundTrip: toHex(core.fromBase64(core.toBase64(new Uint8Array([250, 251, 252, 253])))),
    position,
    equal: [core.compareDigest('a', 'a'), core.compareDigest('a', 'b'), core.compareDigest('a', 'aa')],
    redacted: `${new core.Redacted('secret')} ${JSON.stringify(new core.Redacted('secret'))}`,
    random: [
      core
        .tokenBytes(200_000)
        .subarray(199_000)
        .some((byte) => byte !== 0),
      core.tokenUrlSafe().length,
      core.randomBelow(2n ** 200n) < 2n ** 200n,
      core.shuffle([1, 2, 3]).toSorted(),
    ],
  };
}
