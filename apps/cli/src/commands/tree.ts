import type { Commands } from '../args/command.ts';

/** All commands. Each is loaded when it is needed, because that is most of the start-up time. */
export const COMMANDS: Commands = {
  hash: async () => (await import('./hash.ts')).hashCommand,
  hmac: async () => (await import('./hmac.ts')).hmacCommand,
  kdf: {
    summary: 'Derive keys',
    examples: [
      'countersign kdf pbkdf2 --iterations 600000 --password-file secret',
      'countersign kdf hkdf --key-file master --info mail --length 32',
    ],
    commands: {
      pbkdf2: async () => (await import('./kdf/pbkdf2.ts')).pbkdf2Command,
      scrypt: async () => (await import('./kdf/scrypt.ts')).scryptCommand,
      argon2: async () => (await import('./kdf/argon2.ts')).argon2Command,
      hkdf: async () => (await import('./kdf/hkdf.ts')).hkdfCommand,
    },
  },
  random: {
    summary: 'Random values from the system’s secure generator',
    examples: ['countersign random urlsafe', 'countersign random int 1000000 --count 3'],
    commands: {
      bytes: async () => (await import('./random/bytes.ts')).bytesCommand,
      hex: async () => (await import('./random/hex.ts')).hexCommand,
      urlsafe: async () => (await import('./random/urlsafe.ts')).urlsafeCommand,
      int: async () => (await import('./random/int.ts')).intCommand,
      bits: async () => (await import('./random/bits.ts')).bitsCommand,
      choice: async () => (await import('./random/choice.ts')).choiceCommand,
      text: async () => (await import('./random/text.ts')).textCommand,
      uuid: async () => (await import('./random/uuid.ts')).uuidCommand,
    },
  },
  jwt: {
    summary: 'Sign, verify, read and check JSON Web Tokens',
    examples: [
      'countersign jwt sign --algorithm HS256 --key-file secret --claim role=editor --exp 15m',
      'countersign jwt decode < token',
    ],
    commands: {
      sign: async () => (await import('./jwt/sign.ts')).signCommand,
      verify: async () => (await import('./jwt/verify.ts')).verifyCommand,
      decode: async () => (await import('./jwt/decode.ts')).decodeCommand,
      lint: async () => (await import('./jwt/lint.ts')).lintCommand,
    },
  },
  key: {
    summary: 'Make, convert and inspect keys',
    examples: [
      'countersign key generate ES256 --out key.pem',
      'countersign key jwks one.pub two.pub --algorithm RS256',
    ],
    commands: {
      generate: async () => (await import('./key/generate.ts')).generateCommand,
      convert: async () => (await import('./key/convert.ts')).convertCommand,
      public: async () => (await import('./key/public.ts')).publicCommand,
      inspect: async () => (await import('./key/inspect.ts')).inspectCommand,
      thumbprint: async () => (await import('./key/thumbprint.ts')).thumbprintCommand,
      jwks: async () => (await import('./key/jwks.ts')).jwksCommand,
    },
  },
  password: {
    summary: 'Generate, hash, verify and check passwords',
    examples: [
      'countersign password generate --length 24',
      'countersign password hash --password-file secret',
    ],
    commands: {
      generate: async () => (await import('./password/generate.ts')).generateCommand,
      passphrase: async () => (await import('./password/passphrase.ts')).passphraseCommand,
      hash: async () => (await import('./password/hash.ts')).hashCommand,
      verify: async () => (await import('./password/verify.ts')).verifyCommand,
      identify: async () => (await import('./password/identify.ts')).identifyCommand,
      calibrate: async () => (await import('./password/calibrate.ts')).calibrateCommand,
      strength: async () => (await import('./password/strength.ts')).strengthCommand,
      check: async () => (await import('./password/check.ts')).checkCommand,
      blocklist: {
        summary: 'Lists of forbidden passwords',
        examples: [
          'countersign password blocklist build common-passwords.txt common.blocklist',
          'countersign password check --blocklist common.blocklist',
        ],
        commands: {
          build: async () => (await import('./password/blocklist-build.ts')).blocklistBuildCommand,
        },
      },
      'reset-url': async () => (await import('./password/reset-url.ts')).resetUrlCommand,
    },
  },
  tour: async () => (await import('./tour/tour.ts')).tourCommand,
  completion: async () => (await import('./completion.ts')).completionCommand,
  man: async () => (await import('./man.ts')).manCommand,
  version: async () => (await import('./version.ts')).versionCommand,
};

/** For the help of the command itself. */
export const ROOT = {
  summary: 'Digests, MACs, random values, tokens, keys and passwords',
  examples: [
    "countersign hash --text 'Hash me now!'",
    'countersign jwt verify --algorithm ES256 --key-file key.pub --aud api < token',
  ],
  commands: COMMANDS,
};
