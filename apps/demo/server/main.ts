import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { developmentSecret } from './auth/secrets.ts';
import { runCommand } from './commands.ts';
import { ConfigurationError, readConfig } from './config.ts';
import { createLog } from './log.ts';
import { serve } from './serve.ts';
import { StartError } from './start.ts';

/** Development keeps its files here. Production names each file itself. */
const DATA = join(import.meta.dirname, '../data');

function print(text: string): void {
  process.stdout.write(text);
}

/** The environment, with the defaults of development. */
function environment(): Readonly<Record<string, string | undefined>> {
  const { env } = process;
  if (env['NODE_ENV'] === 'production') return env;
  mkdirSync(DATA, { recursive: true });
  const isSqlite = (env['DATABASE_URL'] ?? env['DATABASE_URL_FILE'] ?? '') === '';
  return {
    MAIL_FILE: join(DATA, 'mail.txt'),
    ...env,
    ...(isSqlite && { DATABASE_FILE: env['DATABASE_FILE'] || join(DATA, 'demo.sqlite') }),
  };
}

async function run(): Promise<void> {
  const config = readConfig(environment());
  const secret = config.SERVICE_SECRET ?? developmentSecret(join(DATA, 'service-secret'));
  const log = createLog(config.LOG_LEVEL);
  const words = process.argv.slice(2);
  if (words.length > 0) {
    await runCommand(words, { config, secret, log, print });
    return;
  }
  const service = await serve(config, { log, secret, print });
  print(`The Countersign demo answers at ${service.url}\n`);
  if (config.NODE_ENV === 'development') print(`It shows its mails at ${service.url}/dev/mail\n`);
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A second signal ends the process immediately.
      if (isStopping) process.exit(1);
      isStopping = true;
      void service.stop();
    });
  }
}

try {
  await run();
} catch (error) {
  const isExplained = error instanceof ConfigurationError || error instanceof StartError;
  const text = error instanceof Error && !isExplained ? error.stack : String(error).replace(/^\w+: /, '');
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
