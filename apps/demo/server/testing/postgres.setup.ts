import type { TestProject } from 'vitest/node';
import { Cluster } from './cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the socket of a PostgreSQL that the tests started. */
    readonly postgres: string;
  }
}

let cluster: Cluster | undefined;

/** One PostgreSQL for the whole run. Each suite makes a database of its own in it. */
export async function setup(project: TestProject): Promise<void> {
  cluster = new Cluster();
  await cluster.start();
  project.provide('postgres', cluster.folder);
}

export async function teardown(): Promise<void> {
  await cluster?.remove();
}
