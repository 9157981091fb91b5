import { CountersignError, type CountersignErrorOptions } from '@countersign/core';

/** The codes of this package's errors. `ERR_INVALID_ARGUMENT` comes from core. */
export type PasswordErrorCode =
  | 'ERR_BREACH_SOURCE'
  | 'ERR_HASH_LIMIT'
  | 'ERR_HASH_MALFORMED'
  | 'ERR_HASHING_OVERLOAD'
  | 'ERR_INVALID_ARGUMENT'
  | 'ERR_PASSWORD_RULE'
  | 'ERR_PASSWORD_RULE_COMPLEX'
  | 'ERR_PASSWORD_RULES_SYNTAX'
  | 'ERR_PASSWORD_UNUSABLE'
  | 'ERR_PEPPER_REQUIRED'
  | 'ERR_PEPPER_UNKNOWN'
  | 'ERR_UNSUPPORTED';

/** A stored hash is damaged, of an unknown or unsupported format, or weak and not accepted. `ERR_HASH_MALFORMED` */
export class MalformedHashError extends CountersignError {
  override readonly name: string = 'MalformedHashError';
  declare readonly code: 'ERR_HASH_MALFORMED';
  /** The name of the format, if it is recognised. */
  readonly format: string | undefined;

  constructor(reason: string, format?: string) {
    super('ERR_HASH_MALFORMED', `The stored hash cannot be read: ${sentence(reason)}`);
    this.format = format;
  }
}

/** A stored hash needs more work or memory than the limits allow. `ERR_HASH_LIMIT` */
export class HashLimitError extends CountersignError {
  override readonly name: string = 'HashLimitError';
  declare readonly code: 'ERR_HASH_LIMIT';

  constructor(parameter: string, value: number, limit: number) {
    super(
      'ERR_HASH_LIMIT',
      `The stored hash has ${parameter} of ${value}, and the limit is ${limit}. Raise the limit only if your own software made such hashes.`,
    );
  }
}

/** A stored hash names a pepper that is not configured. `ERR_PEPPER_UNKNOWN` */
export class UnknownPepperError extends CountersignError {
  override readonly name: string = 'UnknownPepperError';
  declare readonly code: 'ERR_PEPPER_UNKNOWN';

  constructor() {
    super(
      'ERR_PEPPER_UNKNOWN',
      'The stored hash names a pepper (keyid) that is not in peppers.keys. Keep each pepper until no stored hash names it; identify() shows the name.',
    );
  }
}

/** A stored hash has no pepper, and the policy requires one. `ERR_PEPPER_REQUIRED` */
export class PepperRequiredError extends CountersignError {
  override readonly name: string = 'PepperRequiredError';
  declare readonly code: 'ERR_PEPPER_REQUIRED';

  constructor() {
    super(
      'ERR_PEPPER_REQUIRED',
      'The stored hash was made without a pepper, and peppers.required is set. Somebody may have written it into the database.',
    );
  }
}

/** A password cannot be hashed unchanged. `ERR_PASSWORD_UNUSABLE` */
export class UnusablePasswordError extends CountersignError {
  override readonly name: string = 'UnusablePasswordError';
  declare readonly code: 'ERR_PASSWORD_UNUSABLE';

  constructor(reason: string) {
    super('ERR_PASSWORD_UNUSABLE', `The password cannot be used: ${sentence(reason)}`);
  }
}

/** Too many passwords are being hashed. Answer 503, so that the client tries again. `ERR_HASHING_OVERLOAD` */
export class HashingOverloadError extends CountersignError {
  override readonly name: string = 'HashingOverloadError';
  declare readonly code: 'ERR_HASHING_OVERLOAD';

  constructor(reason: string) {
    super('ERR_HASHING_OVERLOAD', `Too many passwords are being hashed: ${reason}. Try again later.`);
  }
}

/** This runtime lacks a function that the operation needs. `ERR_UNSUPPORTED` */
export class UnsupportedError extends CountersignError {
  override readonly name: string = 'UnsupportedError';
  declare readonly code: 'ERR_UNSUPPORTED';

  constructor(message: string, options?: CountersignErrorOptions) {
    super('ERR_UNSUPPORTED', message, options);
  }
}

/** No password satisfies the rule. `ERR_PASSWORD_RULE` */
export class ImpossibleRuleError extends CountersignError {
  override readonly name: string = 'ImpossibleRuleError';
  declare readonly code: 'ERR_PASSWORD_RULE';

  constructor(reason: string) {
    super('ERR_PASSWORD_RULE', `No password satisfies the rule: ${reason}.`);
  }
}

/** The passwords that satisfy a rule are too many to count. `ERR_PASSWORD_RULE_COMPLEX` */
export class RuleTooComplexError extends CountersignError {
  override readonly name: string = 'RuleTooComplexError';
  declare readonly code: 'ERR_PASSWORD_RULE_COMPLEX';

  constructor() {
    super(
      'ERR_PASSWORD_RULE_COMPLEX',
      'The rule is too complex: a long password with limited runs and many minimums, or with many overlapping requirements. Use a shorter length or fewer requirements.',
    );
  }
}

/** A `passwordrules` text has a syntax error. `ERR_PASSWORD_RULES_SYNTAX` */
export class PasswordRulesError extends CountersignError {
  override readonly name: string = 'PasswordRulesError';
  declare readonly code: 'ERR_PASSWORD_RULES_SYNTAX';

  constructor(reason: string) {
    super('ERR_PASSWORD_RULES_SYNTAX', `The passwordrules text cannot be read: ${reason}.`);
  }
}

/** A source of breached passwords failed. `ERR_BREACH_SOURCE` */
export class BreachSourceError extends CountersignError {
  override readonly name: string = 'BreachSourceError';
  declare readonly code: 'ERR_BREACH_SOURCE';

  constructor(reason: string, options?: CountersignErrorOptions) {
    super('ERR_BREACH_SOURCE', `The breached passwords could not be read: ${reason}.`, options);
  }
}

function sentence(reason: string): string {
  return reason.endsWith('.') ? reason : `${reason}.`;
}
