import { isIP } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/**
 * The address of the client. With trusted proxies, it is the entry of X-Forwarded-For that the outermost proxy wrote. The
 * client itself may have written the entries before it.
 */
export function clientAddress(c: Context, trustedProxies: number): string {
  const entries = (c.req.header('x-forwarded-for') ?? '').split(',');
  const forwarded = trustedProxies > 0 ? withoutPort(entries.at(-trustedProxies) ?? '') : '';
  return subscriber(isIP(forwarded) > 0 ? forwarded : (getConnInfo(c).remote.address ?? 'unknown'));
}

/** Proxies write `192.0.2.1:1234`, `[2001:db8::1]` and `[2001:db8::1]:1234`, too. */
function withoutPort(entry: string): string {
  const text = entry.trim();
  const [, bracketed, ipv4] = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(text) ?? [];
  return bracketed ?? ipv4 ?? text;
}

/** One subscriber has a whole IPv6 /64, so its addresses count together. */
export function subscriber(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.toLowerCase().replace(/%.*$/, '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right].slice(0, 4);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}
