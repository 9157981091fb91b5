/** A set of characters that a rule treats alike: they satisfy the same requirements. */
export interface Atom {
  readonly characters: readonly string[];
  /** Which requirements one of them satisfies. */
  readonly satisfies: readonly number[];
}

/** A rule in the form that can be counted: how many characters of which atoms. */
export interface CountableRule {
  readonly length: number;
  readonly atoms: readonly Atom[];
  /** How often each requirement must be satisfied. */
  readonly minimums: readonly number[];
  /** The longest run of one character, or undefined for any. */
  readonly maxConsecutive: number | undefined;
}

/** The passwords that satisfy a rule. */
export interface PasswordSpace {
  /** How many there are. */
  readonly size: bigint;
  /** One of them, every one as likely as any other, in a number of steps that the length bounds. */
  draw(): string;
}

/** log2 of a count of any size, to the precision of a number. */
export function log2(count: bigint): number {
  const digits = count.toString(2).length;
  const shift = Math.max(0, digits - 53);
  return Math.log2(Number(count >> BigInt(shift))) + shift;
}
