import { expect, test } from 'vitest';
import { provider } from '#provider';

test('the suite runs on the runtime that it says it runs on', () => {
  expect(provider.name).toBe(process.env['TEST_RUNTIME']);
});
