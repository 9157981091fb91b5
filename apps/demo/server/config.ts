import * as v from 'valibot';

/** What the environment may say, each with its default. */
const Environment = v.object({
  HOST: v.optional(v.string(), '127.0.0.1'),
  PORT: v.optional(v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.maxValue(65_535)), '8080'),
  /** Where people reach the service: the issuer of tokens, and the base of links in mails. */
  PUBLIC_URL: v.optional(v.pipe(v.string(), v.url())),
  /** The SQLite file, or `:memory:`. */
  DATABASE_FILE: v.optional(v.string()),
  /** `production` hides the page that shows mails. */
  NODE_ENV: v.optional(v.picklist(['development', 'production', 'test']), 'development'),
});

/** The configuration, checked. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Undefined: the address that the server turns out to have. */
  readonly publicUrl: string | undefined;
  readonly databaseFile: string;
  readonly isProduction: boolean;
}

/**
 * Reads the configuration from the environment.
 *
 * @throws an error that names every variable that is wrong, all at once, and never their values
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  defaultFile: string,
): Config {
  const parsed = v.safeParse(Environment, environment);
  if (!parsed.success) {
    const wrong = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? '?'} (${issue.kind} ${issue.type})`);
    throw new Error(`The environment is wrong: ${wrong.join(', ')}.`);
  }
  const { HOST, PORT, PUBLIC_URL, DATABASE_FILE, NODE_ENV } = parsed.output;
  if (NODE_ENV === 'production' && PUBLIC_URL === undefined)
    throw new Error('The environment is wrong: PUBLIC_URL is needed in production.');
  return {
    host: HOST,
    port: PORT,
    publicUrl: PUBLIC_URL?.replace(/\/$/, ''),
    databaseFile: DATABASE_FILE ?? defaultFile,
    isProduction: NODE_ENV === 'production',
  };
}
