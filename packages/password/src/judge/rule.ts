/** One way in which a password fails a policy. */
export interface PolicyViolation {
  /** Stable, for example `too-short`. */
  readonly code: string;
  /** A sentence for the user. */
  readonly message: string;
  /** The numbers of the rule, for messages in your own words. */
  readonly details: Readonly<Record<string, number | string>>;
}

/** The result of a rule. */
export type RuleResult = PolicyViolation | readonly PolicyViolation[] | undefined;

/**
 * One rule of a policy.
 *
 * @param password the password as it will be hashed: spaces and composition normalised
 * @param original the password as it was typed
 */
export type PolicyRule = (password: string, original: string) => RuleResult | Promise<RuleResult>;

/** Rules that a password must satisfy. */
export type PasswordPolicy = readonly PolicyRule[];

/** Makes a violation. */
export function violation(
  code: string,
  message: string,
  details: Readonly<Record<string, number | string>> = {},
): PolicyViolation {
  return { code, message, details };
}
