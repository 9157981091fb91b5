/**
 * Hash, verify and migrate passwords; generate and judge them; make reset tokens.
 *
 * @packageDocumentation
 */
export {
  BreachSourceError,
  HashingOverloadError,
  HashLimitError,
  ImpossibleRuleError,
  MalformedHashError,
  RuleTooComplexError,
  UnknownPepperError,
  UnusablePasswordError,
} from './errors.ts';
export type { WeakFormat } from './formats/index.ts';
export type { DigestRecipe, DigestSalt, WrappedDigest } from './formats/wrapped.ts';
export { generatePassphrase, type PassphraseOptions, passphraseEntropyBits } from './generate/passphrase.ts';
export { entropyBits, generatePassword, type PasswordRecipe } from './generate/password.ts';
export { type PasswordRules, PasswordRulesError, parsePasswordRules } from './generate/password-rules.ts';
export { AMBIGUOUS, type CharacterClass, type PasswordOptions, SYMBOLS } from './generate/policy.ts';
export { type Argon2Options, argon2 } from './hashing/argon2.ts';
export { type Calibration, type CalibrationTarget, calibrate } from './hashing/calibrate.ts';
export {
  type HashDescription,
  hashPassword,
  identify,
  needsRehash,
  verifyPassword,
} from './hashing/functions.ts';
export { type HasherPolicy, PasswordHasher, type Verification } from './hashing/hasher.ts';
export { DEFAULT_LIMITS, type HashLimits } from './hashing/limits.ts';
export type {
  Argon2Parameters,
  BcryptParameters,
  BcryptSha256Parameters,
  HashParameters,
  Pbkdf2Parameters,
  ScryptHashParameters,
} from './hashing/parameters.ts';
export type { Peppers } from './hashing/pepper.ts';
export type { LegacyTruncation } from './hashing/readings.ts';
export {
  type BreachOptions,
  type BreachSource,
  checkBreached,
  type RangeApiOptions,
  rangeApi,
} from './judge/breach.ts';
export {
  checkPassword,
  compositionRequired,
  maxLength,
  minLength,
  minStrength,
  type NistOptions,
  nistPolicy,
  notBreached,
  notCommon,
  notListed,
  type PasswordPolicy,
  type PolicyRule,
  type PolicyViolation,
} from './judge/policy.ts';
export { estimateStrength, type Strength, type StrengthOptions } from './judge/strength.ts';
export type { Normalizer } from './normalize.ts';
export {
  createResetToken,
  type ResetRecord,
  type ResetToken,
  type ResetTokenOptions,
  type ResetUrlOptions,
  resetDigest,
  resetUrl,
  type VerifyResetOptions,
  verifyResetToken,
} from './reset/token.ts';
