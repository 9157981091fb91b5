/** PostgreSQL's classes of errors that say "not now": connections, resources, shutdown, deadlocks, locks, statement timeouts. */
const NOT_NOW = /^(08|53|57|58|40|25006|55P03)/;
/** The system's: of connections and, where SQLite's log cannot be synced, of disks. */
const SYSTEM = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENOENT|EAI_AGAIN|EIO|ENOSPC|EDQUOT|EROFS)/;

/** SQLite's primary result codes that say so: busy, locked, read-only, input/output, full, cannot open. */
const SQLITE_NOT_NOW: ReadonlySet<number> = new Set([5, 6, 8, 10, 13, 14]);

const POOL_MESSAGES = /timeout exceeded when trying to connect|Query read timeout|Connection terminated/;

/** Whether the database, and not the request or the code, is what failed. Nothing was committed. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('errcode' in error && typeof error.errcode === 'number')
    return SQLITE_NOT_NOW.has(error.errcode & 0xff);
  if (
    'code' in error &&
    typeof error.code === 'string' &&
    (NOT_NOW.test(error.code) || SYSTEM.test(error.code))
  )
    return true;
  return (
    POOL_MESSAGES.test(error.message) || (error instanceof AggregateError && error.errors.some(isUnavailable))
  );
}
