import type { TestProject } from 'vitest/node';
import { hasChromium, launchChromiumServer } from './launch.ts';

// A global setup: one browser for all test files of a run, to which each connects by `connectToChromium`.

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the shared browser listens; empty where there is none, which is for the tests that need it to say. */
    readonly chromium: string;
  }
}

export async function setup({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!hasChromium) {
    provide('chromium', '');
    return undefined;
  }
  const server = await launchChromiumServer();
  provide('chromium', server.wsEndpoint());
  return () => server.close();
}
