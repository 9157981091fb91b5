#!/usr/bin/env node
import { createIo } from './io/io.ts';
import { run } from './run.ts';

// Node.js tells programmers which of its own features are experimental; who runs a command cannot do anything about it.
process.removeAllListeners('warning');

const args = process.argv.slice(2);
const io = createIo(args);
// All has been written by now. Ending at once is quicker than taking everything apart, and waits for no connection that is kept open.
run(args, io)
  .finally(io.flush)
  .then(
    (code) => process.exit(code),
    async (error: unknown) => {
      const { failure } = await import('./failure.ts');
      process.exit(await failure(error, args, io.isJson));
    },
  );
