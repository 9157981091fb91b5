/**
 * Every text that WordPress may have hashed for a password. Its request handling adds slashes, as PHP's `addslashes`
 * does, and it removes white space at both ends. Other software hashes the password unchanged.
 */
export function wordpressTexts(password: string): readonly string[] {
  const texts = new Set([password, trimmed(password), trimmed(withSlashes(password))]);
  return [...texts].filter((text) => text !== '');
}

/** PHP's `addslashes`. */
function withSlashes(text: string): string {
  return text.replace(/['"\\]/g, '\\$&').replaceAll('\0', '\\0');
}

const WHITE_SPACE = ' \n\r\t\v\0';

/** PHP's `trim`, in linear time. */
function trimmed(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && WHITE_SPACE.includes(text.charAt(start))) start += 1;
  while (end > start && WHITE_SPACE.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
