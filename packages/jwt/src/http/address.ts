import { InvalidArgumentError } from '@countersign/core/internal';

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** No identifier of a service is longer. */
const MAX_LENGTH = 2048;

/**
 * Reads the absolute address of a service: `https`, or `http` on the loopback interface; without credentials and
 * fragment. It is returned as written, because identifiers are compared exactly.
 */
export function address(value: unknown, argument: string): string {
  if (typeof value === 'string' && isAddress(value, [])) return value;
  throw new InvalidArgumentError(
    argument,
    `${argument} must be an https address without credentials and fragment (http only for localhost).`,
  );
}

/** @param allowHttp further hosts, with or without port, that may be reached without TLS */
export function isAddress(value: string, allowHttp: readonly string[]): boolean {
  if (value.length > MAX_LENGTH || !/^[\x21-\x7e]+$/.test(value) || /["#]/.test(value)) return false;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.username !== '' || url.password !== '') return false;
  if (url.protocol === 'https:') return true;
  const isAllowed =
    LOOPBACK.has(url.hostname) || allowHttp.includes(url.hostname) || allowHttp.includes(url.host);
  return url.protocol === 'http:' && isAllowed;
}
