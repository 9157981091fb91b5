import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { developmentKeys } from './auth/development-keys.ts';
import { runCommand } from './commands.ts';
import { ConfigurationError, readConfig } from './config.ts';
import { createLog } from './log.ts';
import { serve } from './serve.ts';

const data = join(import.meta.dirname, '../data');

/** Runs until it is told to stop. */
async function run(): Promise<void> {
  mkdirSync(data, { recursive: true });
  const config = readConfig(
    {
      ...(process.env['NODE_ENV'] !== 'production' && {
        REPORTS_PORT: '0',
        MAIL_FILE: join(data, 'mail.txt'),
      }),
      ...process.env,
    },
    join(data, 'demo.sqlite'),
  );
  const log = createLog(config.logLevel);
  const keyEncryptionKeys = config.keyEncryptionKeys ?? developmentKeys(data);
  const { positionals } = parseArgs({ allowPositionals: true });
  if (positionals.length > 0) {
    await runCommand(positionals, { config, keyEncryptionKeys, log, print });
    return;
  }
  const service = await serve(config, { log, keyEncryptionKeys, print });
  print(`The Countersign demo answers at ${service.url}\n`);
  if (service.reportsUrl)
    print(`A second service, which takes its tokens, answers at ${service.reportsUrl}\n`);
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Who asks twice does not want to wait.
      if (isStopping) process.exit(1);
      isStopping = true;
      void service.stop();
    });
  }
}

function print(text: string): void {
  process.stdout.write(text);
}

try {
  await run();
} catch (error) {
  // What somebody has to set right is said in plain words; the rest with its stack.
  const isTheirs = error instanceof ConfigurationError || (error instanceof Error && error.name !== 'Error');
  process.stderr.write(
    `${error instanceof Error ? (isTheirs ? error.message : error.stack) : String(error)}\n`,
  );
  process.exitCode = 1;
}
