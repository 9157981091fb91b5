import { beforeEach } from 'vitest';
import { missingCounterparts, missingReason } from './counterparts.ts';

// Runs in each test file if REQUIRE_COUNTERPARTS is set: a test whose software is missing fails with the reason.
const missing = missingCounterparts();

beforeEach(({ task }) => {
  const reason = missingReason(task.tags ?? [], missing);
  if (reason !== undefined) throw new Error(reason);
});
