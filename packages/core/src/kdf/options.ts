import type { Encoding } from '../bytes.ts';

/** The form of a derived key. */
export interface DerivedKeyOptions {
  /** Makes the result a string. Default: bytes. */
  readonly encoding?: Encoding | undefined;
}

/** The longest derived key of a password in bytes. */
export const MAX_DERIVED_LENGTH: number = 2 ** 20;
