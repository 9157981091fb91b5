import { newSqlite } from '../../server/testing/databases.ts';
import { startService } from '../../server/testing/harness.ts';
import { test as base } from './site.ts';

/** Tests with the whole service (`service`), of which the pages are a part. */
// biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures come first
export const test = base.extend('service', { scope: 'file' }, async ({}, { onCleanup }) => {
  const service = await startService(newSqlite());
  onCleanup(() => service.stop());
  return service;
});
