import type { Context } from 'hono';
import * as v from 'valibot';

/** An address as far as a service can tell without sending a mail. */
export const Email = v.pipe(v.string(), v.trim(), v.maxLength(254), v.email(), v.toLowerCase());

export const Password = v.pipe(v.string(), v.maxLength(1024));

/** Reads and checks a JSON body; undefined when it is not what the schema says. What was wrong with it is not repeated. */
export async function readBody<S extends v.GenericSchema>(
  c: Context,
  schema: S,
): Promise<v.InferOutput<S> | undefined> {
  if (!c.req.header('content-type')?.startsWith('application/json')) return undefined;
  const body: unknown = await c.req.json().catch(() => undefined);
  const parsed = v.safeParse(schema, body);
  return parsed.success ? parsed.output : undefined;
}
