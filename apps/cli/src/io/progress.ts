import type { HashProgress } from '@countersign/core';
import { writeAll } from './files.ts';
import type { Io } from './io.ts';
import { columnsOf } from './terminal.ts';
import { visibleLine } from './visible.ts';

const FIRST_AFTER_MS = 500;
const EVERY_MS = 100;
const BAR_WIDTH = 20;
const CLEAR_LINE = '\r\u001B[K';

/** Shows the progress of long work in one line, if standard error is a terminal. */
export class Progress {
  readonly #io: Io;
  readonly #started = Date.now();
  /** The work under way. */
  readonly #active = new Map<string, HashProgress>();
  /** Bytes of finished work. */
  #done = 0;
  #next = this.#started + FIRST_AFTER_MS;
  #isShown = false;

  constructor(io: Io) {
    this.#io = io;
  }

  /** The function to which one job reports its progress. */
  of(name: string): (progress: HashProgress) => void {
    return (progress) => {
      this.#active.set(name, progress);
      const now = Date.now();
      if (now < this.#next || !this.#io.hasProgress) return;
      this.#next = now + EVERY_MS;
      this.#isShown = true;
      // Earlier output belongs above the line.
      this.#io.flush();
      const columns = columnsOf('stderr');
      writeAll(2, CLEAR_LINE + this.#line((now - this.#started) / 1000).slice(0, columns - 1));
    };
  }

  /** Ends one job, whose result can now be printed. */
  end(name: string): void {
    this.#done += this.#active.get(name)?.bytes ?? 0;
    this.#active.delete(name);
    this.clear();
  }

  clear(): void {
    if (this.#isShown) writeAll(2, CLEAR_LINE);
    this.#isShown = false;
  }

  #line(seconds: number): string {
    const active = [...this.#active];
    const bytes = active.reduce((sum, [, progress]) => sum + progress.bytes, 0);
    const total = active.reduce((sum, [, progress]) => sum + (progress.total ?? Number.NaN), 0);
    const speed = (this.#done + bytes) / seconds;
    return [
      total > 0 ? bar(Math.min(1, bytes / total)) : '',
      total > 0 ? `${megabytes(bytes)} of ${megabytes(total)} MB` : `${megabytes(bytes)} MB`,
      `${megabytes(speed)} MB/s`,
      total > 0 ? `${Math.ceil(Math.max(0, total - bytes) / speed)} s left` : '',
      active.length === 1 ? visibleLine(active[0]?.[0] ?? '') : `${active.length} files`,
    ]
      .filter(Boolean)
      .join('  ');
  }
}

function bar(share: number): string {
  const full = Math.round(share * BAR_WIDTH);
  const percent = Math.floor(share * 100);
  return `[${'#'.repeat(full)}${' '.repeat(BAR_WIDTH - full)}] ${String(percent).padStart(3)} %`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
