import { CountersignError, type CountersignErrorOptions } from '@countersign/core';

/** A stored hash is of a known kind and damaged, or of no known kind. `ERR_HASH_MALFORMED` */
export class MalformedHashError extends CountersignError {
  override readonly name: string = 'MalformedHashError';

  constructor(reason: string) {
    super('ERR_HASH_MALFORMED', `The stored hash cannot be read: ${reason}.`);
  }
}

/** A stored hash asks for more work or memory than the limits allow. `ERR_HASH_LIMIT` */
export class HashLimitError extends CountersignError {
  override readonly name: string = 'HashLimitError';

  constructor(parameter: string, value: number, limit: number) {
    super(
      'ERR_HASH_LIMIT',
      `The stored hash asks for ${parameter} of ${value}; at most ${limit} is computed. Raise the limit only if you made such hashes yourself.`,
    );
  }
}

/** A stored hash was made with a pepper that is not configured. `ERR_PEPPER_UNKNOWN` */
export class UnknownPepperError extends CountersignError {
  override readonly name: string = 'UnknownPepperError';

  constructor() {
    super(
      'ERR_PEPPER_UNKNOWN',
      'The stored hash names a pepper (keyid) that is not among peppers.keys. Keep each pepper until no hash names it; identify() tells which it is.',
    );
  }
}

/** A password cannot be hashed as it is. `ERR_PASSWORD_UNUSABLE` */
export class UnusablePasswordError extends CountersignError {
  override readonly name: string = 'UnusablePasswordError';

  constructor(reason: string) {
    super('ERR_PASSWORD_UNUSABLE', `The password cannot be used: ${reason}.`);
  }
}

/** Too many passwords are being hashed at once. Answer 503 and let the client try again. `ERR_HASHING_OVERLOAD` */
export class HashingOverloadError extends CountersignError {
  override readonly name: string = 'HashingOverloadError';

  constructor(reason: string) {
    super(
      'ERR_HASHING_OVERLOAD',
      `Passwords are being hashed at the limit: ${reason}. Try again in a moment.`,
    );
  }
}

/** No password satisfies the rule. `ERR_PASSWORD_RULE` */
export class ImpossibleRuleError extends CountersignError {
  override readonly name: string = 'ImpossibleRuleError';

  constructor(reason: string) {
    super('ERR_PASSWORD_RULE', `No password satisfies the rule: ${reason}.`);
  }
}

/** The passwords that satisfy a rule are too hard to count. `ERR_PASSWORD_RULE_COMPLEX` */
export class RuleTooComplexError extends CountersignError {
  override readonly name: string = 'RuleTooComplexError';

  constructor() {
    super(
      'ERR_PASSWORD_RULE_COMPLEX',
      'The rule is too complex: long passwords with limited runs and many minimums, or many overlapping requirements. Make it shorter or ask for less.',
    );
  }
}

/** A `passwordrules` text has a syntax error. `ERR_PASSWORD_RULES_SYNTAX` */
export class PasswordRulesError extends CountersignError {
  override readonly name: string = 'PasswordRulesError';

  constructor(reason: string) {
    super('ERR_PASSWORD_RULES_SYNTAX', `The passwordrules text cannot be read: ${reason}.`);
  }
}

/** Where breached passwords are looked up did not answer. `ERR_BREACH_SOURCE` */
export class BreachSourceError extends CountersignError {
  override readonly name: string = 'BreachSourceError';

  constructor(reason: string, options?: CountersignErrorOptions) {
    super('ERR_BREACH_SOURCE', `Breached passwords could not be looked up: ${reason}.`, options);
  }
}
