#!/usr/bin/env node
import { createIo } from './io/io.ts';
import { run } from './run.ts';

const args = process.argv.slice(2);
const io = createIo(args);
run(args, io).then(
  (code) => {
    process.exitCode = code;
  },
  async (error: unknown) => {
    const { failure } = await import('./failure.ts');
    process.exitCode = failure(error, io.isJson);
  },
);
