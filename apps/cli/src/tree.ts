import type { Entry } from './args/command.ts';

/** Every command, each loaded when it is run: starting must not take longer for what is not used. */
export const COMMANDS: Readonly<Record<string, Entry>> = {
  hash: {
    summary: 'Digests of files, standard input or text, and checking lists of them',
    load: async () => (await import('./commands/hash.ts')).hashCommand,
  },
  hmac: {
    summary: 'Make or verify an HMAC tag',
    load: async () => (await import('./commands/hmac.ts')).hmacCommand,
  },
  kdf: {
    summary: 'Derive keys',
    commands: {
      pbkdf2: {
        summary: 'Derive a key from a password with PBKDF2',
        load: async () => (await import('./commands/kdf.ts')).pbkdf2Command,
      },
      scrypt: {
        summary: 'Derive a key from a password with scrypt',
        load: async () => (await import('./commands/kdf.ts')).scryptCommand,
      },
      argon2: {
        summary: 'Derive a key from a password with Argon2',
        load: async () => (await import('./commands/kdf-argon2.ts')).argon2Command,
      },
      hkdf: {
        summary: 'Derive a key from a key with HKDF',
        load: async () => (await import('./commands/kdf.ts')).hkdfCommand,
      },
    },
  },
  random: {
    summary: 'Random values from the system’s secure generator',
    commands: Object.fromEntries(
      (
        [
          ['bytes', 'Random bytes, raw'],
          ['hex', 'Random bytes as hexadecimal'],
          ['urlsafe', 'Random bytes as URL-safe text'],
          ['int', 'A random whole number below a limit'],
          ['bits', 'A whole number of random bits'],
          ['choice', 'One of the arguments'],
          ['uuid', 'A random UUID, version 4'],
        ] as const
      ).map(([name, summary]) => [
        name,
        { summary, load: async () => (await import('./commands/random.ts')).randomCommands[name] },
      ]),
    ),
  },
  jwt: {
    summary: 'Sign, verify, read and judge JSON Web Tokens',
    commands: {
      sign: {
        summary: 'Sign claims as a token',
        load: async () => (await import('./commands/jwt-sign.ts')).signCommand,
      },
      verify: {
        summary: 'Verify a token and print its claims',
        load: async () => (await import('./commands/jwt-verify.ts')).verifyCommand,
      },
      decode: {
        summary: 'Print a token without verifying it',
        load: async () => (await import('./commands/jwt-decode.ts')).decodeCommand,
      },
      lint: {
        summary: 'Judge a token by RFC 8725',
        load: async () => (await import('./commands/jwt-decode.ts')).lintCommand,
      },
    },
  },
  key: {
    summary: 'Make, convert and inspect keys',
    commands: {
      generate: {
        summary: 'Make a new key or key pair',
        load: async () => (await import('./commands/key.ts')).generateCommand,
      },
      convert: {
        summary: 'Write a key in another format',
        load: async () => (await import('./commands/key.ts')).convertCommand,
      },
      public: {
        summary: 'Write the public half of a private key',
        load: async () => (await import('./commands/key.ts')).publicCommand,
      },
      inspect: {
        summary: 'Say what a key file holds',
        load: async () => (await import('./commands/key.ts')).inspectCommand,
      },
      thumbprint: {
        summary: 'Print the RFC 7638 thumbprint of a key',
        load: async () => (await import('./commands/key.ts')).thumbprintCommand,
      },
      jwks: {
        summary: 'Put public keys together as a JWK Set',
        load: async () => (await import('./commands/key.ts')).jwksCommand,
      },
    },
  },
  password: {
    summary: 'Generate, hash, verify and judge passwords',
    commands: {
      generate: {
        summary: 'Generate a password',
        load: async () => (await import('./commands/password-generate.ts')).generateCommand,
      },
      passphrase: {
        summary: 'Generate a passphrase of random words',
        load: async () => (await import('./commands/password-generate.ts')).passphraseCommand,
      },
      hash: {
        summary: 'Hash a password for storing',
        load: async () => (await import('./commands/password-hash.ts')).hashCommand,
      },
      verify: {
        summary: 'Verify a password against a stored hash',
        load: async () => (await import('./commands/password-hash.ts')).verifyCommand,
      },
      identify: {
        summary: 'Say what a stored hash is',
        load: async () => (await import('./commands/password-hash.ts')).identifyCommand,
      },
      calibrate: {
        summary: 'Find Argon2id parameters for this machine',
        load: async () => (await import('./commands/password-hash.ts')).calibrateCommand,
      },
      strength: {
        summary: 'Estimate how hard a password is to guess',
        load: async () => (await import('./commands/password-judge.ts')).strengthCommand,
      },
      check: {
        summary: 'Check a password against NIST SP 800-63B-4',
        load: async () => (await import('./commands/password-judge.ts')).checkCommand,
      },
      blocklist: {
        summary: 'Lists of passwords that nobody may have',
        commands: {
          build: {
            summary: 'Build a filter file from a list of passwords',
            load: async () => (await import('./commands/password-judge.ts')).blocklistBuildCommand,
          },
        },
      },
      'reset-url': {
        summary: 'Make a reset token and its link',
        load: async () => (await import('./commands/password-generate.ts')).resetUrlCommand,
      },
    },
  },
  tour: {
    summary: 'Run the eighteen examples, showing each command and its output',
    load: async () => (await import('./commands/tour.ts')).tourCommand,
  },
  completion: {
    summary: 'Print completions for bash, zsh or fish',
    load: async () => (await import('./commands/completion.ts')).completionCommand,
  },
  man: { summary: 'Print the manual page', load: async () => (await import('./commands/man.ts')).manCommand },
};

/** For the help of the groups. */
export const GROUP_EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  '': [
    "countersign hash --text 'Hash me now!'",
    'countersign jwt verify --alg ES256 --key-file key.pub --aud api < token',
  ],
  kdf: [
    'countersign kdf pbkdf2 --iterations 600000 --password-file secret',
    'countersign kdf hkdf --key-file master --info mail --length 32',
  ],
  random: ['countersign random urlsafe', 'countersign random int 1000000 --count 3'],
  jwt: [
    'countersign jwt sign --alg HS256 --key-file secret --claim role=editor --exp 15m',
    'countersign jwt decode < token',
  ],
  key: ['countersign key generate ES256 --out key.pem', 'countersign key jwks one.pub two.pub --alg RS256'],
  'password blocklist': [
    'countersign password blocklist build common-passwords.txt common.blocklist',
    'countersign password check --blocklist common.blocklist',
  ],
  password: ['countersign password generate --length 24', 'countersign password hash --password-file secret'],
};
