import type { Bytes } from '../bytes.ts';

/** The system's secure generator. */
export interface RandomRuntime {
  fill(bytes: Bytes): void;
  /** False while a startup snapshot is built: random bytes kept in memory would be the same in all its processes. */
  mayKeepBytes(): boolean;
}
