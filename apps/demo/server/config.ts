import { readFileSync } from 'node:fs';
import { fromBase64Url } from '@countersign/core';
import { z } from '@hono/zod-openapi';
import { SIGNING_ALGORITHMS } from './auth/keyring.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max));

const url = z.url({ protocol: /^https?$/ }).refine((text) => {
  const parsed = URL.parse(text);
  return parsed && parsed.username + parsed.password + parsed.search + parsed.hash === '';
});
const origin = z.string().refine((text) => URL.parse(text)?.origin === text);
const list = (item: z.ZodType<string, string>) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item));

const secret = z.string().transform((text, context): Uint8Array => {
  try {
    const bytes = fromBase64Url(text);
    if (bytes.length === 32) return bytes;
  } catch {
    // The issue below says what is expected.
  }
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});

/** Every variable, and what it may contain. */
const VARIABLES = {
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: integer(0, 65_535).default(8080),
  PUBLIC_URL: url.transform((text) => text.replace(/\/$/, '')).optional(),
  AUDIENCES: list(z.string().min(1)).default([]),
  ALLOWED_ORIGINS: list(origin).default([]),
  TRUSTED_PROXIES: integer(0, 10).default(0),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  DATABASE_PASSWORD: z.string().min(1).optional(),
  DATABASE_FILE: z.string().min(1).optional(),
  SERVICE_SECRET: secret.optional(),
  SIGNING_ALGORITHM: z.enum(SIGNING_ALGORITHMS).default('Ed25519'),
  KEY_ROTATION_DAYS: integer(1, 365).default(30),
  JWKS_MAX_AGE: integer(1, 86_400).default(300),
  REFRESH_REUSE_SECONDS: integer(0, 60).default(10),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//)
    .optional(),
  MAIL_FROM: z.email().optional(),
  MAIL_FILE: z.string().min(1).optional(),
  RESOURCE_SERVER_SECRET: z.string().min(32).optional(),
  METRICS_TOKEN: z.string().min(32).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  SHUTDOWN_SECONDS: integer(1, 300).default(10),
};

const EXPECTED: Readonly<Record<keyof typeof VARIABLES, string>> = {
  NODE_ENV: 'development, production or test',
  HOST: 'an address to listen at',
  PORT: 'a port, 0 to 65535',
  PUBLIC_URL: 'an http or https URL without query, fragment or credentials',
  AUDIENCES: 'names of resource servers, separated by commas',
  ALLOWED_ORIGINS: 'origins such as https://app.example.com, separated by commas',
  TRUSTED_PROXIES: 'a number, 0 to 10',
  DATABASE_URL: 'postgres://…',
  DATABASE_PASSWORD: 'the password for DATABASE_URL',
  DATABASE_FILE: 'a file name',
  SERVICE_SECRET: '32 random bytes as base64url',
  SIGNING_ALGORITHM: SIGNING_ALGORITHMS.join(', '),
  KEY_ROTATION_DAYS: 'days, 1 to 365',
  JWKS_MAX_AGE: 'seconds, 1 to 86400',
  REFRESH_REUSE_SECONDS: 'seconds, 0 to 60',
  SMTP_URL: 'smtp://… or smtps://…',
  MAIL_FROM: 'a mail address',
  MAIL_FILE: 'a file name',
  RESOURCE_SERVER_SECRET: 'at least 32 characters',
  METRICS_TOKEN: 'at least 32 characters',
  LOG_LEVEL: 'debug, info, warn, error or silent',
  SHUTDOWN_SECONDS: 'seconds, 1 to 300',
};

/** These variables can also be read from a file: `SERVICE_SECRET_FILE=/run/secrets/service_secret`. */
const SECRETS = [
  'SERVICE_SECRET',
  'DATABASE_URL',
  'DATABASE_PASSWORD',
  'SMTP_URL',
  'RESOURCE_SERVER_SECRET',
  'METRICS_TOKEN',
];

const Schema = z.object(VARIABLES);

/** The checked configuration. The names are those of the variables. */
export type Config = Readonly<z.output<typeof Schema>>;

/** The environment is wrong. The message names every wrong variable, and contains no value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(problems: readonly string[]) {
    super(['Please correct these environment variables:', ...problems].join('\n  '));
  }
}

/**
 * Reads the configuration from the environment.
 *
 * @throws {@link ConfigurationError}
 */
export function readConfig(environment: Environment): Config {
  // Compose files write `NAME=` for a variable that is not set.
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const problems = readSecretFiles(env);
  const parsed = Schema.safeParse(env);
  for (const { path } of parsed.error?.issues ?? []) {
    const name = Object.keys(EXPECTED).find((each) => each === path[0]);
    if (name !== undefined) problems.push(`${name}: expected ${Reflect.get(EXPECTED, name)}`);
  }
  problems.push(...contradictions(env));
  if (!parsed.success || problems.length > 0) throw new ConfigurationError([...new Set(problems)]);
  return parsed.data;
}

/** Replaces `NAME_FILE` by `NAME` with the content of the file. */
function readSecretFiles(env: Record<string, string | undefined>): string[] {
  const problems: string[] = [];
  for (const name of SECRETS) {
    const file = env[`${name}_FILE`];
    if (file === undefined) continue;
    if (env[name] !== undefined) problems.push(`${name}_FILE: cannot be used together with ${name}`);
    try {
      env[name] = readFileSync(file, 'utf8').trim();
    } catch {
      problems.push(`${name}_FILE: this file cannot be read`);
    }
  }
  return problems;
}

function contradictions(env: Environment): string[] {
  const isSet = (name: string): boolean => env[name] !== undefined;
  const isProduction = env['NODE_ENV'] === 'production';
  const rules: readonly (readonly [isWrong: boolean, problem: string])[] = [
    [isSet('SMTP_URL') && !isSet('MAIL_FROM'), 'MAIL_FROM: required together with SMTP_URL'],
    [
      isSet('DATABASE_URL') && isSet('DATABASE_FILE'),
      'DATABASE_FILE: cannot be used together with DATABASE_URL',
    ],
    [
      isProduction && !env['PUBLIC_URL']?.startsWith('https://'),
      'PUBLIC_URL: required in production, with https',
    ],
    [
      isProduction && !isSet('SERVICE_SECRET'),
      `SERVICE_SECRET: required in production: ${EXPECTED.SERVICE_SECRET}`,
    ],
    [
      isProduction && !isSet('DATABASE_URL') && !isSet('DATABASE_FILE'),
      'DATABASE_URL or DATABASE_FILE: required in production',
    ],
    [
      isProduction && !isSet('SMTP_URL') && !isSet('MAIL_FILE'),
      'SMTP_URL or MAIL_FILE: required in production',
    ],
  ];
  return rules.filter(([isWrong]) => isWrong).map(([, problem]) => problem);
}
