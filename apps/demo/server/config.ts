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

const text = (pattern: RegExp) => z.string().regex(pattern).optional();
const url = z
  .url({ protocol: /^https?$/ })
  .refine((value) => {
    const parsed = URL.parse(value);
    return parsed && parsed.username + parsed.password + parsed.search + parsed.hash === '';
  })
  .transform((value) => value.replace(/\/$/, ''));
const origin = z.string().refine((value) => URL.parse(value)?.origin === value);
const list = (item: z.ZodType<string, string>) =>
  z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .pipe(z.array(item))
    .default([]);

const secret = z.string().transform((value, context): Uint8Array => {
  try {
    const bytes = fromBase64Url(value);
    if (bytes.length === 32) return bytes;
  } catch {
    // The issue below reports it.
  }
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});

/** Every variable, and its description in messages. */
const VARIABLES = {
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe('development, production or test'),
  HOST: z.string().min(1).default('127.0.0.1').describe('an address to listen at'),
  PORT: integer(0, 65_535).default(8080).describe('a port, 0 to 65535'),
  PUBLIC_URL: url.optional().describe('an http or https URL without query, fragment or credentials'),
  AUDIENCES: list(z.string().min(1)).describe('names of resource servers, separated by commas'),
  ALLOWED_ORIGINS: list(origin).describe('origins such as https://app.example.com, separated by commas'),
  TRUSTED_PROXIES: integer(0, 10).default(0).describe('a number, 0 to 10'),
  DATABASE_URL: text(/^postgres(ql)?:\/\//).describe('postgres://…'),
  DATABASE_PASSWORD: text(/./).describe('the password for DATABASE_URL'),
  DATABASE_FILE: text(/./).describe('a file name'),
  SERVICE_SECRET: secret.optional().describe('32 random bytes as base64url'),
  SIGNING_ALGORITHM: z.enum(SIGNING_ALGORITHMS).default('Ed25519').describe(SIGNING_ALGORITHMS.join(', ')),
  KEY_ROTATION_DAYS: integer(1, 365).default(30).describe('days, 1 to 365'),
  JWKS_MAX_AGE: integer(1, 86_400).default(300).describe('seconds, 1 to 86400'),
  REFRESH_REUSE_SECONDS: integer(0, 60).default(10).describe('seconds, 0 to 60'),
  SMTP_URL: text(/^smtps?:\/\//).describe('smtp://… or smtps://…'),
  MAIL_FROM: z.email().optional().describe('a mail address'),
  MAIL_FILE: text(/./).describe('a file name'),
  RESOURCE_SERVER_SECRET: text(/.{32}/).describe('at least 32 characters'),
  METRICS_TOKEN: text(/.{32}/).describe('at least 32 characters'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('debug, info, warn, error or silent'),
  SHUTDOWN_SECONDS: integer(1, 300).default(10).describe('seconds, 1 to 300'),
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
    const variable = Object.entries(VARIABLES).find(([name]) => name === path[0]);
    if (variable) problems.push(`${variable[0]}: expected ${variable[1].description}`);
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
      `SERVICE_SECRET: required in production: ${VARIABLES.SERVICE_SECRET.description}`,
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
