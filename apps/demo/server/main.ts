import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from './config.ts';
import { serve } from './serve.ts';

const data = join(import.meta.dirname, '../data');
mkdirSync(data, { recursive: true });

const config = readConfig(process.env, join(data, 'demo.sqlite'));
const service = await serve(config, (entry) => process.stderr.write(`${JSON.stringify(entry)}\n`));
process.stdout.write(`The Countersign demo answers at ${service.url}\n`);

let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Who asks twice does not want to wait.
    if (isStopping) process.exit(1);
    isStopping = true;
    void service.stop();
  });
}
