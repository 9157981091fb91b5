// Everything that does not depend on the runtime. Each entry adds its own functions that compute.
export {
  BreachSourceError,
  HashingOverloadError,
  HashLimitError,
  ImpossibleRuleError,
  MalformedHashError,
  type PasswordErrorCode,
  PasswordRulesError,
  PepperRequiredError,
  RuleTooComplexError,
  UnknownPepperError,
  UnsupportedError,
  UnusablePasswordError,
} from './errors.ts';
export type { WrappedDigest } from './formats/old-digest.ts';
export { type StoredHashParts, storedHash } from './formats/stored-hash.ts';
export { WEAK_FORMATS, type WeakFormat } from './formats/weak.ts';
export type { DigestSalt, WrapOptions } from './formats/wrap.ts';
export { AMBIGUOUS, type CharacterClass, type PasswordOptions, SYMBOLS } from './generate/options.ts';
export { generatePassphrase, type PassphraseOptions, passphraseEntropyBits } from './generate/passphrase.ts';
export { entropyBits, type GeneratePasswordOptions, generatePassword } from './generate/password.ts';
export { type PasswordRules, parsePasswordRules } from './generate/password-rules.ts';
export type { Argon2Options } from './hashing/argon2.ts';
export type { CalibrateOptions, Calibration } from './hashing/calibrate.ts';
export type { LegacyTruncation } from './hashing/candidates.ts';
export { type HashDescription, identify } from './hashing/describe.ts';
export type { Hasher, Verification } from './hashing/hasher.ts';
export type { LegacyVerifier } from './hashing/legacy.ts';
export { DEFAULT_LIMITS, type HashLimits } from './hashing/limits.ts';
export { needsRehash } from './hashing/needs-rehash.ts';
export type {
  Argon2HashOptions,
  BcryptHashOptions,
  BcryptSha256HashOptions,
  HashOptions,
  Pbkdf2HashOptions,
  ScryptHashOptions,
} from './hashing/options.ts';
export type { Peppers } from './hashing/pepper.ts';
export type { HasherPolicy } from './hashing/policy.ts';
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
export type { PasswordRuntime, RuntimeKind } from './runtime/runtime.ts';
