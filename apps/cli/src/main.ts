#!/usr/bin/env node
import { createIo } from './io/io.ts';
import { run } from './run.ts';

// Node.js tells programmers which of its own features are experimental; who runs a command cannot do anything about it.
process.removeAllListeners('warning');

const args = process.argv.slice(2);
const io = createIo(args);
run(args, io).then(
  (code) => {
    process.exitCode = code;
  },
  async (error: unknown) => {
    const { failure } = await import('./failure.ts');
    process.exitCode = failure(error, args, io.isJson);
  },
);
