import type { HashProgress } from '@countersign/core';
import type { Io } from './io.ts';

/** A line on a terminal that shows how far long work is. */
export interface Progress {
  readonly show: (progress: HashProgress) => void;
  readonly clear: () => void;
}

const FIRST_AFTER_MS = 500;
const EVERY_MS = 100;

/** Shows progress on standard error when it is a terminal, and only for work that takes a while. */
export function progressOn(io: Io, name: string): Progress {
  const started = performance.now();
  let next = started + FIRST_AFTER_MS;
  let isShown = false;
  return {
    show({ bytes, total }) {
      const now = performance.now();
      if (!io.isErrorTerminal || now < next) return;
      next = now + EVERY_MS;
      isShown = true;
      const megabytes = (bytes / 1e6).toFixed(0);
      const speed = (bytes / 1e3 / (now - started)).toFixed(0);
      const done = total
        ? `${((bytes / total) * 100).toFixed(0).padStart(3)} % of ${(total / 1e6).toFixed(0)} MB`
        : `${megabytes} MB`;
      process.stderr.write(`\r\u001B[K${name}: ${done}, ${speed} MB/s`);
    },
    clear() {
      if (isShown) process.stderr.write('\r\u001B[K');
    },
  };
}
