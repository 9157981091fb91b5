import { missingCounterparts } from '@countersign/vitest-config/counterparts';
import type { TestProject } from 'vitest/node';
import { Cluster } from './cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the socket of the PostgreSQL cluster. Empty if PostgreSQL is not installed. */
    readonly postgres: string;
  }
}

/** Starts one PostgreSQL cluster for the whole run. Each suite creates its own database in it. */
export async function setup({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (missingCounterparts().includes('postgres')) {
    provide('postgres', '');
    return undefined;
  }
  const cluster = new Cluster();
  await cluster.start();
  provide('postgres', cluster.folder);
  return () => cluster.remove();
}
