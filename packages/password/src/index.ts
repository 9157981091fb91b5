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
  PasswordRulesError,
  RuleTooComplexError,
  UnknownPepperError,
  UnusablePasswordError,
} from './errors.ts';
export type { WeakFormat } from './formats/index.ts';
export type { DigestRecipe, DigestSalt, WrappedDigest } from './formats/wrapped.ts';
export { AMBIGUOUS, type CharacterClass, type PasswordOptions, SYMBOLS } from './generate/options.ts';
export { generatePassphrase, type PassphraseOptions, passphraseEntropyBits } from './generate/passphrase.ts';
export { entropyBits, type GeneratePasswordOptions, generatePassword } from './generate/password.ts';
export { type PasswordRules, parsePasswordRules } from './generate/password-rules.ts';
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
} from './judge/breach.ts';
export { checkPassword, type NistOptions, nistPolicy } from './judge/policy.ts';
export { type RangeApiOptions, rangeApi } from './judge/range-api.ts';
export type { PasswordPolicy, PolicyRule, PolicyViolation, RuleResult } from './judge/rule.ts';
export {
  type CompositionOptions,
  compositionRequired,
  maxLength,
  minLength,
  minStrength,
  notBreached,
  notCommon,
  notListed,
  notPredictable,
} from './judge/rules.ts';
export {
  estimateStrength,
  type Strength,
  type StrengthDictionary,
  type StrengthOptions,
} from './judge/strength.ts';
export type { Normalizer } from './normalize.ts';
export {
  createResetToken,
  type ResetRecord,
  type ResetToken,
  type ResetTokenOptions,
  type ResetUrlOptions,
  resetDigest,
  resetUrl,
  type StoredResetRecord,
  type VerifyResetOptions,
  verifyResetToken,
} from './reset.ts';
