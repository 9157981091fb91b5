import type { z } from '@hono/zod-openapi';
import { expect } from 'vitest';
import * as endpoints from '../api/endpoints.ts';

interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
}

interface Described {
  readonly method: string;
  readonly path: string;
  readonly responses: object;
}

/** Compares an answer with the description: its status, its type and its body. */
export function expectDescribed(method: string, path: string, { status, headers, json }: Received): void {
  const endpoint = Object.values<Described>(endpoints).find(
    (each) => each.method === method.toLowerCase() && pattern(each.path).test(path),
  );
  if (!endpoint) return;
  const responses = new Map<string, unknown>(Object.entries(endpoint.responses));
  expect([...responses.keys()], `${method} ${path} answers ${status}`).toContain(String(status));
  const content = member(responses.get(String(status)), 'content');
  if (content === undefined) return;
  const type = (headers.get('content-type') ?? '').replace(/;.*/, '');
  const schema = member(member(content, type), 'schema');
  expect(isSchema(schema), `${method} ${path} answers ${status} as ${type}`).toBe(true);
  if (isSchema(schema)) schema.parse(json);
}

function pattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function isSchema(value: unknown): value is z.ZodType {
  return typeof member(value, 'parse') === 'function';
}
