/** A set of characters that a rule treats alike: they satisfy the same requirements. */
export interface Atom {
  readonly characters: readonly string[];
  /** The requirements that each of them satisfies. */
  readonly satisfies: readonly number[];
}

/** A rule in the form that is counted: how many characters of which atoms. */
export interface CountableRule {
  readonly length: number;
  readonly atoms: readonly Atom[];
  /** How often each requirement must be satisfied. */
  readonly minimums: readonly number[];
  /** The longest run of one character, or undefined for any. */
  readonly maxConsecutive: number | undefined;
  /** The longest sequence such as `abc` or `321`, or undefined for any. */
  readonly maxSequential: number | undefined;
}

/** The passwords that satisfy a rule. */
export interface PasswordSpace {
  /** How many there are; for a `RejectionSpace`, at least this many. */
  readonly size: bigint;
  /** One of them. All are equally likely. */
  draw(): string;
}

/** The minimums that remain after some characters of an atom. */
export function needsAfter(needs: readonly number[], atom: Atom, amount: number): readonly number[] {
  return needs.map((need, index) => (atom.satisfies.includes(index) ? Math.max(0, need - amount) : need));
}

/** log2 of a count of any size, to the precision of a number. */
export function log2(count: bigint): number {
  const digits = count.toString(2).length;
  const shift = Math.max(0, digits - 53);
  return Math.log2(Number(count >> BigInt(shift))) + shift;
}
