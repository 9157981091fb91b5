import { fromBase64Url } from '@countersign/core';
import { z } from '@hono/zod-openapi';
import type { KeyEncryptionKeys } from './auth/envelope.ts';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from './auth/keyring.ts';

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max));

/** `NAME:KEY,…`: each name once, each key 32 bytes. */
const keyEncryptionKeys = z.string().transform((text, context): KeyEncryptionKeys => {
  const pairs = text.split(',').map((each) => /^([\w-]{1,32}):([\w-]{43})$/.exec(each.trim()));
  const keys = new Map(pairs.map((pair) => [pair?.[1], decoded(pair?.[2])] as const));
  const named = new Map(
    [...keys].flatMap(([name, key]) =>
      name !== undefined && key !== undefined ? [[name, key] as const] : [],
    ),
  );
  const [current] = named.keys();
  if (named.size === pairs.length && current !== undefined) return { current, keys: named };
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});

function decoded(key = ''): Uint8Array | undefined {
  try {
    return fromBase64Url(key);
  } catch {
    return undefined;
  }
}

/** What the environment may say. */
const Environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: integer(0, 65_535).default(8080),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  DATABASE_FILE: z.string().min(1).optional(),
  KEY_ENCRYPTION_KEYS: keyEncryptionKeys.optional(),
  SIGNING_ALGORITHM: z.enum(SIGNING_ALGORITHMS).default('Ed25519'),
  KEY_ROTATION_DAYS: integer(1, 365).default(30),
  JWKS_MAX_AGE: integer(1, 86_400).default(300),
  REFRESH_REUSE_SECONDS: integer(0, 60).default(10),
  TRUSTED_PROXIES: integer(0, 10).default(0),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//)
    .optional(),
  MAIL_FROM: z.email().optional(),
  MAIL_FILE: z.string().min(1).optional(),
  METRICS_TOKEN: z.string().min(32).optional(),
  RESOURCE_SERVER_SECRET: z.string().min(32).optional(),
  REPORTS_PORT: integer(0, 65_535).optional(),
  REPORTS_URL: z.url({ protocol: /^https?$/ }).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  SHUTDOWN_SECONDS: integer(1, 300).default(10),
});

/** The configuration, checked. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Undefined: the address that the server turns out to have. */
  readonly publicUrl: string | undefined;
  readonly mode: 'development' | 'production' | 'test';
  readonly databaseUrl: string | undefined;
  readonly databaseFile: string;
  /** Undefined in development: one is made at the first start. */
  readonly keyEncryptionKeys: KeyEncryptionKeys | undefined;
  readonly signingAlgorithm: SigningAlgorithm;
  readonly keyRotationSeconds: number;
  /** How long verifiers may keep the key set, in seconds. */
  readonly jwksMaxAge: number;
  /** How long after its use a refresh token still gives the same successor: answers get lost, and browsers have several tabs. */
  readonly refreshReuseSeconds: number;
  /** How many proxies in front of the service write X-Forwarded-For. */
  readonly trustedProxies: number;
  readonly smtp: { readonly url: string; readonly from: string } | undefined;
  readonly mailFile: string | undefined;
  readonly metricsToken: string | undefined;
  readonly resourceServerSecret: string | undefined;
  /** Undefined: the second service is not started. */
  readonly reportsPort: number | undefined;
  readonly reportsUrl: string | undefined;
  readonly logLevel: string;
  readonly shutdownSeconds: number;
}

/** What is wrong with the environment: every variable at once, and none of their values. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(problems: readonly string[]) {
    super(`The environment is wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/**
 * Reads the configuration from the environment.
 *
 * @throws {@link ConfigurationError}
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  defaultFile: string,
): Config {
  // A variable that is set to nothing is not set, as in a compose file's `NAME=`.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  const problems = parsed.success
    ? contradictions(parsed.data)
    : [
        ...parsed.error.issues.map(
          ({ path: [name = '?'], code }) => `${String(name)}: ${EXPECTED[String(name)] ?? code}`,
        ),
        ...contradictions(given),
      ];
  if (!parsed.success || problems.length > 0) throw new ConfigurationError([...new Set(problems)]);
  const env = parsed.data;
  return {
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL?.replace(/\/$/, ''),
    mode: env.NODE_ENV,
    databaseUrl: env.DATABASE_URL,
    databaseFile: env.DATABASE_FILE ?? defaultFile,
    keyEncryptionKeys: env.KEY_ENCRYPTION_KEYS,
    signingAlgorithm: env.SIGNING_ALGORITHM,
    keyRotationSeconds: env.KEY_ROTATION_DAYS * 86_400,
    jwksMaxAge: env.JWKS_MAX_AGE,
    refreshReuseSeconds: env.REFRESH_REUSE_SECONDS,
    trustedProxies: env.TRUSTED_PROXIES,
    smtp: env.SMTP_URL && env.MAIL_FROM ? { url: env.SMTP_URL, from: env.MAIL_FROM } : undefined,
    mailFile: env.MAIL_FILE,
    metricsToken: env.METRICS_TOKEN,
    resourceServerSecret: env.RESOURCE_SERVER_SECRET,
    reportsPort: env.REPORTS_PORT,
    reportsUrl: env.REPORTS_URL?.replace(/\/$/, ''),
    logLevel: env.LOG_LEVEL,
    shutdownSeconds: env.SHUTDOWN_SECONDS,
  };
}

/** What is expected of each variable, where its name does not say it. */
const EXPECTED: Readonly<Record<string, string>> = {
  HOST: 'an address to listen at',
  PORT: 'a port, 0 to 65535',
  PUBLIC_URL: 'an http or https URL',
  NODE_ENV: 'development, production or test',
  DATABASE_URL: 'postgres://… (unset: SQLite)',
  KEY_ENCRYPTION_KEYS:
    'NAME:KEY, with 32 random bytes as base64url for KEY; several separated by commas, each with a name of its own, the current one first',
  SIGNING_ALGORITHM: SIGNING_ALGORITHMS.join(', '),
  KEY_ROTATION_DAYS: '1 to 365',
  JWKS_MAX_AGE: 'seconds, 1 to 86400',
  REFRESH_REUSE_SECONDS: '0 to 60',
  TRUSTED_PROXIES: 'how many, 0 to 10',
  SMTP_URL: 'smtp://… or smtps://…',
  MAIL_FROM: 'an address',
  METRICS_TOKEN: 'at least 32 characters',
  RESOURCE_SERVER_SECRET: 'at least 32 characters',
  REPORTS_PORT: 'a port, 0 to 65535',
  REPORTS_URL: 'an http or https URL',
  LOG_LEVEL: 'debug, info, warn, error or silent',
  SHUTDOWN_SECONDS: '1 to 300',
};

/** What is wrong although each variable is right. */
function contradictions(env: Readonly<Record<string, unknown>>): string[] {
  const isSet = (name: string): boolean => env[name] !== undefined;
  const rules: readonly (readonly [boolean, string])[] = [
    [isSet('SMTP_URL') && !isSet('MAIL_FROM'), 'MAIL_FROM: needed with SMTP_URL'],
    [isSet('DATABASE_URL') && isSet('DATABASE_FILE'), 'DATABASE_FILE: not together with DATABASE_URL'],
  ];
  const inProduction: readonly (readonly [boolean, string])[] = [
    [!String(env['PUBLIC_URL'] ?? '').startsWith('https://'), 'PUBLIC_URL: needed in production, with https'],
    [
      !isSet('KEY_ENCRYPTION_KEYS'),
      `KEY_ENCRYPTION_KEYS: needed in production: ${EXPECTED['KEY_ENCRYPTION_KEYS']}`,
    ],
    [!isSet('SMTP_URL') && !isSet('MAIL_FILE'), 'SMTP_URL or MAIL_FILE: needed in production'],
  ];
  return [...rules, ...(env['NODE_ENV'] === 'production' ? inProduction : [])]
    .filter(([isWrong]) => isWrong)
    .map(([, problem]) => problem);
}
