#!/usr/bin/env node
import { createIo } from './io/io.ts';
import { processArguments } from './io/names.ts';
import { run } from './run.ts';

// Warnings about experimental features of Node.js are for programmers.
process.removeAllListeners('warning');

const args = processArguments();
const io = createIo(args);
// All output has been written. Exiting now is faster than a clean shutdown and does not wait for open connections.
run(args, io)
  .finally(io.flush)
  .then(
    (code) => process.exit(code),
    async (error: unknown) => {
      const { fail } = await import('./failure.ts');
      process.exit(await fail(error, args, io));
    },
  );
