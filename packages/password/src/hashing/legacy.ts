import { InvalidArgumentError } from '@countersign/core';
import { func, list, type OptionReader, readOptions, string } from '@countersign/core/internal';

/** Verifies hashes of a format that this package does not read. */
export interface LegacyVerifier {
  /** For errors, for example `devise`. */
  readonly name: string;
  /** Whether a stored hash has this format. It is asked before the formats of this package. */
  readonly accepts: (encoded: string) => boolean;
  /** Whether the password is the one that was hashed. Compare in constant time. */
  readonly verify: (password: string, encoded: string) => boolean | Promise<boolean>;
}

const MAX_VERIFIERS = 32;

const verifier: OptionReader<LegacyVerifier> = (value, argument) =>
  readOptions(
    value,
    {
      name: string,
      accepts: func<LegacyVerifier['accepts']>(),
      verify: func<LegacyVerifier['verify']>(),
    },
    argument,
  );

/** Reads the option `legacyVerifiers`. */
export const legacyVerifiers: OptionReader<readonly LegacyVerifier[]> = list(verifier, {
  max: MAX_VERIFIERS,
});

/** The verifier for a stored hash, if there is one. */
export function findVerifier(
  verifiers: readonly LegacyVerifier[],
  encoded: string,
): LegacyVerifier | undefined {
  return verifiers.find(({ accepts, name }) => checkBoolean(accepts(encoded), `${name}.accepts`));
}

/** Runs a verifier. An answer that is not a boolean is an error, because a truthy one would admit everybody. */
export async function verifyLegacy(
  { name, verify }: LegacyVerifier,
  password: string,
  encoded: string,
): Promise<boolean> {
  return checkBoolean(await verify(password, encoded), `${name}.verify`);
}

function checkBoolean(answer: unknown, name: string): boolean {
  if (typeof answer === 'boolean') return answer;
  throw new InvalidArgumentError('legacyVerifiers', `The legacy verifier ${name} must return true or false.`);
}
