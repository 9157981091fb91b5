import { InvalidArgumentError } from '@countersign/core/internal';

/** The parameters of a challenge, in the order in which they are written (RFC 6750 section 3, RFC 9728 section 5.1). */
export interface ChallengeParameters {
  readonly realm?: string | undefined;
  readonly resource_metadata?: string | undefined;
  readonly error?: string;
  readonly error_description?: string;
  readonly scope?: string;
}

/** Printable ASCII, the only characters that every client reads in the same way. */
const PRINTABLE = /^[\x20-\x7e]+$/;

/** The value of `WWW-Authenticate`. */
export function challenge(parameters: ChallengeParameters): string {
  const written = Object.entries(parameters).flatMap(([name, value]) =>
    typeof value === 'string' ? [`${name}="${value.replace(/["\\]/g, '\\$&')}"`] : [],
  );
  return written.length === 0 ? 'Bearer' : `Bearer ${written.join(', ')}`;
}

/** Reads a value that a challenge can carry. */
export function printable(value: unknown, argument: string): string {
  if (typeof value === 'string' && PRINTABLE.test(value)) return value;
  throw new InvalidArgumentError(argument, `${argument} must be a string of printable ASCII characters.`);
}
