/** Classes of SQLSTATEs: connection, resources, shutdown, system error, deadlock, read-only, lock not available. */
const POSTGRES = /^(08|53|57|58|40|25006|55P03)/;
const SYSTEM = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENOENT|EAI_AGAIN)/;
/** pg gives these errors no code. */
const MESSAGES =
  /timeout exceeded when trying to connect|Query read timeout|Connection terminated|is not queryable/;

const SQLITE_BUSY = 5;
const SQLITE_FULL = 13;
/** SQLite's result codes: busy, locked, read-only, input or output error, full, cannot open. */
const SQLITE = new Set([SQLITE_BUSY, 6, 8, 10, SQLITE_FULL, 14]);

/** Whether another process holds SQLite's write lock. */
export function isBusy(error: unknown): boolean {
  return sqliteCode(error) === SQLITE_BUSY;
}

/** Whether the database failed, and not the request or this code. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    SQLITE.has(sqliteCode(error)) ||
    POSTGRES.test(code) ||
    SYSTEM.test(code) ||
    MESSAGES.test(error.message) ||
    (error instanceof AggregateError && error.errors.some(isUnavailable))
  );
}

/** Whether a COMMIT that failed with this error may have succeeded. SQLite rolls back on a full disk. */
export function mayBeCommitted(error: unknown): boolean {
  return isUnavailable(error) && !isBusy(error) && sqliteCode(error) !== SQLITE_FULL;
}

function sqliteCode(error: unknown): number {
  const hasCode = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
  return hasCode ? Number(error.errcode) & 0xff : 0;
}
