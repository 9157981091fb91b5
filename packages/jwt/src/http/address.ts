import { InvalidArgumentError } from '@countersign/core/internal';

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Reads the absolute address of a service: `https`, or `http` on the loopback interface; without credentials and
 * fragment. It is returned as written, because identifiers are compared exactly.
 */
export function address(value: unknown, argument: string): string {
  if (typeof value === 'string' && value.length <= 2048 && /^[\x21-\x7e]+$/.test(value)) {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const isSecure = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.has(url.hostname));
    if (
      url &&
      isSecure &&
      !value.includes('#') &&
      !value.includes('"') &&
      url.username === '' &&
      url.password === ''
    )
      return value;
  }
  throw new InvalidArgumentError(
    argument,
    `${argument} must be an https address without credentials and fragment (http only for localhost).`,
  );
}
